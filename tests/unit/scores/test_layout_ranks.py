import numpy as np
import pandas as pd
import pytest
from topomaps.figures.layouts import plot_layouts
from topomaps.scores.comparison import compare_methods, summarise
from topomaps.scores.layout_ranks import mean_ranks, rank_methods

METHODS = {"good": 1.0, "middle": 2.0, "bad": 3.0}


@pytest.fixture
def scores():
    """Ten trials of three methods; the base of a hybrid has faithfulness alone."""
    generator, rows = np.random.default_rng(0), []
    for method, level in {**METHODS, "base": 0.0}.items():
        for trial in range(10):
            noise = generator.normal(0, 0.01)
            keys = {"experiment": "e", "layer": "l", "condition": "naps", "method": method,
                    "trial": trial, "group": "", "parameter": ""}  # fmt: skip
            if method != "base":
                rows.append(
                    {**keys, "measure": "blur_mse", "arithmetic": "float", "value": level + noise}
                )
            value = 1 - level / 10 + noise
            rows.append({**keys, "measure": "roundness", "arithmetic": "", "value": value})
    return pd.DataFrame(rows)


def test_less_error_and_more_roundness_rank_first(scores):
    ranked = rank_methods(summarise(scores), compare_methods(scores))
    assert set(ranked["method"]) == set(METHODS)
    for _, rows in ranked.groupby("measure"):
        assert rows["method"].tolist() == list(METHODS)
        assert rows["rank"].tolist() == [1, 2, 3]
        assert set(rows["best"]) == {"good"}
    assert mean_ranks(ranked).index.tolist() == list(METHODS)


def test_others_are_tested_against_the_best(scores):
    ranked = rank_methods(summarise(scores), compare_methods(scores)).set_index("method")
    assert ranked.loc["good", "p_holm"].isna().all()
    assert (ranked.loc["bad", "p_holm"] < 0.05).all()


def test_figure_says_what_the_trials_are_of(scores):
    ranked = rank_methods(summarise(scores), compare_methods(scores))
    words = " ".join(plot_layouts(ranked, "title").get_suptitle().split())
    assert "over 10 trials of one network: no sample of networks" in words
    assert "the least p after Holm's correction is 0.00586" in words  # 3 pairs of 2 / 2^10
    few = scores[scores["trial"] < 4]
    few = rank_methods(summarise(few), compare_methods(few))
    assert "no star is possible" in plot_layouts(few, "title").get_suptitle()
