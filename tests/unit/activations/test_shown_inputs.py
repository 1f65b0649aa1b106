"""What is shown of the sounds of a dataset, and to whom."""

import numpy as np
import pytest
from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.common.files import save_arrays
from topomaps.data.sound_files import sound_dataset

soundfile = pytest.importorskip("soundfile", reason="sounds need the package soundfile")


@pytest.fixture
def files(tmp_path):
    """An extraction of two tones of 3 and 7 seconds, the first by number the longer one."""
    (tmp_path / "tones").mkdir()
    for name, seconds in (("a", 3), ("b", 7)):
        samples = np.sin(2 * np.pi * 500 * np.arange(seconds * 8000) / 8000)
        soundfile.write(tmp_path / "tones" / f"{name}.wav", 0.5 * samples, 8000)
    arrays = sound_dataset(tmp_path / "tones", generator=np.random.default_rng(0))
    save_arrays(tmp_path / "d.npz", **arrays)
    save_arrays(tmp_path / "of" / "inputs.npz", rows=np.array([1, 0]))
    return tmp_path / "of", tmp_path / "d.npz"


def test_sounds_are_seen_by_their_number_among_the_activations(files):
    shown = open_shown_inputs(*files)
    assert (shown.kind, shown.name(0), shown.name(1)) == ("sound", "b.wav", "a.wav")
    assert (shown.length(0), shown.length(1)) == ("first 5.0 s", "3.0 s")
    assert shown[1].shape == (48, 96)
    assert shown.mp3(1)[:3] == b"ID3" or shown.mp3(1)[0] == 0xFF
    assert len(shown.mp3(0)) < 30000


def test_sounds_are_kept_from_those_who_may_not_see_them(files):
    assert open_shown_inputs(*files, with_texts=False) is None
