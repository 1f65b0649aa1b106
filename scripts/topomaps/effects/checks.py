"""What is given to the effects of regions, checked and brought into one form."""

import numpy as np
import pandas as pd

from topomaps.common.user_warnings import warn_user
from topomaps.effects.group_sums import Inputs
from topomaps.effects.measures import GAP
from topomaps.groups.factors import each_its_own
from topomaps.library.array_doors import as_array, one_layer
from topomaps.library.label_doors import as_labels


def checked_activations(activations):
    """Activations (n, ..., N) as an array of floating-point numbers, finite, not empty."""
    values = as_array(one_layer(activations), "activations")
    if values.ndim < 2 or 0 in values.shape:
        raise ValueError(
            f"activations have the shape {values.shape} and the type {values.dtype}; give numbers "
            "(inputs, neurons) or (inputs, height, width, neurons)"
        )
    values = values if values.dtype.kind == "f" else values.astype(np.float64)
    if not np.isfinite(values).all():
        place = np.argwhere(~np.isfinite(values))[0]
        raise ValueError(
            f"activations are not finite: {values[tuple(place)]} in input {place[0]}, neuron "
            f"{place[-1]}; leave such inputs out"
        )
    return values


def checked_neurons(neurons, n_neurons, region="the region"):
    """Neurons of a region in order, none twice; from their numbers, or from a mask (N,) bool."""
    found = np.asarray(neurons).ravel()
    if found.dtype == bool and len(found) == n_neurons:
        found = np.flatnonzero(found)
    is_whole = found.dtype.kind in "iu" or (found.dtype.kind == "f" and (found % 1 == 0).all())
    if not is_whole or not len(found) or found.min() < 0 or found.max() >= n_neurons:
        raise ValueError(
            f"{region} has the neurons {found.tolist()[:10]}; give one or more whole numbers of "
            f"0 to {n_neurons - 1}"
        )
    return np.unique(found.astype(int))


def checked_inputs(n, groups, labels, outputs, blocks):
    """What is known of n inputs, as `topomaps.effects.group_sums.Inputs`.

    Inputs whose group is missing are in none; `outputs` are the names of the network's outputs.
    """
    groups = _column(groups, "groups", n)
    codes, names = pd.factorize(groups, sort=True)
    if missing := int((codes < 0).sum()):
        warn_user(f"{missing} of {n} inputs have no group (None or NaN): they are in none")
    if GAP in [str(name) for name in names]:
        raise ValueError(f"a group is called {GAP!r}, as the rows of the gap are; rename it")
    known = None if labels is None else _codes(_column(labels, "labels", n), outputs)
    units = None
    if blocks is not None:
        units = pd.factorize(_column(blocks, "blocks", n))[0]
        if (units < 0).any():
            warn_user(
                f"{(units < 0).sum()} of {n} blocks are missing, the first of input "
                f"{(units < 0).argmax()}: these inputs depend on no other"
            )
        units = each_its_own(units)
    return Inputs(np.asarray(codes), tuple(names.tolist()), known, tuple(outputs), units)


def _column(values, name, n):
    """One value for each of n inputs as a column, None where it is missing."""
    found, missing = as_labels(values, name)
    if found.shape != (n,):
        raise ValueError(f"{name} have the shape {found.shape}; give one for each of {n} inputs")
    found = found.astype(object)
    found[missing] = None
    return pd.Series(found)


def _codes(labels, outputs):
    """Place of each label among the outputs, -1 where it is missing; one output has 0 and 1."""
    names = [_as_name(each) for each in (outputs if len(outputs) > 1 else (0, 1))]
    found = labels.astype(object).map(_as_name, na_action="ignore")
    codes = pd.Categorical(found, categories=names).codes
    unknown = labels.notna().to_numpy() & (codes < 0)
    if unknown.any():
        raise ValueError(
            f"label {labels[unknown].iloc[0]!r} is none of the outputs {', '.join(names[:10])}; "
            "give `classes`, their names in order"
        )
    return codes.astype(np.int64)


def _as_name(label):
    """Text of a label; whole numbers that missing values have made fractions are whole again."""
    is_whole = isinstance(label, float) and label.is_integer()
    return str(int(label)) if is_whole or isinstance(label, (bool, np.bool_)) else str(label)
