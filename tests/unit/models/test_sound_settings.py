import pytest
from topomaps.models.sound_settings import sound_errors, sound_layout

MEL = {"as": "log_mel", "rate": 16000, "n_mels": 40}


@pytest.mark.parametrize(
    ("settings", "shape", "layout"),
    [
        ({}, (None,), (None, 1, None)),
        ({}, (1, 400), (400, 2, 1)),
        ({}, (400, 1), (400, 1, 2)),
        (MEL, (160, 40), (160, 1, None)),
        (MEL, (None, 40), (None, 1, None)),
        (MEL, (40, None), (None, 2, None)),
        (MEL, (1, 40, None), (None, 2, 3)),
        (MEL, (None, 40, 1), (None, 1, 3)),
        ({**MEL, "mels": "first"}, (40, 40), (40, 2, None)),
        ({**MEL, "mels": "last"}, (None, None), (None, 1, None)),
    ],
)
def test_the_shape_of_the_input_tells_where_the_time_is(settings, shape, layout):
    assert tuple(sound_layout(settings, shape)) == layout


@pytest.mark.parametrize(
    ("settings", "shape", "said"),
    [
        ({}, (3, 400), "a waveform"),
        ({}, (224, 224, 3), "a waveform"),
        (MEL, (None,), "`as: waveform` may"),
        (MEL, (64, 80), "40 mels; change `n_mels`"),
        (MEL, (None, 80), "40 mels; change `n_mels`"),
        (MEL, (2, 40, 160), "with or without a 1"),
        (MEL, (40, 40), "`mels: first` or `mels: last`"),
        ({**MEL, "mels": "first"}, (160, 40), "40 mels"),
    ],
)
def test_inputs_that_hold_no_such_sounds_are_refused(settings, shape, said):
    with pytest.raises(ValueError, match=said):
        sound_layout(settings, shape)
    assert said in sound_errors({"rate": 8000, **settings}, shape)[0]


@pytest.mark.parametrize(
    ("settings", "given", "said"),
    [
        (None, {}, "rate: say how many samples"),
        ({"rate": 8000, "hop": 0.01}, {}, "hop: is of spectrograms"),
        ({"rate": 8000, "as": "mel"}, {}, "n_mels: say how many"),
        ({"rate": 8000, "piece": 1}, {"input_shape": (8000,)}, "piece: the model's file says"),
        ({"rate": 8000}, {"has_extractor": True}, "rate: the model's own extractor says it"),
    ],
)
def test_each_fault_is_said_by_its_key(settings, given, said):
    assert sound_errors(settings, **given)[0].startswith(said)


def test_an_extractor_leaves_two_keys():
    assert sound_errors({"seconds": 5, "piece": 1}, has_extractor=True) == []
    assert sound_errors(None, has_extractor=True) == []
