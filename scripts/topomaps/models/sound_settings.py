"""How a network takes sounds: its settings and their errors; imports the standard library only."""

from typing import NamedTuple

EXTRACTOR = "preprocessor_config.json"  # file of the extractor of a Hugging Face folder
WAVEFORM, MEL, LOG_MEL = "waveform", "mel", "log_mel"
SECONDS = 30.0  # ASSUME: what is longer is cut off; the memory of attention is quadratic
OF_MEL = ("n_mels", "window", "hop", "mel_scale", "centred", "mels")
OF_EXTRACTORS = ("seconds", "piece")  # beside which a model's own extractor decides


class SoundLayout(NamedTuple):
    """How sounds lie in the input of a network.

    Attributes
    ----------
    length : int or None
        Samples of a waveform, or frames of a spectrogram; None where any number will do.
    axis : int
        Dimension of these in an input, the batch counted as the first, before channels that
        images have are moved.
    channel : int or None
        Dimension of length 1 beside them, likewise.
    """

    length: int | None
    axis: int
    channel: int | None


def sound_layout(settings, input_shape):
    """Layout of sounds in an input.

    Parameters
    ----------
    settings : dict
        Of the model's key `sounds`: `as`, and of spectrograms `n_mels` and `mels`.
    input_shape : tuple
        Of one input as the model takes it, None in it where free.

    Raises
    ------
    ValueError
        If the input cannot hold such sounds, or does not tell where its frames lie.
    """
    shape, kind = tuple(input_shape), settings.get("as", WAVEFORM)
    if kind == WAVEFORM:
        return _of_waveform(shape)
    channel = None
    if len(shape) == 3:
        channel = next((place for place in (0, 2) if shape[place] == 1), None)
        if channel is None:
            raise ValueError(_unfit(shape, "a spectrogram, (frames, mels), with or without a 1"))
    inner = tuple(size for place, size in enumerate(shape) if place != channel)
    if len(inner) != 2:
        raise ValueError(_unfit(shape, "a spectrogram, (frames, mels); `as: waveform` may"))
    place = _place_of_mels(inner, settings)
    # Images are given with their channels last, and the network moves these.
    return SoundLayout(inner[1 - place], 2 - place, None if channel is None else 3)


def _of_waveform(shape):
    if len(shape) == 1:
        return SoundLayout(shape[0], 1, None)
    if len(shape) == 2 and 1 in shape:
        channel = shape.index(1)
        return SoundLayout(shape[1 - channel], 2 - channel, channel + 1)
    raise ValueError(_unfit(shape, "a waveform, (samples,), (1, samples) or (samples, 1)"))


def _place_of_mels(inner, settings):
    """Place of the mels, 0 or 1, in the shape of a spectrogram."""
    n_mels, said = settings["n_mels"], settings.get("mels")
    fits = [size in (None, n_mels) for size in inner]
    if said is not None:
        fits = [fit and place == ("first", "last").index(said) for place, fit in enumerate(fits)]
    elif inner.count(None) == 1:  # the one that is said is that of the mels
        fits = [size == n_mels for size in inner]
    if not any(fits):
        raise ValueError(_unfit(inner, f"{n_mels} mels; change `n_mels`"))
    if all(fits):
        raise ValueError(
            f"its inputs of the shape {_text(inner)} do not tell whether mels or frames come "
            "first; say `mels: first` or `mels: last`"
        )
    return fits.index(True)


def _unfit(shape, wanted):
    return f"its inputs have the shape {_text(shape)}, which is not that of {wanted}"


def _text(shape):
    return str(tuple(shape)).replace("None", "any")


def sound_errors(settings, input_shape=None, *, has_extractor=False):
    """Sentences on what is wrong with the settings of sounds of a model.

    Parameters
    ----------
    settings : dict or None
        Of the model's key `sounds`; None where it is left out.
    input_shape : tuple, optional
        Of the model, where it is known.
    has_extractor : bool
        Whether the model brings along an extractor of its own, which then decides.

    Returns
    -------
    list of str
    """
    given = settings or {}
    if has_extractor:
        return [f"{key}: the model's own extractor says it; leave it out"
                for key in given if key not in OF_EXTRACTORS]  # fmt: skip
    if "rate" not in given:
        return ["rate: say how many samples in a second the model expects, as {rate: 16000}"]
    is_wave = given.get("as", WAVEFORM) == WAVEFORM
    errors = [f"{key}: is of spectrograms; leave it out, or say `as: log_mel`"
              for key in given if is_wave and key in OF_MEL]  # fmt: skip
    if not is_wave and "n_mels" not in given:
        errors.append("n_mels: say how many mels the model expects, as {n_mels: 80}")
    if errors or input_shape is None:
        return errors
    try:
        layout = sound_layout(given, input_shape)
    except ValueError as error:
        return [str(error)]
    if layout.length is not None and "piece" in given:
        return ["piece: the model's file says how long its inputs are; leave it out"]
    return []
