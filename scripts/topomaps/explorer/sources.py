"""The inputs of an explorer as plain values: labels, attributes, what is shown, activations."""

import base64

import numpy as np

from topomaps.activations.chunks import mean_chunks
from topomaps.common.reader_names import class_name, value_name, variable_name
from topomaps.data.kinds import SOUND, TEXT
from topomaps.explorer.pictures import picture_url
from topomaps.explorer.quantise import single_precision, whole_numbers
from topomaps.explorer.shown_texts import text_views

CHECKPOINT = "checkpoint"
LEVELS = 255  # of an activation


def source_view(source, n_total, shown, n_pictures, size):
    """Inputs as plain values.

    Parameters
    ----------
    source : topomaps.explorer.analyses.Source
    n_total : int
        Inputs there are.
    shown : list of int
        Numbers of those to show.
    n_pictures : int
        How many of these, from the first, are shown as pictures or texts; 0 for none.
    size : int
        Pixels of the longer side of a picture.

    Returns
    -------
    dict
    """
    known, texts, urls, sounds = source.known, None, None, None
    if source.shown is not None and n_pictures and source.shown.kind == TEXT:
        texts = text_views(source.shown, shown[:n_pictures])
    elif source.shown is not None and n_pictures:
        urls = [picture_url(source.shown[number], size) for number in shown[:n_pictures]]
        urls += [""] * (len(shown) - len(urls))
        if source.shown.kind == SOUND:
            sounds = [_sound_view(source.shown, number) for number in shown[:n_pictures]]
    return {
        "name": source.name,
        "model": source.model,
        "dataset": source.dataset,
        "n_inputs": n_total,
        "n_shown": len(shown),
        "inputs": whole_numbers(shown),
        "labels": _named(known.labels, known.class_names, shown),
        "predictions": _named(known.predictions, known.prediction_names, shown),
        "attributes": {
            _variable(name): [
                "" if each != each else value_name(each, str(name))
                for each in column.to_numpy()[shown]
            ]
            for name, column in known.attributes.items()
        },
        "files": None if source.files is None else [str(source.files[each]) for each in shown],
        "pictures": urls,
        "texts": texts,
        "sounds": sounds,
    }


def _sound_view(sounds, number):
    """A sound as a `data:` URL, and how much of it that is."""
    url = f"data:audio/mpeg;base64,{base64.b64encode(sounds.mp3(number)).decode()}"
    return {"url": url, "length": sounds.length(number)}


def activation_view(activations, shown):
    """Activations of shown inputs (M,) as levels between each neuron's smallest and largest.

    Parameters
    ----------
    activations : array-like, shape (n, N)
    shown : list of int

    Returns
    -------
    dict
        levels (M, N), low and step (N,), encoded: an activation is low + step · level.
    """
    values = np.concatenate([*mean_chunks(activations, np.array(shown, dtype=int))])
    low = values.min(axis=0)
    step = np.ptp(values, axis=0) / LEVELS
    levels = np.rint(np.divide(values - low, step, out=np.zeros_like(values), where=step > 0))
    return {
        "levels": whole_numbers(levels),
        "low": single_precision(low),
        "step": single_precision(step),
    }


def _named(codes, names, shown):
    """Names of classes of some inputs, "" where one is missing; None where nothing is known."""
    if codes is None:
        return None
    return [class_name(names[code]) if code >= 0 else "" for code in codes[shown].tolist()]


def _variable(name):
    """What readers are shown for an attribute; the page looks for checkpoints by this name."""
    return name if name == CHECKPOINT else variable_name(name)
