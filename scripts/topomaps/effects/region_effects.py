"""What regions of neurons do to the predictions of each group, beside sets of as many others.

The neurons of a region are replaced, and the network runs on from there. That the outputs change
is no finding: any set of neurons changes them. So the same is done to sets of as many neurons of
like activity in the same layer, and p says how often such a set does as much as the region.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from topomaps.effects.controls import matched_sets
from topomaps.effects.effect_tables import Inputs, effect_rows, table_of_effects
from topomaps.effects.paired import PairedChanges
from topomaps.effects.replacements import Replacements, altered
from topomaps.effects.tallies import Tally, are_probabilities, distances

BATCH = 256  # inputs whose activations are read at once


def region_effects(
    run: Callable[[NDArray[Any]], ArrayLike],
    activations: ArrayLike,
    groups: ArrayLike,
    neurons: Mapping[str, Sequence[int]],
    *,
    labels: ArrayLike | None = None,
    classes: Sequence[Any] | None = None,
    replacement: Literal["mean", "zero", "resampled"] = "mean",
    n_controls: int = 99,
    blocks: ArrayLike | None = None,
    random_state: int = 0,
) -> pd.DataFrame:
    """Replace the neurons of each region, and measure what that does to each group.

    Parameters
    ----------
    run : callable
        From activations (m, ...) of the layer to outputs (m, C) of the network: probabilities, or
        other numbers of which the largest is the prediction.
    activations : array-like, shape (n, N) or (n, height, width, N)
        Of all inputs; read by rows.
    groups : array, shape (n,)
        Group of each input.
    neurons : mapping of str -> sequence of int
        The regions: their neurons, 0 to N - 1.
    labels : array, shape (n,), optional
        Right class of each input, one of `classes`; missing ones are left out of what needs them.
    classes : sequence of length C, optional
        Names of the outputs; 0 to C - 1 if left out.
    replacement : {"mean", "zero", "resampled"}
        What the neurons are set to: their mean over all inputs, zero, or their values in another
        input, drawn at random. Feature maps are replaced as wholes.
    n_controls : int
        Sets of as many neurons to compare with, drawn by `topomaps.effects.controls.matched_sets`.
    blocks : array, shape (n,), optional
        Whom or what inputs are of, where they depend on each other; widens the intervals.
    random_state : int

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`. For each region and group: how far the outputs moved on average (of
        probabilities, the total variation), and the change of each class's share of predictions
        and of its mean output, and of the accuracy, with paired intervals. For each region and all
        groups together (group ""): the change of the largest gap between groups in the share of a
        class, and of the equalised odds. Beside each the band of 95 % of the control sets and
        their median; `p` is how often a control set changes as much, `p_holm` corrected over the
        regions. Outputs of a network are no cause: the region was replaced, and nothing else.

    Raises
    ------
    ValueError
        If the arrays do not fit, a region is empty or names neurons that are not there, `run` gives
        other than one row of outputs per input, or fewer than one control set is asked for.
    """
    values = _checked(activations)
    regions = _checked_regions(neurons, values.shape[-1])
    if n_controls < 1:
        raise ValueError(f"n_controls is {n_controls}; without controls, no change means anything")
    mean, own_mean, deviations = _moments(values)
    generator = np.random.default_rng(random_state)
    drawn = {
        name: matched_sets(own_mean, deviations, members, n_controls, generator)
        for name, members in regions.items()
    }
    first = _outputs(run, np.asarray(values[:1]))
    inputs = _known(len(values), groups, labels, classes, blocks, first.shape[1])
    replacements = Replacements(values, replacement, mean, generator)
    sets = {name: [members, *drawn[name]] for name, members in regions.items()}
    before, found = _measured(run, values, inputs, sets, replacements)
    return table_of_effects(
        {"region": name, "n_neurons": len(regions[name]), **row}
        for name in regions
        for row in effect_rows(inputs, before, *found[name])
    )


def _checked(activations):
    values = activations if hasattr(activations, "shape") else np.asarray(activations)
    if len(values.shape) not in (2, 4) or 0 in values.shape:
        raise ValueError(
            f"activations have the shape {values.shape}; give (inputs, neurons) or (inputs, "
            "height, width, neurons)"
        )
    return values


def _checked_regions(neurons, n_neurons):
    regions = {str(name): np.unique(np.asarray(each, int)) for name, each in neurons.items()}
    for name, members in regions.items():
        if not len(members) or members[0] < 0 or members[-1] >= n_neurons:
            raise ValueError(
                f"region {name!r} has the neurons {members.tolist()[:10]}; give one or more of "
                f"0 to {n_neurons - 1}"
            )
        if len(members) == n_neurons:
            warnings.warn(
                f"region {name!r} is the whole layer: no other set has as many neurons, so that "
                "its p is 1",
                stacklevel=3,
            )
    return regions


def _moments(values):
    """Mean of the activations, and mean and deviation of each neuron (N,), read in batches."""
    total, squares = 0.0, 0.0
    for start in range(0, len(values), BATCH):
        batch = np.asarray(values[start : start + BATCH], dtype=np.float64)
        total, squares = total + batch.sum(axis=0), squares + np.square(batch).sum(axis=0)
    inner = tuple(range(total.ndim - 1))
    mean, square = total / len(values), (squares / len(values)).mean(axis=inner)
    own = mean.mean(axis=inner)
    return mean, own, np.sqrt(np.maximum(square - own**2, 0))


def _known(n, groups, labels, classes, blocks, n_classes):
    names, codes = np.unique(np.asarray(groups).astype(str), return_inverse=True)
    classes = tuple(map(str, range(n_classes) if classes is None else classes))
    if len(classes) != n_classes:
        raise ValueError(f"there are {n_classes} outputs, but {len(classes)} names of classes")
    known = np.full(n, n_classes) if labels is None else _codes(labels, classes)
    units = None if blocks is None else np.unique(np.asarray(blocks), return_inverse=True)[1]
    for name, each in (("groups", codes), ("labels", known), ("blocks", units)):
        if each is not None and each.shape != (n,):
            raise ValueError(f"{name} have the shape {each.shape}; give one value per input, {n}")
    return Inputs(codes, tuple(names.tolist()), known, classes, units)


def _codes(labels, classes):
    """Place of each label among the classes; their number where it is missing."""
    text = pd.Series(np.asarray(labels)).astype(object)
    is_known = text.notna().to_numpy()
    codes = pd.Categorical(text.map(_as_name, na_action="ignore"), categories=classes).codes
    if (unknown := is_known & (codes < 0)).any():
        raise ValueError(
            f"label {text[unknown].iloc[0]!r} is none of the classes {', '.join(classes[:10])}; "
            "give `classes` in the order of the outputs"
        )
    return np.where(codes < 0, len(classes), codes).astype(np.int64)


def _as_name(label):
    """Text of a label; whole numbers that missing values have made fractions are whole again."""
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)


def _outputs(run, values):
    outputs = np.asarray(run(values), dtype=np.float64)
    if outputs.ndim != 2 or len(outputs) != len(values) or not np.isfinite(outputs).all():
        raise ValueError(
            f"run gave outputs of the shape {outputs.shape} for {len(values)} inputs; it has to "
            "give a finite number for each input and class"
        )
    return outputs


def _measured(run, values, inputs, sets, replacements):
    """The tally before, and of each region the tallies and changes that `effect_rows` takes."""
    n_groups, n_classes = len(inputs.names), len(inputs.classes)
    before, found = Tally(n_groups, n_classes), {}
    are_counts = np.repeat([True, False], [n_classes, n_classes + 1])
    for name, each in sets.items():
        tallies = [Tally(n_groups, n_classes) for _ in each]
        changes = [PairedChanges(n_groups, kind, inputs.units) for kind in (are_counts, [True])]
        found[name] = tallies, *changes
    are_shares = are_probabilities(_outputs(run, np.asarray(values[:BATCH])))
    for start in range(0, len(values), BATCH):
        rows = np.arange(start, min(start + BATCH, len(values)))
        batch = np.asarray(values[rows])
        known, replaced = (inputs.groups[rows], inputs.labels[rows]), replacements.of(rows)
        plain = _outputs(run, batch)
        before.add(*known, plain, np.zeros(len(rows)))
        for name, each in sets.items():
            for number, members in enumerate(each):
                outputs = _outputs(run, altered(batch, replaced, members))
                moved = distances(plain, outputs, are_shares)
                found[name][0][number].add(*known, outputs, moved)
                if number == 0:
                    _add_changes(found[name][1:], rows, known, (plain, outputs), moved)
    return before, found


def _add_changes(changes, rows, known, outputs, moved):
    """Add the changes of inputs: predictions, outputs, how far these moved; and being right."""
    (groups, labels), (before, after) = known, outputs
    eye, predicted = np.eye(before.shape[1]), [each.argmax(axis=1) for each in outputs]
    shares = eye[predicted[1]] - eye[predicted[0]]
    changes[0].add(rows, groups, np.column_stack([shares, after - before, moved]))
    judged = labels < before.shape[1]
    right = (predicted[1] == labels) * 1.0 - (predicted[0] == labels)
    changes[1].add(rows[judged], groups[judged], right[judged, None])
