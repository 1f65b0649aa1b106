import pytest
from topomaps.models.layer_names import LONGEST, file_names


def file_name(layer):
    return file_names([layer])[layer]


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        ("conv_2", "conv_2"),
        ("outer/inner", "outer-inner"),
        ("/a/b:0", "a-b-0"),
        ("/layer1/layer1.0/relu/Relu_output_0", "layer1-layer1.0-relu-Relu_output_0"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("_private", "_private"),
        ("größe 1", "gr-e-1"),
        ("a\nb\0c", "a-b-c"),
    ],
)
def test_file_names_have_plain_characters_and_stay_in_their_folder(layer, name):
    assert file_name(layer) == name


@pytest.mark.parametrize("layer", ["..", "////", "", "層"])
def test_names_without_plain_characters_are_digests(layer):
    assert file_name(layer).startswith("layer-")
    assert file_name(layer) != file_name(layer + "層")


def test_overlong_names_are_cut_and_stay_apart():
    one, other = (file_name("a" * 400 + end) for end in "xy")
    assert len(one) == LONGEST + 9
    assert one != other
    assert file_name("a" * LONGEST) == "a" * LONGEST


def test_no_two_layers_share_a_name():
    names = file_names(["a/b", "/a/b", "a-b", "b", "a/b"])
    assert (names["a-b"], names["b"]) == ("a-b", "b")
    assert names["a/b"].startswith("a-b-")
    assert len(set(names.values())) == 4
    assert file_names(["/a/b", "b"])["/a/b"] == "a-b"


def test_capital_letters_alone_do_not_tell_files_apart():
    names = file_names(["Conv", "conv", "CONV/", "dense", "Inputs", "inputs-layer"])
    assert len({name.casefold() for name in names.values()}) == 6
    assert (names["dense"], names["inputs-layer"]) == ("dense", "inputs-layer")


def test_names_made_to_look_like_digests_stay_apart():
    known = file_names(["a/b", "a-b"])["a/b"]
    names = file_names(["a/b", "a-b", known])
    assert names[known] == known
    assert len(set(names.values())) == 3
