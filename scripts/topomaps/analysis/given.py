"""What a user gives of an analysis: layers of activations, and what is known of their inputs."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from topomaps.activations.input_accounts import SeenInputs
from topomaps.activations.inputs import InputTable, check_length, read_inputs
from topomaps.activations.layer import layer_of, open_layer_activations
from topomaps.activations.layer_lists import ONLY_LAYER, inputs_file, stored_layers
from topomaps.activations.shown_inputs import Pictures, ShownTexts, open_shown_inputs
from topomaps.activations.stored_arrays import open_outputs
from topomaps.activations.users_activations import check_archive_of, notes_on_layers
from topomaps.analysis.known_inputs import known_inputs
from topomaps.common.user_warnings import warn_user
from topomaps.data.account import Account
from topomaps.library.array_doors import as_rows, layers_by_name
from topomaps.library.frameworks import packages_of
from topomaps.library.label_doors import table_without
from topomaps.library.layer_doors import as_layer

IN_MEMORY = "the activations"
LAST_OF_PICTURES = (1, 3, 4)  # channels of a picture


class Given(NamedTuple):
    """Layers, and what is known of their n inputs.

    Attributes
    ----------
    layers : dict of str -> topomaps.activations.layer.LayerActivations
    known : topomaps.activations.inputs.InputTable
    by, nuisance, blocks : list of str
        Factors of the groups, none where nothing is said of them yet, and names of attributes.
    outputs : array-like, shape (n, K), or None
        What the network says of each input.
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, or None
    inputs : array-like, shape (n, ...), or None
        What `shown` shows.
    names : ndarray of str, shape (n,), or None
        Of the inputs.
    neurons : dict of str -> list of str
        Names of the neurons of layers that have them.
    source : str
        File or folder of the activations; empty for arrays.
    title : str
        What the groups are of.
    """

    layers: dict
    known: InputTable
    by: list
    nuisance: list
    blocks: list
    outputs: Any = None
    shown: Any = None
    inputs: Any = None
    names: Any = None
    neurons: Any = None
    source: str = ""
    title: str = ""

    @property
    def n_inputs(self):
        """Number n of inputs."""
        return len(next(iter(self.layers.values())).means)

    @property
    def seen(self):
        """What became of the inputs, as of `topomaps.activations.input_accounts`."""
        numbered = (f"input {each}" for each in range(self.n_inputs))
        names = [*numbered] if self.names is None else self.names.tolist()
        return SeenInputs(Account(self.n_inputs), names)


def given_arrays(activations, said, *, inputs=None, layers=None, **axes):
    """What is given as arrays.

    Parameters
    ----------
    activations : array-like, or mapping of str to array-like
        As of `topomaps.library.array_doors.as_rows`.
    said : topomaps.analysis.known_inputs.Said
    inputs : array-like, optional
        Images (n, height, width[, channels]) or texts (n,).
    layers : sequence of str, optional
        Which of several, in this order.
    **axes
        channels, tokens and mask, of all layers or by their names, as of
        `topomaps.library.layer_doors.as_layer`.

    Returns
    -------
    Given
    """
    arrays = layers_by_name(activations)
    arrays = {ONLY_LAYER: activations} if arrays is None else arrays
    chosen = _chosen({str(name): each for name, each in arrays.items()}, layers, IN_MEMORY)
    said = _with_inputs_of(activations, said)
    source = next(iter(chosen.values()))
    chosen = {name: table_without(each, said.columns) for name, each in chosen.items()}
    rows = {
        name: layer_of(_rows(each, name, axes, len(chosen) > 1), IN_MEMORY, name)
        for name, each in chosen.items()
    }
    n_inputs = len(next(iter(rows.values())).means)
    known = known_inputs(said, n_inputs, source)
    for name, each in rows.items():
        check_length(IN_MEMORY, known.table, name, len(each.means))
    shown, pixels = _shown(inputs, n_inputs)
    return Given(
        rows, known.table, known.by, known.nuisance, known.blocks, known.outputs, shown, pixels,
        _names(source, n_inputs), {name: _neurons(each) for name, each in chosen.items()},
        title=known.title,
    )  # fmt: skip


def given_file(path, said, *, inputs=None, layers=None, channels=None, tokens=None, missing=()):
    """What a file or folder gives that the workflow reads.

    Parameters
    ----------
    path : path-like
    said, inputs, layers
        As of `given_arrays`.
    channels, tokens
        As of `topomaps.activations.stored_arrays.open_layer`.
    missing : sequence of str
        As of `topomaps.activations.inputs.read_inputs`.

    Returns
    -------
    Given
    """
    path = Path(path)
    there = stored_layers(path)
    chosen = _chosen(dict.fromkeys(there or layers or ()), layers, path)
    check_archive_of(path, list(chosen))
    axes = {"tokens": tokens, "channels": channels}
    for note in notes_on_layers(path, list(chosen), **axes):
        warn_user(note)
    opened = {name: open_layer_activations(path, name, **axes) for name in chosen}
    n_inputs = len(next(iter(opened.values())).means)
    stored = read_inputs(path, missing) if inputs_file(path).is_file() else None
    known = known_inputs(said, n_inputs, None, stored, open_outputs(path))
    for name, each in opened.items():
        check_length(path, known.table, name, len(each.means))
    shown, pixels = _shown(inputs, n_inputs)
    return Given(
        opened, known.table, known.by, known.nuisance, known.blocks, known.outputs,
        open_shown_inputs(path) if inputs is None else shown, pixels, None, {}, str(path),
        known.title,
    )  # fmt: skip


def given_again(given, said, *, inputs=None, layers=None, **axes):
    """The same with other groups, or with some of the layers.

    Parameters
    ----------
    given : Given
    said : topomaps.analysis.known_inputs.Said
        What it leaves out is as before, but for groups, nuisance and blocks.
    inputs, layers
        As of `given_arrays`.
    **axes
        What cannot be said again: channels, tokens and mask.

    Returns
    -------
    Given
    """
    if again := [name for name, each in axes.items() if each is not None]:
        raise ValueError(f"{again[0]} was said of these activations before; leave it out")
    known = known_inputs(said, given.n_inputs, None, given.known, given.outputs)
    shown, pixels = (
        (given.shown, given.inputs) if inputs is None else _shown(inputs, given.n_inputs)
    )
    return given._replace(
        layers=_chosen(given.layers, layers, IN_MEMORY), known=known.table, by=known.by,
        nuisance=known.nuisance, blocks=known.blocks, outputs=known.outputs, shown=shown,
        inputs=pixels, title=known.title,
    )  # fmt: skip


def _chosen(layers, wanted, source):
    """Those of the layers that are wanted, in this order; all if nothing is said."""
    if not layers:
        raise ValueError(f"{source} are of no layer; give an array, or layers by their names")
    if wanted is None:
        return layers
    wanted = [wanted] if isinstance(wanted, str) else [str(each) for each in wanted]
    if unknown := [name for name in wanted if name not in layers]:
        raise ValueError(f"there is no layer {unknown[0]!r}; there are: {', '.join(layers)}")
    return {name: layers[name] for name in wanted}


def _rows(values, layer, axes, is_one_of_several):
    """Activations (n, N) or (n, height, width, N) of a layer, tokens reduced.

    What is said of tokens is not meant for those of several layers that have none.
    """
    given = {key: each.get(layer) if isinstance(each, dict) else each for key, each in axes.items()}
    given["channels"] = given.get("channels") or "last"
    n_dims = as_rows(values).ndim
    if n_dims != 3 and is_one_of_several:
        given = {"channels": given["channels"]}
    elif n_dims == 3 and given.get("tokens") is None:
        given["tokens"] = "mean"
    return as_layer(values, **given, keeps_axes=True)


def _with_inputs_of(activations, said):
    """What is said of the inputs, with what `topomaps.extract` and AnnData know of them."""
    known = getattr(activations, "inputs", None)
    if isinstance(known, InputTable):
        return said.with_table(known)
    if "anndata" in packages_of(activations) and said.attributes is None:
        return said._replace(attributes=activations.obs)
    return said


def _names(values, n_inputs):
    """Names of the inputs by the index of a table, where it holds texts."""
    index = getattr(values, "obs_names", getattr(values, "index", None))
    if index is None or callable(index) or len(index) != n_inputs:
        return None
    names = np.asarray(index)
    are_texts = names.dtype.kind == "U" or all(isinstance(each, str) for each in names)
    are_numbers = all(str(each) == str(place) for place, each in enumerate(names))
    return names.astype(str) if are_texts and not are_numbers else None


def _neurons(values):
    """Names of the neurons by the columns of a table; None where they have none."""
    columns = getattr(values, "var_names", getattr(values, "columns", None))
    return None if columns is None else [str(each) for each in columns]


def _shown(inputs, n_inputs):
    """What is shown of inputs, and the array of it."""
    if inputs is None:
        return None, None
    if are_texts(inputs):
        values = np.array([str(each) for each in inputs])
        shown = ShownTexts(values.__getitem__)
    else:
        values = as_rows(inputs, "inputs")
        values = np.moveaxis(np.asarray(values), 1, -1) if _are_channels_first(values) else values
        if values.ndim not in (3, 4):
            raise ValueError(
                f"inputs have the shape {values.shape}; give images (inputs, height, width) or "
                "(inputs, height, width, channels), or a text for each input"
            )
        shown = Pictures(values.__getitem__)
    if len(values) != n_inputs:
        raise ValueError(f"there are {n_inputs} activations, but {len(values)} inputs to show")
    return shown, values


def are_texts(inputs):
    """Whether inputs are a list or an array of texts."""
    return isinstance(inputs, (list, tuple, np.ndarray)) and isinstance(
        next(iter(inputs), None), str
    )


def _are_channels_first(values):
    """Whether images (n, C, height, width) are in the order of PyTorch, as far as shapes tell."""
    return (
        values.ndim == 4
        and values.shape[1] in LAST_OF_PICTURES
        and values.shape[-1] not in LAST_OF_PICTURES
    )
