import numpy as np
from topomaps.groups.factors import strata
from topomaps.groups.files import GroupedInputs, load_groups, save_groups
from topomaps.groups.groupings import group_inputs


def test_groups_come_back_from_a_file(known, tmp_path):
    grouping, correct = group_inputs(known, ["sex", "age"]), np.arange(8) < 3
    save_groups(tmp_path / "g.npz", GroupedInputs(grouping, correct, strata(known, ["age"])))
    read = load_groups(tmp_path / "g.npz")
    assert read.grouping.names == grouping.names
    assert (read.grouping.rows, read.grouping.columns) == (grouping.rows, grouping.columns)
    np.testing.assert_array_equal(read.grouping.members, grouping.members)
    np.testing.assert_array_equal(read.correct, correct)
    assert len(set(read.strata)) == 2
    save_groups(tmp_path / "g.npz", GroupedInputs(grouping, correct, None))
    assert load_groups(tmp_path / "g.npz").strata is None
