"""An analysis knows the paths of its results and what its jobs are told, without Snakemake."""

from dataclasses import replace

import numpy as np
import pytest

from rules.configuration.analysis import Analysis
from rules.configuration.datasets import Dataset
from rules.configuration.expansion import analyses_of, experiments_of
from rules.configuration.groupings import Grouping
from rules.configuration.source import Source

DIGITS = Dataset("digits", {"source": "digits", "shards": 1}, is_trained_on=True)
NAMES = {"layers": {"a/b": "first"}, "groups": {}, "variables": {}, "methods": {}}
COMMON = {
    "seed": 7, "trials_per_job": 50, "maps": {}, "scores": {}, "components": {}, "names": NAMES,
}  # fmt: skip
LAYOUTS = {
    "feature_maps": "values", "stacked_examples": 9, "balanced_correct_only": True, "n_steps": 5,
    "graph_quantile": 0.1, "smoothness": 0.75, "distances": False, "attraction": "equation",
    "random_swarm": True,
}  # fmt: skip


@pytest.fixture
def analysis():
    """Of two layers of a network of our own."""
    source = Source("results/activations/mlp/digits", "mlp", "mlp", DIGITS)
    return Analysis(
        name="mine_class", experiment="mine", layers={"a-b": "a/b", "fc": "fc"},
        grouping=Grouping(["class"]), layouts=LAYOUTS, common=COMMON, source=source,
        groups_of="first",
    )  # fmt: skip


def of_user(analysis):
    axes = {"tokens": "last"}
    return replace(analysis, source=Source("own.npz", axes=axes, missing=["?"]))


def test_results_lie_below_the_name_of_the_analysis(analysis):
    assert analysis.naps("fc") == "results/naps/mine_class/fc/layout/0-0.npz"
    assert analysis.first_layout("fc", "PCA") == "results/layouts/mine_class/fc/layout/PCA/0-0.npz"
    assert analysis.maps("fc", "PCA") == "results/maps/mine_class/fc/PCA.npz"
    assert analysis.maps_of_layers() == [
        "results/maps/mine_class/a-b/sorted.npz", "results/maps/mine_class/fc/sorted.npz",
    ]  # fmt: skip
    assert analysis.groups == "results/groups/first.npz"
    assert analysis.outcomes == "results/tables/first/outcomes.tsv"


def test_all_trials_of_the_condition_layout_share_the_first_draw(analysis):
    assert analysis.naps("fc", "layout", 50, 99).endswith("fc/layout/0-0.npz")
    assert analysis.naps("fc", "naps", 50, 99).endswith("fc/naps/50-99.npz")


@pytest.mark.parametrize(
    ("trials", "blocks"),
    [
        (100, [(0, 49), (50, 99)]),
        (120, [(0, 49), (50, 99), (100, 149)]),
        (5, [(0, 4)]),
    ],
)
def test_blocks_are_full_and_stay_when_trials_are_added(analysis, trials, blocks):
    assert replace(analysis, trials=trials).blocks == blocks


def test_layers_of_others_have_the_naps_of_these(analysis):
    joint = Analysis(
        name="both", experiment="both", layers={"M-fc": "M-fc"}, grouping=analysis.grouping,
        layouts=LAYOUTS, common=COMMON, joined={"M-fc": (analysis, "fc")}, is_shared=True,
    )  # fmt: skip
    assert joint.naps("M-fc") == analysis.naps("fc")
    assert joint.maps("M-fc") == "results/maps/both/M-fc/sorted.npz"
    assert joint.owner("M-fc") == (analysis, "fc")
    assert joint.title == "both, by class"
    assert joint.layer_title("M-fc") == "M: fc"
    assert not joint.is_scored


@pytest.mark.parametrize(
    ("figures", "predicates"),
    [
        (["map_grid"], set()),
        (["quality"], {"has_errors", "is_scored"}),
        (["measures"], {"has_errors", "has_components", "is_scored"}),
        (["variables"], {"has_components", "is_scored"}),
        (["faithfulness"], {"has_faithfulness", "is_scored"}),
        (["layouts"], {"has_errors", "has_components", "has_faithfulness", "is_scored"}),
    ],
)
def test_figures_decide_what_is_scored(analysis, figures, predicates):
    scored = replace(analysis, figures=figures)
    names = ("has_errors", "has_components", "has_faithfulness", "is_scored")
    assert {name for name in names if getattr(scored, name)} == predicates
    files = scored.block_scores()
    assert any("/scores/" in file for file in files) == bool(
        predicates - {"has_faithfulness"} - {"is_scored"}
    )
    assert any("/faithfulness/" in file for file in files) == scored.has_faithfulness


