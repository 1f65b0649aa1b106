from itertools import pairwise

import pytest

from rules.configuration.configuration_files import size_errors
from rules.configuration.duplicate_keys import duplicate_key_errors
from rules.configuration.unquoted import unquoted_errors

ALIASES = "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefgh")
)
BOMB = f"a: &a [{', '.join('x' * 9)}]\n{ALIASES}"  # 9 to the power of 8 values


def errors(path, text):
    path.write_text(text)
    return list(size_errors([path]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "values, since aliases"),
        ("experiments: &x\n  e: *x\n", "line 1: an alias (*name) stands within what it names"),
        ("a: " + "{a: " * 60 + "1" + "}" * 60, "line 1: more than 50 mappings or lists within"),
    ],
)
def test_files_that_are_small_but_stand_for_much_are_refused(tmp_path, text, words):
    path = tmp_path / "c.yaml"
    (error,) = errors(path, text)
    assert str(path) in error
    assert words in error


def test_common_files_are_fine(tmp_path):
    assert errors(tmp_path / "empty.yaml", "") == []
    merged = "base: &b {figures: [x]}\nexperiments:\n  e: {<<: *b}\n  f: {<<: *b}\n"
    assert errors(tmp_path / "merged.yaml", merged) == []


def test_what_aliases_repeat_is_read_once(tmp_path):
    (tmp_path / "c.yaml").write_text(BOMB)
    assert list(duplicate_key_errors([tmp_path / "c.yaml"])) == []
    assert list(unquoted_errors([tmp_path / "c.yaml"])) == []
