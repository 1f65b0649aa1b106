"""Which tables the report shows, and what it calls things."""

import pytest
from topomaps.report.shown_tables import TABLES as KINDS

from rules.configuration.expansion import analyses_of, experiments_of
from rules.configuration.targets import targets
from rules.report.captions import caption_in
from rules.report.naming import place_labels, titles_of
from rules.report.tables import TABLES, TABLES_OF_EXPERIMENTS, pages_of


@pytest.fixture
def experiments(completed):
    config = completed(
        {
            "datasets": {"digits": {"source": "digits"}},
            "models": {"mlp": {"dataset": "digits", "architecture": "mlp"}},
            "experiments": {
                "maps": {
                    "model": "mlp", "layers": ["flatten", "hidden"], "methods": ["PCA", "random"],
                    "groups": ["class", "correctness"], "trials": 2, "title": "Digits",
                    "figures": ["quality", "tests", "layers", "effects", "explorer"],
                },
                "my_own": {"model": "mlp", "figures": ["map_grid"], "regions": {"split": "half"}},
                "other": {"model": "mlp", "title": "my own", "figures": ["map_grid"]},
                "again": {"model": "mlp", "figures": ["map_grid"]},
                "both": {"kind": "models", "experiments": {"A": "my_own", "B": "other"}},
                "drawn": {"kind": "drawn"},
            },
        }
    )  # fmt: skip
    return experiments_of(config, analyses_of(config))


def test_titles_name_experiments_and_differ(experiments):
    assert titles_of(experiments) == {
        "maps": "Digits",
        "maps_class": "Digits, by class",
        "maps_correctness": "Digits, by class and correctness",
        "my_own": "my own (my_own)",
        "other": "my own (other)",
        "again": "again",
        "both": "both",
        "drawn": "drawn",
    }


def test_an_experiment_shows_the_tables_that_it_makes_anyway(experiments):
    pages = pages_of(experiments["maps"])
    gaps = {name for name in pages if name.endswith("gaps")}
    assert gaps == {"tables/maps_class/outcome_gaps"}  # those of the other follow from its groups
    effects = pages["effects/maps_class/hidden/PCA"]
    assert effects.kind == "measure_effects"
    assert effects.labels == {
        "shows": "What regions do, in numbers", "layer": "hidden", "method": "PCA",
    }  # fmt: skip
    assert pages["tables/maps_class/turns_random"].labels["method"] == "random (baseline)"
    assert "layer" not in pages["tables/maps_class/turns_random"].labels
    assert pages["tests/maps_correctness_pairs"].path == "results/tests/maps_correctness_pairs.tsv"
    assert {each.subject for each in pages.values()} == {"maps_class", "maps_correctness"}
    assert "regions/my_own/hidden/sorted_halves" in pages_of(experiments["my_own"])
    assert [each.kind for each in pages_of(experiments["both"]).values()] == ["likeness_of_layers"]
    assert pages_of(experiments["drawn"]).keys() == {"scores/drawn_drawn"}


def test_groups_that_analyses_share_are_shown_once(experiments):
    (shared,) = {experiments[name].first.groups_of for name in ("my_own", "again")}
    found = [name for name in experiments for page in pages_of(experiments[name])
             if page == f"tables/{shared}/outcomes"]  # fmt: skip
    assert len(found) == 1


def test_labels_of_an_experiment_without_layers_are_empty():
    assert place_labels(None) == {}


def test_pages_are_targets_of_experiments_that_have_some(experiments):
    files = targets(experiments, people=False)
    assert "results/shown_tables/maps" in files
    assert ("results/shown_tables/other" in files) == bool(pages_of(experiments["other"]))


def test_every_kind_of_table_is_known_with_a_caption():
    kinds = {each.caption.removesuffix(".rst") for each in (*TABLES, *TABLES_OF_EXPERIMENTS)}
    assert kinds == {*KINDS}
    captions = [caption_in(f"{kind}.rst") for kind in kinds]
    assert all(each.title and each.text for each in captions)
    assert len({each.title for each in captions}) == len(kinds)
