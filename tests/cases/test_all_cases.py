"""Which cases are mended: each has a test, or a word on what is missing."""

from pathlib import Path

import pytest

# Cases that ask for what does not exist yet, and what that is.
OPEN = {
    "library-input-types": "functions of the library take labels and arrays of different kinds",
    "long-labels-collapse-maps": "long texts as labels of the figure `regions`",
    "occupations-near-gender": "a documented way from sentences to named regions",
    "onnx-one-input": "models of several inputs",
    "region-without-effect": "what a region does to the predictions",
    "statistics": "benchmarks/calibration.py",
}


def test_each_case_is_mended_or_said_to_be_open(cases):
    names = {each.name for each in cases.iterdir() if each.is_dir()}
    tests = Path(__file__).with_name("test_cases.py").read_text(encoding="utf-8")
    mended = {name for name in names if f'"{name}"' in tests}
    assert names - mended - {*OPEN} == set()
    assert mended & {*OPEN} == set()


@pytest.mark.parametrize("name", OPEN)
def test_open_cases_are_still_there(cases, name):
    assert (cases / name).is_dir()
