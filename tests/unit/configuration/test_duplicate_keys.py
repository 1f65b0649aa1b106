import pytest

from rules.configuration.duplicate_keys import duplicate_key_errors


def test_keys_given_twice_are_told_with_file_and_lines(tmp_path):
    path = tmp_path / "my.yaml"
    path.write_text("seed: 1\nexperiments:\n  a: {kind: drawn}\n  b:\n    kind: drawn\n  a: {}\n")
    assert list(duplicate_key_errors([path])) == [
        f"{path}, line 6: the key 'experiments.a' is given again, first in line 3; keep one of them"
    ]


@pytest.mark.parametrize(
    "text", ["", "a: 1\nb: {a: 1}\n", "a: &x {b: 1}\nc: *x\nd: [{a: 1}, {a: 2}]\n"]
)
def test_equal_keys_of_different_mappings_are_fine(tmp_path, text):
    (tmp_path / "my.yaml").write_text(text)
    assert list(duplicate_key_errors([tmp_path / "my.yaml"])) == []
