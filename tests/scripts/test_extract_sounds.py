"""Adapters that run networks over sounds, whose right activations are known by construction."""

import json

import numpy as np
import pytest
from extractions import content, extract, extract_in_shards, kept
from topomaps.activations.inputs import read_inputs
from topomaps.common.files import load_arrays, save_arrays
from topomaps.data.sound_files import sound_dataset
from topomaps.data.sounds import mel_power, mels

soundfile = pytest.importorskip("soundfile", reason="sounds need the package soundfile")

RATE, N_MELS = 8000, 16
N_OF_BLOCK = 256  # inputs that no shard divides
FREQUENCIES = {"high": 3000, "low": 300}
MEL = {"as": "mel", "rate": RATE, "n_mels": N_MELS}
BANDS = {"frames": kept("frames", tokens="mean"), "bands": kept("bands")}


def tone(frequency, seconds, rate=RATE):
    return 0.5 * np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)


def tones(folder, seconds=(0.5, 0.5, 0.7)):
    """A dataset of tones, a folder for each frequency, in several formats and rates."""
    for name, frequency in FREQUENCIES.items():
        (folder / "tones" / name).mkdir(parents=True, exist_ok=True)
        for number, (ending, rate) in enumerate([("wav", RATE), ("flac", 16000), ("ogg", 22050)]):
            samples = tone(frequency, seconds[number], rate)
            samples = np.stack([samples, samples], axis=1) if number == 1 else samples
            soundfile.write(folder / "tones" / name / f"{number}.{ending}", samples, rate)
    arrays = sound_dataset(folder / "tones", generator=np.random.default_rng(0))
    save_arrays(folder / "d.npz", **arrays)
    return folder / "d.npz"


def band_of(frequency):
    """The triangle whose top is next to a frequency."""
    return round(mels(frequency, "htk") / mels(RATE / 2, "htk") * (N_MELS + 1) - 1)


@pytest.fixture
def energies(tmp_path):
    """An ONNX model of any number of frames: its layers are these, and their mean."""
    onnx = pytest.importorskip("onnx")
    from onnx_probes import model, node

    nodes = [node("Relu", "x", "frames"), node("ReduceMean", "frames", "bands", axes=[1],
             keepdims=0)]  # fmt: skip
    shapes = [("x", ["n", "frames_", N_MELS])], [("bands", ["n", N_MELS])]
    onnx.save(model(nodes, *shapes), tmp_path / "energies.onnx")
    return tmp_path / "energies.onnx"


def settings(**sounds):
    model = {"batch_size": 4, "layer_channels": {"frames": "last"}, "sounds": {**MEL, **sounds}}
    return {"model": model, "class_names": None}


def test_the_band_of_a_tone_has_its_energy(tmp_path, energies):
    folder = extract(tones(tmp_path), energies, tmp_path / "a", BANDS, **settings())
    for file in ("frames.npy", "bands.npy"):
        found = np.load(folder / file)
        assert found.argmax(axis=1).tolist() == [band_of(3000)] * 3 + [band_of(300)] * 3
    np.testing.assert_allclose(
        found[0], mel_power(tone(3000, 0.5), RATE, N_MELS).mean(axis=0), rtol=1e-3, atol=1e-5
    )
    np.testing.assert_allclose(found, np.load(folder / "frames.npy"), rtol=1e-5)
    notes = " ".join(json.loads(str(load_arrays(folder / "inputs.npz")["account"]))["notes"])
    assert "6 sounds are given as mel of 8000 samples a second, 16 mels" in notes
    assert "4 sounds of other rates" in notes
    assert "2 sounds of several channels" in notes
    assert read_inputs(folder).class_names == ("high", "low")


def test_neither_pieces_nor_silence_change_the_mean_of_a_steady_tone(tmp_path, energies):
    data = tones(tmp_path, (0.3, 0.5, 1.3))
    whole = extract(data, energies, tmp_path / "a", BANDS, **settings())
    pieces = extract(data, energies, tmp_path / "b", BANDS, **settings(piece=0.5))
    expected, found = (np.load(each / "frames.npy") for each in (whole, pieces))
    # frames at the end of a sound that is filled up have a part of it
    np.testing.assert_allclose(found.max(axis=1), expected.max(axis=1), rtol=0.06)
    units = np.load(pieces / "bands.npy").max(axis=1) / expected.max(axis=1)
    assert units[0] == pytest.approx(0.6, abs=0.03)  # means inside of the network count silence


