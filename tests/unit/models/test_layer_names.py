import pytest
from topomaps.models.layer_names import LONGEST, check_file_names, file_name


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        ("conv_2", "conv_2"),
        ("outer/inner", "outer-inner"),
        ("/a/b:0", "a-b-0"),
        ("/layer1/layer1.0/relu/Relu_output_0", "layer1-layer1.0-relu-Relu_output_0"),
        ("..", None),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("_private", "_private"),
        ("größe 1", "gr-e-1"),
        ("a\nb\0c", "a-b-c"),
        ("////", None),
        ("", None),
    ],
)
def test_file_names_have_plain_characters_and_stay_in_their_folder(layer, name):
    if name is None:
        with pytest.raises(ValueError, match="has no letter, digit or underscore"):
            file_name(layer)
    else:
        assert file_name(layer) == name


def test_overlong_names_are_cut_and_stay_apart():
    one, other = (file_name("a" * 400 + end) for end in "xy")
    assert len(one) == LONGEST + 9
    assert one != other
    assert file_name("a" * LONGEST) == "a" * LONGEST


def test_layers_that_would_share_files_are_refused():
    check_file_names(["a/b", "a", "b", "a/b"])
    with pytest.raises(ValueError, match=r"'a/b' and 'a-b' would share files named 'a-b'"):
        check_file_names(["a", "a/b", "a-b"])
