"""What leaves nothing to compare is told before any job, where the values are known."""

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def own(tmp_path, monkeypatch, forget_tables):
    """Configuration of an experiment on a file of activations of 12 inputs."""
    monkeypatch.chdir(tmp_path)
    forget_tables()
    arrays = {"activations/u": np.zeros((12, 9)), "labels": np.repeat(["a", "b", "c"], [6, 4, 2])}
    np.savez("own.npz", **arrays, **{"attributes/sex": np.tile(["F", "M"], 6)})
    table = {"label": arrays["labels"], "sex": np.tile(["F", "M"], 6), "x": np.arange(12) / 7}
    pd.DataFrame(table).to_csv("t.csv", index=False)
    return lambda **keys: {
        "experiments": {"e": {"activations": "own.npz", "figures": ["map_grid"], **keys}}
    }


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (
            {"groups": {"by": "class", "only": ["a", "B"]}},
            "no input belongs to 'B'",
        ),
        ({"groups": {"by": "sex", "only": ["a", "F"]}}, "no input belongs to 'a'"),
        ({"groups": "class", "min_size": 5}, "min_size is 5, but 1 of the 3 values of class"),
        ({"groups": ["class", "sex"], "min_size": 7}, "none of the 2 values of sex"),
        ({"tokens": "mean"}, "e.tokens: the layer 'u' has the shape (9,) for one"),
    ],
)
def test_what_leaves_nothing_to_compare_is_told(own, errors_of, keys, words):
    assert words in errors_of(own(**keys))


@pytest.mark.parametrize(
    "keys",
    [
        {"groups": {"by": ["class", "sex"], "only": ["a × F", "b"]}},
        {"groups": "class", "min_size": 4},
        {"groups": {"by": "class", "only": ["a", "b"]}},
    ],
)
def test_what_can_be_compared_is_no_fault(own, completed, keys):
    completed(own(**keys))


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({"blur_radii": [4, 2, 6]}, "scores.blur_radii: 2 follows 4"),
        ({"resize_sizes": [10, 20]}, "scores.resize_sizes: 20 follows 10"),
    ],
)
def test_effects_of_image_errors_grow(own, errors_of, scores, words):
    assert words in errors_of({**own(), "scores": scores})


def test_a_layer_with_tokens_among_others_is_enough(own, completed):
    np.savez("own.npz", labels=list("ab"), u=0, **{"activations/t": np.zeros((2, 3, 9))})
    completed(own(tokens="mean"))


def test_a_source_is_named_once(own, errors_of):
    assert "name either `activations` or `model`, not both" in errors_of(own(model="unknown"))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_are_refused(own, errors_of, value):
    assert f"e.alpha: {value} is no number to count with" in errors_of(own(alpha=value))
    scores = {"blur_radii": [1, value]}
    assert f"blur_radii.1: {value} is no number" in errors_of({**own(), "scores": scores})


def test_repeated_entries_and_wrong_capitals_have_a_remedy(own, errors_of):
    errors = errors_of(own(methods=["UMAP", "UMAP"], figures=["Map_Grid"]))
    assert "experiments.e.methods: 'UMAP' stands more than once; keep one of them" in errors
    assert "(did you mean 'map_grid'?)" in errors
    assert "(did you mean 'UMAP'?)" in errors_of(own(methods=["umap"]))


def test_names_that_no_file_could_have_are_refused(own, errors_of):
    errors = errors_of({"experiments": {"n" * 241: own()["experiments"]["e"]}})
    assert "must be of at most this many letters: 100" in errors
    assert len(errors) < 1000  # the name is not written out
