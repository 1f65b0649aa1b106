"""Explorers and named regions in the configuration: what is refused, and who is people."""

from pathlib import Path

import pytest

from rules.configuration.expansion import analyses_of
from rules.configuration.people import is_about_people

FACES = {
    "datasets": {"faces": {"source": "fairface"}, "digits": {"source": "digits"}},
    "models": {
        "net": {"application": "VGG16"}, "mlp": {"dataset": "digits", "architecture": "mlp"},
    },
}  # fmt: skip


def config_of(experiment, **others):
    return {**FACES, "experiments": {"mine": {"figures": ["explorer"], **experiment}, **others}}


MLP, FACE = (
    {"model": "mlp"},
    {"model": "net", "dataset": "faces", "layers": ["fc2"], "groups": "race"},
)


@pytest.mark.parametrize(
    ("experiment", "is_people"),
    [
        (MLP, False),
        (FACE, True),
        ({**FACE, "explorer": {"people": False}}, False),
        ({**MLP, "explorer": {"people": True}}, True),
        ({"activations": "own.npz"}, True),  # it has the attribute `sex`
    ],
)
def test_people_are_known_by_the_dataset_by_attributes_or_by_what_is_said(
    folder, completed, experiment, is_people
):
    config = completed(config_of(experiment))
    assert is_about_people(config, config["experiments"]["mine"]) == is_people


@pytest.mark.parametrize(
    ("explorer", "words"),
    [
        ({"together": ["other"]}, "explorer.together: 'other' is not defined"),
        ({"together": ["mine"]}, "'mine' is the experiment itself"),
        ({"together": ["times"]}, "'times' is not defined"),
        ({"picture": True}, "unknown key 'picture' (did you mean 'pictures'?)"),
        ({"n_inputs": 0}, "0 is not allowed; it must be at least 1"),
    ],
)
def test_faults_of_explorers_are_named(errors_of, explorer, words):
    times = {
        "kind": "runtime", "dataset": "digits", "widths": [8], "repetitions": 1, "methods": ["PCA"],
    }  # fmt: skip
    assert words in errors_of(config_of({**MLP, "explorer": explorer}, times=times))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "the table 'mine.tsv' does not exist (looked for in"),
        ("region\tlayer\n", "mine.tsv has no column 'neuron'"),
        ("region,layer,neuron\na,hidden,1\n", "tab-separated columns region, layer, neuron"),
        ("region\tlayer\tneuron\n", "mine.tsv has no row; download a region"),
        ("region\tlayer\tneuron\na\thiden\t1\n", "'hiden' (did you mean 'hidden'?), which is none"),
        ("region\tlayer\tneuron\na\thidden\t1\na\thidden\t-1\n", "line 3: '-1' is no number of a"),
        ("region\tlayer\tneuron\na\thidden\n", "line 2: None is no number of a neuron"),
    ],
)
def test_faults_of_named_regions_are_named(folder, errors_of, text, words):
    if text is not None:
        Path("mine.tsv").write_text(text)
    errors = errors_of(config_of({**MLP, "regions": {"named": "mine.tsv"}}))
    assert "experiments.mine.regions.named: " in errors
    assert words in errors


def test_layers_with_named_regions_are_found_by_either_name(folder, completed):
    Path("mine.tsv").write_text("region\tlayer\tneuron\na\tfc\t1\n")
    config = completed(config_of({"activations": "own.npz", "regions": {"named": "mine.tsv"}}))
    assert analyses_of(config)["mine"].named == {"fc": "fc"}
