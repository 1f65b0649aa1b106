"""Sound files of a folder and of a table, and their batches in the pieces of a network."""

import numpy as np
import pytest
from topomaps.common.files import save_arrays
from topomaps.data.batches import SoundBatches
from topomaps.data.dataset import TEST, open_dataset
from topomaps.data.sound_files import sound_dataset
from topomaps.models.sound_features import SoundFeatures

soundfile = pytest.importorskip("soundfile", reason="sounds need the package soundfile")


@pytest.fixture
def folder(tmp_path):
    """Tones of two classes: one of another rate, one stereo, one empty, one no sound."""
    for name, (rate, n, channels) in {
        "high/a.wav": (8000, 800, 1), "high/b.flac": (16000, 1600, 1),
        "low/c.ogg": (8000, 400, 2), "low/d.wav": (8000, 0, 1),
    }.items():  # fmt: skip
        (tmp_path / "tones" / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(tmp_path / "tones" / name, np.full((n, channels), 0.25), rate)
    (tmp_path / "tones" / "low" / "e.mp3").write_bytes(b"no sound")
    return tmp_path


def opened(folder, path):
    save_arrays(folder / "d.npz", **sound_dataset(path, generator=np.random.default_rng(0)))
    return open_dataset(folder / "d.npz")


def test_folders_are_classes_and_tables_name_files(folder):
    found = opened(folder, folder / "tones")
    assert found.class_names == ("high", "low")
    assert found.kind == "sound"
    (folder / "t.csv").write_text("file,voice\ntones/high/a.wav,x\nnone.wav,y\n")
    found = opened(folder, folder / "t.csv")
    assert found.account.left_out == {"is not there": ("none.wav",)}
    assert found.attributes["voice"].tolist() == ["x", "y"]


def features(**settings):
    return SoundFeatures({"rate": 8000, **settings}, (None,))


def test_batches_have_the_sounds_that_can_be_read_and_an_account_of_the_others(folder):
    data = opened(folder, folder / "tones")
    batches = SoundBatches(data, data.rows(TEST), 3, features())
    (first, two), (second, one) = batches
    assert (first.tolist(), second.tolist()) == ([0, 1], [2])
    assert (two.inputs.shape, one.inputs.shape) == ((2, 800), (1, 400))
    np.testing.assert_allclose(two.inputs[1, 100:-100], 0.25, atol=0.01)
    assert batches.report.skipped["low/d.wav"] == "has no samples"
    assert "no sound file" in batches.report.skipped["low/e.mp3"]
    assert batches.report.notes() == [
        "3 sounds are given as waveform of 8000 samples a second",
        "1 sounds of other rates are brought to 8000 samples a second",
        "1 sounds of several channels are the mean of these",
    ]
    with pytest.raises(ValueError, match=r"low/d\.wav has no samples"):
        [*SoundBatches(data, data.rows(TEST), 3, features(), "refuse")]


def test_what_is_cut_filled_up_or_in_pieces_is_counted(folder):
    data = opened(folder, folder / "tones")
    batches = SoundBatches(data, data.rows(TEST), 5, features(seconds=0.09, piece=0.06))
    ((places, found),) = batches
    assert places.tolist() == [0, 1, 2]
    assert (found.inputs.shape, found.owners.tolist()) == ((5, 480), [0, 0, 1, 1, 2])
    notes = " ".join(batches.report.notes())
    assert "2 sounds are cut off after 0.09 s" in notes
    assert "2 sounds are longer than a piece of 0.06 s" in notes
    assert "1 sounds are shorter than a piece of 0.06 s, and filled up by silence" in notes
    batches = SoundBatches(data, data.rows(TEST), 5, features(piece=0.06, shorter="repeat"))
    assert (next(iter(batches))[1].inputs[4, 400:] != 0).all()
    assert "and repeated to its length" in " ".join(batches.report.notes())
