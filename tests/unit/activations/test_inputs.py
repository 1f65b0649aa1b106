"""Labels and attributes of any type become classes and text; contradictions are refused."""

import numpy as np
import pytest
from topomaps.activations.inputs import read_inputs


def saved(tmp_path, **arrays):
    np.savez(tmp_path / "own.npz", **arrays)
    return tmp_path / "own.npz"


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (np.array([10, 2, 10, 9]), ("2", "9", "10")),
        (np.array([10.0, 2.0, 10.0, 9.0]), ("2", "9", "10")),
        (np.array(["owl", "cat", "owl", "dog"]), ("cat", "dog", "owl")),
    ],
)
def test_labels_of_any_type_are_classes(tmp_path, labels, names):
    known = read_inputs(saved(tmp_path, labels=labels, predictions=labels))
    assert known.class_names == names
    assert len(set(known.labels.tolist())) == 3
    np.testing.assert_array_equal(known.labels, known.predictions)


def test_two_classes_of_one_name_are_refused(tmp_path):
    path = saved(tmp_path, labels=np.array([1, 0]), class_names=np.array(["owl", "owl"]))
    with pytest.raises(ValueError, match="two classes are called 'owl'"):
        read_inputs(path)


def test_class_names_give_indices_their_meaning(tmp_path):
    path = saved(tmp_path, labels=np.array([1, 0]), class_names=np.array(["owl", "cat"]))
    assert read_inputs(path).class_names == ("owl", "cat")
    assert read_inputs(path).labels.tolist() == [1, 0]
    path = saved(tmp_path, labels=np.array(["cat", "owl"]), class_names=np.array(["owl", "cat"]))
    assert read_inputs(path).labels.tolist() == [1, 0]
    path = saved(tmp_path, labels=np.array([1, 2]), class_names=np.array(["owl", "cat"]))
    with pytest.raises(ValueError, match=r"'2' is neither a name nor .* 2 names: owl, cat"):
        read_inputs(path)


def test_missing_labels_are_counted(tmp_path, caplog):
    known = read_inputs(saved(tmp_path, labels=np.array([1.0, np.nan, 2.0])))
    assert known.labels.tolist() == [0, -1, 1]
    assert "1 inputs have no label" in caplog.text
    assert read_inputs(saved(tmp_path, activations=np.zeros((3, 4)))).labels is None


def test_tables_give_the_same_as_arrays(tmp_path):
    (tmp_path / "inputs.csv").write_text("label,prediction,sex\nowl,cat,F\ncat,cat,\n")
    known = read_inputs(tmp_path)
    assert known.class_names == ("cat", "owl")
    assert known.labels.tolist() == [1, 0]
    assert known.predictions.tolist() == [0, 0]
    assert known.attributes["sex"].isna().tolist() == [False, True]
    arrays = {"attributes/sex": np.array(["F", ""])}
    again = read_inputs(saved(tmp_path, labels=np.array(["owl", "cat"]), **arrays))
    assert again.attributes.equals(known.attributes)


def test_contradictions_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"labels \(3\), sex \(2\)"):
        read_inputs(saved(tmp_path, labels=np.arange(3), **{"attributes/sex": np.arange(2)}))
    with pytest.raises(ValueError, match="one value per input"):
        read_inputs(saved(tmp_path, predictions=np.zeros((3, 10))))
    with pytest.raises(ValueError, match=r"inputs.csv does not exist"):
        read_inputs(tmp_path)