def test_a_comparison_alone_has_scores_made(analysis):
    assert replace(analysis, is_compared=True).block_scores() == [
        f"results/scores/mine_class/{layer}/layout/sorted/0-0.tsv.gz" for layer in ("a-b", "fc")
    ]


def test_a_source_says_how_it_is_read(analysis):
    assert analysis.source.settings == {"path": "results/activations/mlp/digits"}
    assert analysis.source.seen == "digits"
    assert analysis.stored("a-b") == "a-b"
    user = of_user(analysis)
    assert user.source.settings == {"path": "own.npz", "tokens": "last"}
    assert user.source.seen == "own.npz"
    assert user.stored_layers == ["a/b", "fc"]
    assert user.title == "mine, by class"


def test_an_extraction_is_one_file_to_watch_and_a_user_has_one_for_each_layer(
    analysis, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert analysis.activation_files("fc") == ["results/activations/mlp/digits"]
    np.savez("own.npz", **{"activations/fc": np.zeros((2, 3)), "activations/a/b": np.zeros((2, 3))})
    assert "own.npz" in of_user(analysis).activation_files("fc")


def test_labels_of_training_inputs_are_judged_on_folds(analysis):
    assert analysis.judged is analysis.source
    assert analysis.is_judged
    train = replace(analysis, suspects="train", trained_on=DIGITS)
    assert train.judged.path == "results/folds/mlp/digits"
    assert train.judged.dataset is DIGITS
    assert not train.is_judged
    assert replace(train, has_folds=True).is_judged


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        (["class"], {"by": ["class"], "min_size": 0}),
        (["correctness"], {"by": ["class"], "min_size": 0}),
        (["sex"], {"by": ["sex"]}),
    ],
)
def test_a_class_may_have_lost_all_labels(by, labels):
    assert Grouping(by).labels == labels
    assert Grouping(["sex"], only=["f"], min_size=3).labels == {
        "by": ["sex"], "only": ["f"], "min_size": 3,
    }  # fmt: skip
    assert Grouping(["prediction", "sex"], min_size=3).labels == {"by": ["sex"]}


def test_what_naps_depend_on_follows_the_features(analysis):
    assert analysis.how == {"pool_maps": False, "weighted": False}
    balanced = replace(analysis, features="balanced").how
    assert balanced == {**analysis.how, "stacked_examples": 9, "correct_only": True}
    assert replace(analysis, features="random").how["correct_only"] is False
    means = replace(analysis, layouts={**LAYOUTS, "feature_maps": "means"})
    assert means.how["pool_maps"] is True


def test_draws_are_seeded_by_names(analysis):
    names = {"seed": 7, "experiment": "mine_class", "inputs_of": "digits", "condition": "naps"}
    assert analysis.names("naps") == names
    assert analysis.profile("fc")["names"] == {**names, "condition": "layout"}


def test_a_method_is_told_its_own_settings_and_those_of_its_base(analysis):
    assert analysis.method_settings("graph_PSO") == {"graph_quantile": 0.1, "n_steps": 5}
    assert analysis.method_settings("sorted") == {"smoothness": 0.75}


def test_analyses_of_the_same_groups_share_these_whatever_their_titles(completed):
    config = completed(
        {
            "datasets": {"digits": {"source": "digits"}},
            "models": {"mlp": {"dataset": "digits", "architecture": "mlp"}},
            "experiments": {
                "a": {"model": "mlp", "figures": ["map_grid"]},
                "b": {"model": "mlp", "title": "B", "figures": ["tests"], "trials": 3},
                "c": {"model": "mlp", "figures": ["tests"], "min_size": 2},
            },
        }
    )
    analyses = analyses_of(config)
    assert {name: each.groups_of for name, each in analyses.items()} == {
        "a": "a", "b": "a", "c": "c",
    }  # fmt: skip
    experiments = experiments_of(config, analyses)
    assert experiments["b"].analyses == (analyses["b"],)
    assert experiments["b"].first.trials == 3
