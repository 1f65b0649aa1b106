"""Texts as a dataset: what is checked before any job, and what follows for jobs."""

from pathlib import Path

import pytest

from rules.configuration.datasets import datasets_of
from rules.configuration.expansion import analyses_of
from rules.configuration.models import models_of
from rules.configuration.user_files import images_digest


@pytest.fixture
def config(folder):
    """Sentences, and a model of token numbers with a tokenizer."""
    import keras

    layers = [keras.Input((None,), dtype="int32"), keras.layers.Embedding(9, 4, name="embedding")]
    keras.Sequential(layers).save("my.keras")
    Path("tok").mkdir()
    Path("tok/tokenizer.json").write_text("{}")
    Path("t.csv").write_text("sentence,gender,job\nShe is a nurse.,woman,nurse\nHe.,man,pilot\n")
    experiment = {
        "model": "m", "dataset": "d", "layers": ["embedding"], "tokens": "mean",
        "groups": ["gender", "job"], "figures": ["map_grid", "regions"],
    }  # fmt: skip
    return {
        "datasets": {"d": {"source": "texts", "path": "t.csv"}},
        "models": {"m": {"path": "my.keras", "tokenizer": "tok", "max_tokens": 20}},
        "experiments": {"x": experiment},
    }


def test_what_is_known_of_texts_is_read_from_the_table(config, completed, kept_layers):
    full = completed(config)
    analyses = analyses_of(full)
    assert analyses["x_gender"].source.path == "results/activations/m/d"
    assert analyses["x_gender"].grouping.blocks == []
    kept = kept_layers(full, "activations", "m", "d")["embedding"]
    assert (kept["tokens"], kept["shows_tokens"]) == ("mean", True)
    model = models_of(full)["m"]
    assert model.reading == {"batch_size": 32, "tokenizer": "tok", "max_tokens": 20}
    assert model.files == ["my.keras", "tok"]
    assert "test_share" in datasets_of(full)["d"].preparation


def test_each_token_is_an_input_of_a_pass_of_its_own(config, completed, kept_layers):
    config["experiments"]["y"] = {
        **config["experiments"]["x"], "tokens": "each", "groups": ["token", "job"],
    }  # fmt: skip
    full = completed(config)
    analyses = analyses_of(full)
    assert analyses["y_token"].source.path == "results/tokens/m/d"
    assert analyses["y_token"].grouping.blocks == ["text_number"]
    assert [analyses[name].source.called for name in ("x_job", "y_job")] == ["d", "tokens of d"]
    assert kept_layers(full, "tokens", "m", "d")["embedding"]["tokens"] == "each"
    assert kept_layers(full, "activations", "m", "d")["embedding"]["tokens"] == "mean"


@pytest.mark.parametrize(
    ("section", "changes", "said"),
    [
        ("d", {"text": "words"}, "datasets.d.text: there is no attribute or column 'words'"),
        ("d", {"image_size": [8, 8]}, "texts have neither images nor numbers"),
        ("m", {"tokenizer": "none"}, "there is no tokenizer in 'none', which the texts 'd' need"),
        ("x", {"groups": "token"}, "no attribute 'token'"),
        ("x", {"tokens": "each", "groups": "prediction"}, "the inputs are tokens, not texts"),
    ],
)
def test_what_does_not_fit_texts_is_refused(config, errors_of, section, changes, said):
    for part in ("datasets", "models", "experiments"):
        config[part].get(section, {}).update(changes)
    assert said in errors_of(config)


def test_each_is_for_texts_that_a_model_sees_here(config, errors_of):
    config["experiments"] = {
        "y": {"activations": "own.npz", "tokens": "each", "figures": ["map_grid"]}
    }
    assert "give each token a row of its own" in errors_of(config)


def test_each_token_is_not_for_shards(config, completed, errors_of):
    config["datasets"]["d"]["shards"] = 2
    completed(config)
    config["experiments"]["x"] |= {"tokens": "each", "groups": "token"}
    said = "experiments.x.tokens: 'each' is not for a dataset with `shards`; leave them out of 'd'"
    assert errors_of(config).splitlines()[1:] == [f"  - {said}"]


def test_names_of_tokens_are_none_of_attributes(config, errors_of):
    Path("t.csv").write_text("text,position\nShe.,1\nHe.,2\n")
    config["experiments"]["x"] |= {"tokens": "each", "groups": "position"}
    assert "'position' is what each token is called by" in errors_of(config)


def test_texts_for_a_network_of_images_are_refused(config, errors_of):
    config["models"]["m"] = {"application": "VGG16"}
    assert "'d' are texts, and the model 'm' takes none" in errors_of(config)


def test_a_new_file_in_a_folder_of_texts_is_noticed(config):
    Path("all/good").mkdir(parents=True)
    Path("all/good/a.txt").write_text("a")
    config["datasets"]["d"]["path"] = "all"
    before = images_digest(config["datasets"]["d"])
    Path("all/good/b.txt").write_text("b")
    assert images_digest(config["datasets"]["d"]) != before


@pytest.mark.parametrize(
    ("constants", "said"),
    [
        ({}, "'two.keras' has 2 inputs (tokens, state), but a dataset gives one"),
        ({"stat": 0}, "constant_inputs: 'two.keras' has no input 'stat'; it has: tokens, state"),
    ],
)
def test_inputs_that_nothing_gives_are_named_before_any_job(
    config, completed, errors_of, constants, said
):
    import keras

    tokens, state = keras.Input((None,), name="tokens"), keras.Input((None,), name="state")
    found = keras.layers.Embedding(9, 4, name="embedding")(keras.layers.Add()([tokens, state]))
    keras.Model([tokens, state], found).save("two.keras")
    config["models"]["m"]["path"] = "two.keras"
    if constants:
        config["models"]["m"]["constant_inputs"] = constants
    assert said in errors_of(config)
    config["models"]["m"]["constant_inputs"] = {"state": 0}
    completed(config)


@pytest.mark.parametrize(("device", "n"), [(None, 0), ("cpu", 0), ("gpu", 1), ("cuda:1", 1)])
def test_a_model_on_a_gpu_asks_for_one(config, completed, device, n):
    if device:
        config["models"]["m"]["device"] = device
    assert models_of(completed(config))["m"].gpus == n
