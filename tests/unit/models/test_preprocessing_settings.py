import pytest
from topomaps.models.preprocessing_settings import (
    NAMED,
    NAMES,
    preprocessing_errors,
    whole_number_errors,
    with_scaling,
)


def test_names_and_whole_mappings_have_no_faults():
    assert preprocessing_errors(None) == []
    for name in NAMES:
        assert preprocessing_errors(name, application="VGG16") == []
    for settings in NAMED.values():
        assert preprocessing_errors(settings) == []
    whole = {
        "divisor": 127.5, "offset": -1, "mean": [0.1, 0.2, 0.3], "std": 2, "colors": "bgr",
        "channels": "first", "size": [64, 48], "crop": 0.875,
    }  # fmt: skip
    assert preprocessing_errors(whole) == []
    assert preprocessing_errors({"mean": [1, 2, 3, 4, 5], "std": [1, 1, 1, 1, 1]}) == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("caffee", "'caffee' is unknown; allowed: own, none, divide_by_255, tf, caffe, torch"),
        ("own", "only networks of keras.applications have an 'own' one; allowed: none"),
        (5, "5 is no preprocessing"),
        ({"scale": 2}, "the key 'scale' is unknown; allowed: scaling, divisor"),
        ({"divisor": 0}, "divisor is 0, but must not be 0"),
        ({"divisor": [1, 2, 3]}, "divisor is [1, 2, 3], but must be a number"),
        ({"divisor": "255"}, "divisor is '255', but must be a number"),
        ({"offset": True}, "offset is True, but must be a number"),
        ({"mean": []}, "mean is [], but must be a number, or one for each channel"),
        ({"mean": [1, float("nan")]}, "mean is [1, nan], but must be a number"),
        ({"std": [1, 0, 1]}, "std is [1, 0, 1], but must not be 0"),
        ({"std": 0.0}, "std is 0.0, but must not be 0"),
        ({"mean": [1, 2, 3], "std": [1, 2]}, "std has 2 numbers, but must have 3"),
        ({"mean": [1, 2], "colors": "rgb"}, "mean has 2 numbers, but must have 3, one per channel"),
        ({"std": [1, 2, 3], "colors": "grey"}, "std has 3 numbers, but must have 1"),
        ({"colors": "gray"}, "colors is 'gray'; allowed: rgb, bgr, grey"),
        ({"channels": "middle"}, "channels is 'middle'; allowed: last, first"),
        ({"size": 224}, "size is 224, but must be [height, width]"),
        ({"size": [224, 0]}, "size is [224, 0], but must be"),
        ({"crop": 0}, "crop is 0, but must be a share"),
        ({"crop": 1.5}, "crop is 1.5, but must be a share"),
    ],
)
def test_faults_name_the_key_and_what_is_allowed(settings, words):
    faults = preprocessing_errors(settings)
    assert len(faults) == 1
    assert faults[0].startswith(words)


def test_all_faults_are_told_at_once():
    assert len(preprocessing_errors({"divisor": 0, "colors": "x", "crop": 2, "y": 1})) == 4


def test_settings_that_say_nothing_of_scaling_leave_it_as_it_is():
    for settings in (None, {}, {"size": [32, 32]}, {"colors": "bgr", "channels": "first"}):
        expected = {"divisor": 255.0, **(settings or {})}
        assert with_scaling(settings, {"divisor": 255.0}) == expected
    for settings in ("torch", {"scaling": "torch"}):
        assert with_scaling(settings, {"divisor": 255.0}) == {"scaling": "torch"}
    assert with_scaling({"mean": 3}, "own") == {"mean": 3}
    assert with_scaling({"crop": 0.9}, "own") == {"scaling": "own", "crop": 0.9}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"scaling": "tff"}, "scaling: 'tff' is unknown; allowed: own, none"),
        (
            {"scaling": "torch", "std": 3},
            "'torch' stands for divisor, offset, mean, std; leave",
        ),
        ({"scaling": "own", "colors": "bgr"}, "takes red, green and blue; leave colors out"),
    ],
)
def test_names_within_mappings_are_checked(settings, words):
    assert any(words in fault for fault in preprocessing_errors(settings, "VGG16"))


@pytest.mark.parametrize(
    ("settings", "dtype", "words"),
    [
        (None, "uint8", None),
        ({"size": [8, 8]}, "uint8", None),
        ("none", "int32", None),
        ({"offset": -128}, "int8", None),
        ("torch", "float32", None),
        ({"divisor": 0.5}, "int16", None),
        ("divide_by_255", "uint8", "of which this scaling makes fractions; leave the scaling out"),
        ({"scaling": "caffe"}, "int32", "fractions"),
        ({"mean": [1, 2.5, 3]}, "int32", "fractions"),
        (None, "int8", "from -128 to 127, but is given 0 to 255; set an `offset`"),
        ({"divisor": 0.5}, "uint8", "from 0 to 255, but is given 0 to 510"),
    ],
)
def test_models_of_whole_numbers_are_given_nothing_else(settings, dtype, words):
    faults = whole_number_errors(settings, dtype, are_images=True)
    assert words is None or words in faults[0]
    assert bool(faults) == (words is not None)


def test_numbers_of_tables_may_have_any_range():
    assert whole_number_errors(None, "int8", are_images=False) == []
