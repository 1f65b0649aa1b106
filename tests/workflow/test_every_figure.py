"""Every source, grouping and figure of the table of figures: accepted where its needs are met.

The plans are checked of all combinations; one small run makes each source, grouping and figure at
least once. tests/workflow/test_every_combination.py makes them all.
"""

from copy import deepcopy

import pytest
import yaml
from every_figure import (
    FILES,
    GROUPINGS,
    NAMES,
    OF_ONE_GROUPING,
    SOURCES,
    check_files,
    check_log,
    check_pages,
    check_words,
    config_of,
    experiment_of,
    figure_files,
    has_figure,
    is_possible,
    write_data,
)
from running import ROOT, snakemake

from rules.configuration import facts
from rules.configuration.expansion import analyses_of
from rules.configuration.figures import FIGURES
from rules.configuration.validate_config import ConfigurationError, validate_config
from rules.figures.of_explanations import FIGURES_OF_EXPLANATIONS

SCHEMA = yaml.safe_load((ROOT / "config/schema.yaml").read_text())
# What a refusal says of a figure in the wrong place, and of a grouping that cannot be.
WORDS = {
    "label_errors": "'label_errors' needs groups by `correctness` alone; write `groups: corr",
    "confusion": "'confusion' needs groups by `confusion` alone; write `groups: confusion`",
    "training": "'training' needs groups by `checkpoint`; write `groups: checkpoint`",
    "tests": "'tests' needs groups of different inputs, so not by `checkpoint`",
    "suspicious_inputs": "'suspicious_inputs' needs groups of different inputs, so not by",
    "subgroups": "'subgroups' needs groups of different inputs, so not by `checkpoint`",
    "effects": "'effects' needs a network that predicts, or `effects: {probe: …}`",
    "quality": "'quality' needs two `trials` or more; raise `trials` to 2",
    "layouts": "'layouts' needs two `trials` or more; raise `trials` to 2",
    "outcomes": "'outcomes' needs predictions; use a model that classifies",
    "attributions": "'attributions' needs a model that sees a dataset, whole inputs and not tokens",
    "preferred_inputs": "'preferred_inputs' needs a model that sees a dataset, whole inputs and",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Folder of the files of all sources."""
    folder = tmp_path_factory.mktemp("sources")
    write_data(folder)
    return folder


@pytest.fixture
def plan(data, monkeypatch):
    """Function that gives the analyses of a configuration, or the text that refuses it."""
    monkeypatch.chdir(data)
    facts._counts.cache_clear()

    def planned(config):
        try:
            return analyses_of(validate_config(config, SCHEMA)), ""
        except ConfigurationError as error:
            return {}, str(error)

    return planned


def test_the_table_of_this_test_is_that_of_the_figures():
    assert set(FILES) == set(FIGURES)
    assert len(SOURCES) * len(GROUPINGS) * len(FIGURES) == 9 * 7 * 24


@pytest.mark.parametrize("grouping", GROUPINGS)
@pytest.mark.parametrize("source", SOURCES)
def test_figures_are_accepted_exactly_where_their_needs_are_met(plan, source, grouping):
    for figure in FIGURES:
        experiment = experiment_of(source, [grouping], [figure])
        analyses, refusal = plan(config_of({"mine": experiment}))
        if has_figure(source, grouping, figure):
            assert analyses["mine"].figures == [figure], refusal
        elif is_possible(source, grouping):
            words = WORDS[figure]
            if figure == "label_errors" and source == "application":
                words = "'label_errors' needs predictions"
            if figure == "confusion" and source == "application":
                words = "'confusion' needs predictions"
            if grouping == "checkpoint" and figure in FIGURES_OF_EXPLANATIONS:
                words = f"{figure!r} needs groups of different inputs, so not by `checkpoint`"
            assert words in refusal
            assert "experiments.mine.figures: " in refusal
        elif grouping == "checkpoint":
            assert "groups by checkpoint need a model trained here" in refusal
        else:
            assert "needs predictions, and there are none" in refusal


@pytest.mark.parametrize("grouping", GROUPINGS)
@pytest.mark.parametrize("source", SOURCES)
def test_random_groups_go_with_all_groupings_but_checkpoints(plan, source, grouping):
    figure = "similar_groups"
    for random_groups in (False, True):
        experiment = experiment_of(source, [grouping], [figure]) | {"random_groups": random_groups}
        analyses, refusal = plan(config_of({"mine": experiment}))
        if not is_possible(source, grouping):
            assert refusal
        elif grouping == "checkpoint" and random_groups:
            assert "groups by checkpoint allow one trial" in refusal
        else:
            assert analyses["mine"].grouping.random_groups == random_groups, refusal


ONE_LAYER = ("layers", "dissimilarities")
FIRST_MAPS = ("variables", "measures")


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("source", SOURCES)
def test_layers_trials_and_conditions_decide_as_well(plan, source, figure):
    grouping = OF_ONE_GROUPING.get(figure, "class")
    if not has_figure(source, grouping, figure):
        return
    base = experiment_of(source, [grouping], [figure])
    layer = base.get("layers", ["block" if source == "tokens" else "dense"])[-1]
    changes = {
        "two layers or more; name two": ({"layers": [layer]}, figure in ONE_LAYER),
        "two `trials` or more; raise": ({"trials": 1}, figure in ("quality", "layouts")),
        "the condition `layout`; add 'layout'": ({"conditions": ["naps"]}, figure in FIRST_MAPS),
    }
    for words, (change, is_refused) in changes.items():
        analyses, refusal = plan(config_of({"mine": {**base, **change}}))
        if is_refused:
            assert f"'{figure}' needs {words}" in refusal
        else:
            assert analyses["mine"].figures == [figure], refusal


@pytest.mark.parametrize(
    ("source", "changes", "grouping", "words"),
    [
        ("mlp", {"models": {"mlp": {"checkpoints": None}}}, "checkpoint",
         "model trained here with"),
        ("h5", {"models": {"h5": {"class_names": ["joy", "anger", "fear"]}}}, "correctness",
         "the model's classes (joy, anger, fear) are not those of the labels (cat, dog, owl)"),
        ("h5", {"models": {"h5": {"class_names": ["joy", "anger", "fear"]}}}, "confusion",
         "compares labels with predictions"),
        ("h5", {"models": {"h5": {"class_names": None}}}, "correctness", "numbers without names"),
        ("h5", {"models": {"h5": {"class_names": ["joy", "anger", "fear"]}}}, "prediction", ""),
        ("keras", {"datasets": {"pictures": {"path": "bare.csv"}}}, "class", "needs labels"),
        ("onnx", {"datasets": {"pictures": {"path": "bare.csv"}}}, "confusion", "needs labels"),
        ("h5", {"datasets": {"pictures": {"path": "bare.csv"}}}, "combination", ""),
        ("file", {"experiments": {"mine": {"groups": "sise"}}}, "attribute",
         "no attribute 'sise' (did you mean 'size'?)"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_before_any_job(plan, data, source, changes, grouping, words):
    (data / "bare.csv").write_text("file,size\ncat/0.png,big\ndog/1.png,small\n")
    config = deepcopy(config_of({"mine": experiment_of(source, [grouping], ["map_grid"])}))
    for section, entries in changes.items():
        for name, settings in entries.items():
            part = config[section][name]
            part.update(settings)
            for key in [key for key, value in settings.items() if value is None]:
                del part[key]
    analyses, refusal = plan(config)
    assert words in refusal
    assert bool(refusal) == bool(words)
    assert bool(analyses) != bool(words)


def test_figures_are_made_of_those_groupings_that_have_what_they_need(plan):
    groupings = ["class", "correctness", "confusion", "attribute"]
    figures = ["map_grid", "label_errors", "confusion", "tests"]
    analyses, refusal = plan(config_of({"mine": experiment_of("h5", groupings, figures)}))
    assert not refusal
    assert {name: each.figures for name, each in analyses.items()} == {
        "mine_class": ["map_grid", "tests"],
        "mine_correctness": ["map_grid", "label_errors", "tests"],
        "mine_confusion": ["map_grid", "confusion", "tests"],
        "mine_size": ["map_grid", "tests"],
    }


# Each source, each grouping with and without random groups, and each figure, at least once.
COVERING = {
    "mlp": (["checkpoint"], ["training", "outcomes", "method_comparison", "explorer"]),
    "cnn": (
        ["class", "attribute"],
        [
            "variables", "similar_groups", "subgroups", "effects", "attributions",
            "preferred_inputs", "explorer",
        ],
    ),
    "keras": (["correctness"], ["label_errors", "map_grid", "suspicious_inputs", "explorer"]),
    "h5": (["confusion"], ["confusion", "regions", "explorer"]),
    "onnx": (["prediction"], ["outcomes", "effects", "layers", "dissimilarities", "explorer"]),
    "application": (["attribute"], ["tests", "alterations", "explorer"]),
    "file": (["combination"], ["layouts", "quality", "explorer"]),
    "folder": (
        ["class"],
        ["measures", "measure_steps", "faithfulness", "suspicious_inputs", "explorer"],
    ),
    "tokens": (["combination"], ["map_grid", "regions", "tests", "explorer"]),
}  # fmt: skip


def test_the_covering_run_has_everything():
    assert set(COVERING) == set(SOURCES)
    used = {"groupings": set(), "figures": set()}
    for groupings, figures in COVERING.values():
        used["groupings"].update(groupings)
        used["figures"].update(figures)
    assert used == {"groupings": set(GROUPINGS), "figures": set(FIGURES)}


def test_every_source_grouping_and_figure_is_made_at_least_once(data):
    experiments = {
        source: experiment_of(source, groupings, figures, ["PCA_PSO", "random"][: 1 + n % 2])
        for n, (source, (groupings, figures)) in enumerate(COVERING.items())
    }
    config = config_of(experiments) | {"names": NAMES}
    done = snakemake(data, config, "--cores", "2", "--keep-going")
    assert done.returncode == 0, done.stdout
    made = []
    for source, experiment in experiments.items():
        names = figure_files(source, source, experiment)
        assert names
        check_files(data, names)
        made += names
    check_words(data, made)
    check_pages(data, experiments)
    for path in (data / "results/logs").rglob("*.log"):
        check_log(path)
    again = snakemake(data, config, "--cores", "1")
    assert "Nothing to be done" in again.stdout
