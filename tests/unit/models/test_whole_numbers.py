import pytest
from topomaps.models.whole_numbers import whole_number_faults


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
    faults = whole_number_faults(settings, dtype, are_images=True)
    assert words is None or words in faults[0]
    assert bool(faults) == (words is not None)


def test_numbers_of_tables_may_have_any_range():
    assert whole_number_faults(None, "int8", are_images=False) == []
