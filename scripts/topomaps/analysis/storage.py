"""An analysis in one file: activations that the workflow reads, and beside them what was fitted."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from topomaps.activations.array_files import open_array
from topomaps.activations.array_names import INPUTS, OUTPUTS, array_names
from topomaps.activations.dataset_inputs import input_arrays
from topomaps.activations.layer_lists import LAYER
from topomaps.common.files import save_arrays

OWN = "topomaps/"  # the names of arrays that the workflow does not read start so
SETTINGS, NAMES, NEURONS, POSITIONS = (
    f"{OWN}{each}" for each in ("settings", "names", "neurons/", "positions/")
)


def stored_arrays(given, settings, fitted=None):
    """Arrays of the file of an analysis.

    Parameters
    ----------
    given : topomaps.analysis.given.Given
    settings : topomaps.analysis.settings.Settings
    fitted : topomaps.analysis.fitted.Fitted, optional

    Returns
    -------
    dict of str -> ndarray
    """
    arrays = {
        f"{LAYER}{layer}": np.asarray((each.means if each.values is None else each.values)[:])
        for layer, each in given.layers.items()
    }
    arrays |= input_arrays(given.known)
    others = {OUTPUTS: given.outputs, INPUTS: given.inputs, NAMES: given.names}
    arrays |= {name: np.asarray(each[:]) for name, each in others.items() if each is not None}
    neurons = given.neurons or {}
    arrays |= {f"{NEURONS}{layer}": np.array(each) for layer, each in neurons.items() if each}
    said = {"by": given.by, "nuisance": given.nuisance, "blocks": given.blocks,
            "title": given.title, "settings": asdict(settings)}  # fmt: skip
    if fitted is not None:
        said |= {"seed": fitted.seed, "shared": fitted.is_shared, "params": fitted.params,
                 "methods": list(next(iter(fitted.positions.values())))}  # fmt: skip
        arrays |= {
            f"{POSITIONS}{method}/{layer}": each
            for layer, of_layer in fitted.positions.items()
            for method, each in of_layer.items()
        }
    return {**arrays, SETTINGS: np.array(json.dumps(said))}


def save(path, given, settings, fitted=None):
    """Write the file of an analysis; the path of it.

    Raises
    ------
    ValueError
        If the path does not end in `.npz`.
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(f"{path} must end in .npz, as files of arrays that the workflow reads do")
    save_arrays(path, **stored_arrays(given, settings, fitted))
    return path


def read_said(path):
    """What a file says of its analysis: a dict with the keys of `stored_arrays`.

    Raises
    ------
    ValueError
        If it was not written by `save`.
    """
    if SETTINGS not in (array_names(path) or ()):
        raise ValueError(
            f"{path} was not written by Maps.save; give it as activations: "
            f"topomaps.Maps({str(path)!r}, groups)"
        )
    return json.loads(str(np.asarray(open_array(path, SETTINGS))))


def read_positions(path, layers, methods):
    """Positions (N, 2) by layer and method."""
    return {
        layer: {
            method: np.array(open_array(path, f"{POSITIONS}{method}/{layer}")) for method in methods
        }
        for layer in layers
    }


def read_names(path, layers):
    """Names of the inputs (n,), or None, and of the neurons by layer, where they have any."""
    known = array_names(path)
    names = np.asarray(open_array(path, NAMES)) if NAMES in known else None
    neurons = {
        layer: np.asarray(open_array(path, f"{NEURONS}{layer}")).tolist()
        for layer in layers
        if f"{NEURONS}{layer}" in known
    }
    return names, neurons
