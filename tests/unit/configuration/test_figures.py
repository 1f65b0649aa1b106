"""The table of figures: every record is whole, and targets follow from it."""

from pathlib import Path

import pytest

from rules.configuration.expansion import analyses_of, experiments_of
from rules.configuration.figures import ALL_FIGURES, FIGURES, with_figures
from rules.configuration.targets import figures_of, targets
from rules.figures.needs import NEEDS
from rules.figures.record import EXPERIMENT, GROUPING, LAYER, METHOD

ROOT = Path(__file__).parents[3]
PER = {METHOD: {"layer", "method"}, LAYER: {"layer"}, GROUPING: set(), EXPERIMENT: set()}


@pytest.fixture
def experiments(completed):
    """Those of a configuration of every kind."""
    config = completed(
        {
            "datasets": {"digits": {"source": "digits"}},
            "models": {"mlp": {"dataset": "digits", "architecture": "mlp"}},
            "experiments": {
                "maps": {
                    "model": "mlp", "layers": ["flatten", "hidden"], "methods": ["PCA", "random"],
                    "groups": ["class", "prediction"], "trials": 2,
                    "figures": ["map_grid", "quality", "variables", "tests", "explorer"],
                },
                "one": {"model": "mlp", "figures": ["map_grid"], "regions": {"split": "half"}},
                "other": {"model": "mlp", "trials": 2, "figures": []},
                "both": {"kind": "models", "experiments": {"A": "one", "B": "other"}},
                "compared": {"kind": "comparison", "experiments": {"a": "other", "b": "other"}},
                "drawn": {"kind": "drawn"},
            },
        }
    )  # fmt: skip
    return experiments_of(config, analyses_of(config))


@pytest.mark.parametrize("name", ALL_FIGURES)
def test_every_record_is_whole(name):
    figure = ALL_FIGURES[name]
    assert figure.name == name
    assert figure.shows
    assert set(figure.needs) <= set(NEEDS)
    captions = [figure.caption_of(file) for file in figure.files]
    assert len(set(captions)) == len(captions)
    assert all((ROOT / "rules/report" / caption).is_file() for caption in captions)
    if figure.script:
        assert (ROOT / "scripts" / figure.script).is_file()
        assert figure.files
    else:
        assert name == "explorer"


@pytest.mark.parametrize("name", ALL_FIGURES)
def test_the_names_of_files_have_what_a_figure_is_one_for_each_of(name):
    figure = ALL_FIGURES[name]
    for file in figure.files:
        assert file.startswith("{experiment}/")
        keys = {key for key in ("layer", "method") if f"{{{key}}}" in file}
        # Of all layers together, one for each method.
        assert keys in (PER[figure.per], {"method"} if figure.per == METHOD else PER[figure.per])


def test_figures_of_one_map_are_of_each_layer_and_method(experiments):
    files = [each for each in figures_of(experiments["maps"]) if each.endswith("map_grid")]
    assert sorted(files) == sorted(
        f"maps_{grouping}/{layer}/{method}/map_grid"
        for grouping in ("class", "prediction")
        for layer in ("flatten", "hidden")
        for method in ("PCA", "random")
    )


def test_figures_are_made_once_for_what_they_are_one_of(experiments):
    found = list(figures_of(experiments["maps"]))
    assert len(found) == len({*found})
    assert [each for each in found if "variables" in each] == [
        "maps/variables_all", "maps/variables_shown",
    ]  # fmt: skip
    assert len([each for each in found if "quality" in each]) == 2 * 2 * 2
    assert len([each for each in found if each.endswith("significant")]) == 2
    assert list(figures_of(experiments["both"])) == ["both/models_sorted"]
    assert list(figures_of(experiments["drawn"])) == ["drawn/measures"]
    assert list(figures_of(experiments["other"])) == []


def test_targets_are_figures_and_the_tables_beside_them(experiments):
    files = targets(experiments, people=False)
    assert targets(experiments, people=True) == []
    assert len(files) == len({*files})
    for file in (
        "results/figures/maps_class/separation.pdf",
        "results/tests/maps_class_pairs.tsv",
        "results/scores/maps_class.tsv.gz",
        "results/scores/other_summary.tsv",
        "results/tables/compared/tests.tsv",
        "results/tables/maps_class/outcomes.tsv",
        "results/explorer/maps.html",
        "results/regions/one/hidden/sorted_halves.tsv",
        "results/figures/compared/comparison_float.png",
    ):
        assert file in files


def test_the_schema_allows_these_figures_and_no_others():
    properties = {"figures": {"type": "array", "items": {}}}
    schema = {"$defs": {"map_experiment": {"properties": properties}}}
    (items,) = (
        each["properties"]["figures"]["items"] for each in with_figures(schema)["$defs"].values()
    )
    assert items == {"enum": [*FIGURES]}
    assert properties["figures"]["items"] == {}


def test_the_record_of_a_figure_is_found_by_the_name_of_its_script():
    texts = [path.read_text() for path in (ROOT / "rules").rglob("*.py")]
    for figure in ALL_FIGURES.values():
        if figure.script:
            assert sum(f'script="{figure.script}"' in text for text in texts) == 1