def test_shards_give_the_bytes_of_one_job(tmp_path, energies):
    data = tones(tmp_path)
    for number in range(N_OF_BLOCK):
        samples = tone(10 * number, 0.05 if number % 3 else 0.11)
        soundfile.write(tmp_path / "tones" / "low" / f"n{number}.wav", samples, RATE)
    arrays = sound_dataset(tmp_path / "tones", generator=np.random.default_rng(0))
    save_arrays(data, **arrays)
    same = settings(piece=0.05)
    whole = extract(data, energies, tmp_path / "a", BANDS, **same)
    joined = extract_in_shards(2, data, energies, tmp_path / "b", BANDS, **same)
    assert content(whole) == content(joined)


def test_keras_takes_waveforms_of_a_fixed_length_in_pieces(tmp_path):
    keras = pytest.importorskip("keras")
    steps = np.arange(80) / RATE
    waves = np.array([[np.cos(2 * np.pi * f * steps), np.sin(2 * np.pi * f * steps)]
                      for f in (300, 3000)]).reshape(4, 80)  # fmt: skip
    inputs = keras.Input((1600, 1))
    layer = keras.layers.Conv1D(4, 80, strides=80, use_bias=False, name="waves")
    found = layer(inputs)
    model = keras.Model(inputs, keras.layers.Multiply(name="power")([found, found]))
    layer.set_weights([waves.T[:, None, :]])
    model.save(tmp_path / "m.keras")
    power = {"power": kept("power", tokens="mean")}
    given = {"batch_size": 4, "sounds": {"rate": RATE}}
    folder = extract(tones(tmp_path), tmp_path / "m.keras", tmp_path / "a", power,
                     model=given, class_names=None)  # fmt: skip
    found = np.load(folder / "power.npy")
    found = found.reshape(6, 2, 2).sum(axis=2)  # sine and cosine: the power of a frequency
    assert found.argmax(axis=1).tolist() == [1, 1, 1, 0, 0, 0]
    np.testing.assert_allclose(found[[0, 3], [1, 0]], (0.5 * 40) ** 2, rtol=0.01)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sounds": {"rate": RATE}}, "which is not that of a waveform"),
        ({"sounds": {**MEL, "n_mels": 20}}, "20 mels; change `n_mels`"),
        ({}, "rate: say how many samples in a second"),
    ],
)
def test_what_a_model_cannot_take_is_refused(tmp_path, energies, changes, said):
    with pytest.raises(ValueError, match=said):
        extract(tones(tmp_path), energies, tmp_path / "a", BANDS,
                model={"batch_size": 4, **changes}, class_names=None)  # fmt: skip


def test_an_extractor_of_a_folder_decides_and_what_it_fills_up_does_not_count(tmp_path):
    transformers, torch = pytest.importorskip("transformers"), pytest.importorskip("torch")
    torch.manual_seed(0)
    sizes = dict.fromkeys(["d_model", "encoder_ffn_dim", "decoder_ffn_dim"], 16)
    sizes |= {"encoder_layers": 2, "decoder_layers": 1}
    sizes |= dict.fromkeys(["encoder_attention_heads", "decoder_attention_heads"], 2)
    config = transformers.WhisperConfig(
        vocab_size=20, num_mel_bins=8, max_source_positions=50, pad_token_id=0, bos_token_id=1,
        eos_token_id=2, decoder_start_token_id=1, begin_suppress_tokens=None, **sizes,
    )  # fmt: skip
    model = transformers.WhisperModel(config).eval()
    model.save_pretrained(tmp_path / "hf")
    extractor = transformers.WhisperFeatureExtractor(feature_size=8, chunk_length=1)
    extractor.save_pretrained(tmp_path / "hf")
    layers = {"layer_1": kept("layer_1", tokens="mean")}
    folder = extract(tones(tmp_path), tmp_path / "hf", tmp_path / "a", layers,
                     model={"batch_size": 2}, class_names=None)  # fmt: skip
    wave = soundfile.read(tmp_path / "tones" / "low" / "1.flac")[0][:, 0]  # at the model's rate
    given = extractor(wave, sampling_rate=16000, return_tensors="pt").input_features
    with torch.no_grad():
        hidden = model.encoder(given, output_hidden_states=True).hidden_states[1][0]
    expected = hidden[:25].mean(dim=0).numpy()  # 0.5 s of 1 s
    np.testing.assert_allclose(np.load(folder / "layer_1.npy")[4], expected, atol=1e-5)
