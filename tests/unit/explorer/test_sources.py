import base64

import numpy as np
import pandas as pd
import pytest
from topomaps.activations.inputs import InputTable
from topomaps.activations.shown_inputs import ShownSounds
from topomaps.data.sounds import Waveform
from topomaps.explorer.analyses import Source
from topomaps.explorer.sources import source_view


def test_sounds_are_seen_as_pictures_and_heard():
    pytest.importorskip("soundfile", reason="sounds need the package soundfile")
    tone = np.sin(np.arange(16000) / 3).astype(np.float32)
    waves = [Waveform(tone, 16000, 1, 16000, is_cut) for is_cut in (False, True, False)]
    shown = ShownSounds(waves.__getitem__, lambda index: f"{index}.wav")
    known = InputTable(None, None, (), (), pd.DataFrame(index=range(3)))
    found = source_view(Source("s", "m", "d", known, None, shown), 3, [2, 1, 0], 2, 64)
    assert [each[:5] for each in found["pictures"]] == ["data:", "data:", ""]
    assert [each["length"] for each in found["sounds"]] == ["1.0 s", "first 1.0 s"]
    head, content = found["sounds"][0]["url"].split(",")
    assert head == "data:audio/mpeg;base64"
    assert base64.b64decode(content) == shown.mp3(2)
