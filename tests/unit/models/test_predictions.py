import numpy as np
import pytest
from topomaps.models.predictions import predicted

OUTPUTS = np.array([[0.1, 0.7, 0.2], [0.9, 0.1, 0.0], [0.4, 0.6, 0.0]], dtype=np.float32)


def test_the_largest_output_is_predicted_by_its_name():
    codes, names = predicted(OUTPUTS, ["sad", "angry", "happy"])
    assert codes.tolist() == [1, 0, 1]
    assert codes.dtype == np.int64
    assert names.tolist() == ["sad", "angry", "happy"]
    assert names.dtype.kind == "U"


def test_a_probability_tells_two_classes_apart():
    codes, names = predicted(OUTPUTS[:, 1:2], ["no", "yes"])
    assert codes.tolist() == [1, 0, 1]
    assert names.tolist() == ["no", "yes"]
    assert predicted(np.array([[0.5]]), ["no", "yes"])[0].tolist() == [0]


def test_outputs_without_names_are_numbered():
    codes, names = predicted(OUTPUTS)
    assert codes.tolist() == [1, 0, 1]
    assert names.tolist() == ["output 0", "output 1", "output 2"]


def test_there_may_be_no_predictions(caplog):
    assert predicted(None, ["a", "b"]) == (None, None)
    caplog.set_level("INFO")
    assert predicted(OUTPUTS[:, :1]) == (None, None)
    assert "a single output and no `class_names`: no predictions" in caplog.text


@pytest.mark.parametrize("n_names", [1, 2, 7])
def test_another_number_of_names_is_refused_with_both_numbers(n_names):
    words = f"the model has 3 outputs, but class_names has {n_names} names"
    with pytest.raises(ValueError, match=words):
        predicted(OUTPUTS, [f"race {number}" for number in range(n_names)])
