"""Names for readers are of things that there are, and no two things get the same one."""

from copy import deepcopy

import pytest

from rules.configuration.expansion import analyses_of
from rules.configuration.validate_config import ConfigurationError

CONFIG = {
    "datasets": {"digits": {"source": "digits"}},
    "models": {"cnn": {"dataset": "digits", "architecture": "cnn"}},
    "experiments": {
        "mine": {
            "model": "cnn", "layers": ["conv_1", "conv_2"], "groups": ["class", "correctness"],
            "figures": ["map_grid"],
        },
        "deep": {"model": "cnn", "layers": ["flatten"], "figures": ["map_grid"]},
    },
}  # fmt: skip


def with_names(common=None, own=None):
    config = deepcopy(CONFIG)
    if common is not None:
        config["names"] = common
    if own is not None:
        config["experiments"]["mine"]["names"] = own
    return config


def test_names_of_an_experiment_are_added_to_those_of_all(completed):
    common = {"layers": {"conv_1": "first", "flatten": "last"}, "groups": {0: "zero", "1": "one"}}
    own = {"layers": {"conv_1": "edges"}, "variables": {"class": "digit"}}
    analyses = analyses_of(completed(with_names(common, own)))
    mine, deep = (analyses[name].names_for_readers for name in ("mine_class", "deep"))
    assert mine["layers"] == {"conv_1": "edges", "conv_2": "conv_2"}
    assert mine["groups"] == deep["groups"] == {"0": "zero", "1": "one"}
    assert deep["layers"] == {"flatten": "last"}
    assert analyses["mine_class"].title == "cnn, by digit"
    assert analyses["mine_correctness"].names_for_readers["by"] == ["correctness"]


def test_names_change_nothing_that_results_are_made_from(completed):
    """What jobs of results are told is the same, whatever things are called."""
    plain = analyses_of(completed(with_names()))["mine_class"]
    own = {"layers": {"conv_1": "edges"}, "groups": {"0": "zero"}, "methods": {"sorted": "ours"}}
    called = analyses_of(completed(with_names(own=own)))["mine_class"]
    assert called.profiles == plain.profiles
    assert called.maps("conv_1") == plain.maps("conv_1")
    assert called.method_settings("sorted") == plain.method_settings("sorted")
    assert called.names_for_readers != plain.names_for_readers


@pytest.mark.parametrize(
    ("common", "own", "words"),
    [
        ({"layers": {"conv1": "first"}}, None,
         "names.layers: there is no layer 'conv1' (did you mean 'conv_1'?); there are: conv_1, "),
        (None, {"layers": {"flatten": "last"}},
         "experiments.mine.names.layers: there is no layer 'flatten'; there are: conv_1, conv_2"),
        ({"groups": {"O": "zero"}}, None, "names.groups: there is no class, value or group 'O'"),
        ({"groups": {"0 wrog": "x"}}, None, "there is no class, value or group '0 wrog'"),
        ({"groups": {"clas": {"0": "zero"}}}, None,
         "names.groups: there is no variable 'clas' (did you mean 'class'?)"),
        ({"groups": {"class": {"10": "ten"}}}, None,
         "names.groups.class: there is no value '10'"),
        ({"variables": {"klass": "digit"}}, None, "names.variables: there is no variable 'klass'"),
        ({"methods": {"UMAPPSO": "x"}}, None,
         "names.methods: 'UMAPPSO' is unknown (did you mean 'UMAP_PSO'?)"),
        ({"groups": {"0": "zero", "1": "zero"}}, None,
         "names.groups: '0' and '1' would both be called 'zero'; give them names that readers"),
        ({"groups": {"0": "1"}}, None, "names.groups: '0' and '1' would both be called '1'"),
        (None, {"layers": {"conv_1": "conv_2"}},
         "experiments.mine.names.layers: 'conv_1' and 'conv_2' would both be called 'conv_2'"),
        ({"methods": {"UMAP": "t-SNE"}}, None, "'TSNE' and 'UMAP' would both be called 't-SNE'"),
        ({"titles": {}}, None, "names: unknown key 'titles'"),
        ({"groups": {"0": ""}}, None, "names.groups.0: '' should be non-empty"),
    ],
)  # fmt: skip
def test_names_of_nothing_and_names_of_two_things_are_refused(completed, common, own, words):
    with pytest.raises(ConfigurationError) as refused:
        completed(with_names(common, own))
    assert words in str(refused.value)


@pytest.mark.parametrize("groups", [{"0 wrong": "zeros misread"}, {"0": "1", "1": "0"}])
def test_whole_groups_and_exchanged_names_are_accepted(completed, groups):
    completed(with_names({"groups": groups}))
