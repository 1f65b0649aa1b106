"""Sounds as a dataset: what is checked before any job, and what follows for jobs."""

from pathlib import Path

import pytest

from rules.configuration.expansion import analyses_of
from rules.configuration.inputs_account import account_of_inputs
from rules.configuration.models import models_of


@pytest.fixture
def config(folder):
    """Voices listed by a table, and a model of spectrograms of 40 mels."""
    import keras

    layers = [keras.Input((None, 40)), keras.layers.LSTM(8, name="lstm")]
    keras.Sequential(layers).save("my.keras")
    Path("t.csv").write_text("file,sex,job\na.wav,woman,nurse\nb.wav,man,pilot\n")
    experiment = {
        "model": "m", "dataset": "d", "layers": ["lstm"], "groups": ["sex", "job"],
        "figures": ["map_grid", "regions"],
    }  # fmt: skip
    sounds = {"as": "log_mel", "rate": 16000, "n_mels": 40}
    return {
        "datasets": {"d": {"source": "sounds", "path": "t.csv"}},
        "models": {"m": {"path": "my.keras", "sounds": sounds}},
        "experiments": {"x": experiment},
    }


def test_the_pass_knows_how_sounds_are_given(config, completed):
    full = completed(config)
    assert models_of(full)["m"].reading["sounds"] == config["models"]["m"]["sounds"]
    assert {*analyses_of(full)} == {"x_sex", "x_job"}


def test_sounds_of_people_are_shown_only_if_asked_for(config, completed):
    assert not analyses_of(completed(config))["x_sex"].with_pictures
    config["experiments"]["x"]["explorer"] = {"pictures": True}
    assert analyses_of(completed(config))["x_sex"].with_pictures


@pytest.mark.parametrize(
    ("section", "changes", "said"),
    [
        ("m", {"sounds": None}, "models.m.sounds: 'd' are sounds; say how the model takes them"),
        ("m", {"sounds": {"as": "mel", "rate": 8000}}, "models.m.sounds: n_mels: say how many"),
        ("m", {"sounds": {"rate": 8000}}, "models.m.sounds: its inputs have the shape (any, 40)"),
        ("m", {"preprocessing": {"size": [8, 8]}}, "models.m.preprocessing.size: is of images"),
        ("m", {"path": None, "sounds": None, "application": "VGG16"}, "'m' takes none"),
        ("d", {"image_size": [8, 8]}, "sounds have neither images nor numbers nor texts"),
        ("x", {"features": "saliency"}, "sounds, which come in pieces"),
        ("x", {"tokens": "each"}, "'each' is for texts, and 'd' are sounds"),
    ],
)
def test_what_does_not_fit_sounds_is_refused(config, errors_of, section, changes, said):
    for part in ("datasets", "models", "experiments"):
        if section in config[part]:
            changed = config[part][section] | changes
            config[part][section] = {k: v for k, v in changed.items() if v is not None}
    assert said in errors_of(config)


def test_the_shape_of_a_constant_input_is_not_that_of_sounds(config, completed, errors_of):
    import keras

    state, sound = keras.Input((128,), name="state"), keras.Input((400, 1), name="sound")
    found = keras.layers.LSTM(128, name="lstm")(sound)
    model = keras.Model([state, sound], keras.layers.Add()([found, state]))
    model.save("two.keras")
    config["models"]["m"] = {"path": "two.keras", "sounds": {"rate": 8000, "piece": 1}}
    assert "'two.keras' has 2 inputs (state, sound)" in errors_of(config)
    config["models"]["m"]["constant_inputs"] = {"state": 0}
    completed(config)


def test_a_model_with_an_extractor_needs_no_key(config, errors_of):
    Path("hf").mkdir()
    Path("hf/config.json").write_text('{"model_type": "wav2vec2"}')
    Path("hf/model.safetensors").write_bytes(b"")
    Path("hf/preprocessor_config.json").write_text('{"sampling_rate": 16000}')
    config["models"]["m"] = {"path": "hf", "sounds": {"rate": 8000}}
    assert "models.m.sounds: rate: the model's own extractor says it" in errors_of(config)


def test_what_all_models_made_of_the_same_sounds_is_said(tmp_path):
    head = "what\treason\tn\tnames\ninputs\t\t2\t\nin groups\t\t2\t\n"
    for name, how in {"a": "by mel", "b": "as they are", "c": "by mel"}.items():
        (tmp_path / f"{name}.tsv").write_text(f"{head}note\t2 sounds {how}\t0\t\n")
    tables = {name: ("voices", tmp_path / f"{name}.tsv") for name in "abc"}
    lines = account_of_inputs(tables).split("\n")[2:]
    assert [each.strip() for each in lines] == ["2 sounds by mel", "2 sounds as they are"]
