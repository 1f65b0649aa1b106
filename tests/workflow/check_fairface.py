"""Checks of a run of fairface.yaml on the real images; REAL_RUN names its folder."""

import os
from pathlib import Path

import pytest
from topomaps.common.files import load_table

TESTS = Path(os.environ["REAL_RUN"]) / "results/tests"


@pytest.mark.parametrize(("variable", "effect"), [("race", 1.38), ("gender", 0.71), ("age", 7.14)])
def test_groups_differ_by_more_than_chance(variable, effect):
    (row,) = load_table(TESTS / f"faces_{variable}_separation.tsv").itertuples()
    assert row.n_images >= 5000
    assert row.p < 0.001
    assert 100 * row.effect == pytest.approx(effect, abs=0.02)  # as docs/bias.md says
    assert row.effect_low > 10 * row.effect_by_chance


@pytest.mark.parametrize(
    ("first", "second", "similarity"),
    [("Black", "Indian", 0.56), ("East Asian", "Southeast Asian", 0.80)],
)
def test_groups_that_the_paper_finds_alike_are_alike(first, second, similarity):
    pairs = load_table(TESTS / "faces_race_pairs.tsv").set_index(["first", "second"])
    assert pairs.loc[(first, second), "similarity"] == pytest.approx(similarity, abs=0.01)
    assert pairs.loc[(first, second), "low"] > 0


def test_female_and_male_are_inverse():
    pairs = load_table(TESTS / "faces_gender_pairs.tsv")
    assert pairs["similarity"].tolist() == [pytest.approx(-1)]


def test_the_figures_are_there():
    figures = Path(os.environ["REAL_RUN"]) / "results/figures"
    assert (figures / "faces/variables_all.png").stat().st_size > 10_000
