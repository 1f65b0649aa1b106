"""What a region of neurons does to the outputs for each group, beside sets of as many others.

The neurons of the region are replaced, and the network runs on from there. That the outputs change
is no finding: any set of neurons changes them. So the same is done to sets of as many neurons of
like activity in the same layer, and p says how often such a set does as much as the region.
"""

from collections.abc import Callable, Sequence
from numbers import Integral
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from topomaps.activations.channel_order import in_order
from topomaps.common.linear_algebra import on_one_thread
from topomaps.common.user_warnings import warn_user
from topomaps.effects.checks import checked_activations, checked_inputs, checked_neurons
from topomaps.effects.controls import matched_sets
from topomaps.effects.effect_tables import effect_table
from topomaps.effects.group_sums import threshold_of
from topomaps.effects.layer_effects import batch_size as batch_of
from topomaps.effects.layer_effects import batches_of
from topomaps.effects.moments import moments
from topomaps.effects.network_batches import StoredBatches
from topomaps.effects.passes import BootstrapWeights, checked_outputs, sums_of_sets
from topomaps.effects.replacements import Replacements


@on_one_thread(openmp=False)
def region_effects(
    run: Callable[[Any], Any],
    activations: ArrayLike,
    groups: ArrayLike,
    neurons: Sequence[int],
    *,
    labels: ArrayLike | None = None,
    n_controls: int = 99,
    replace: Literal["mean", "zero", "resampled"] = "mean",
    random_state: int = 0,
    classes: Sequence[Any] | None = None,
    blocks: ArrayLike | None = None,
    shares: bool = False,
    channels: Literal["last", "first"] = "last",
    batch_size: int | None = None,
) -> pd.DataFrame:
    """Replace the neurons of a region, and measure what that does to the outputs for each group.

    Parameters
    ----------
    run : callable
        From the layer's activations of all n inputs, of the shape and kind that was given, to
        outputs (n, C) of the network: probabilities, or other numbers of which the largest is the
        prediction. It is called 3 + `n_controls` times.
    activations : array, shape (n, N) or (n, height, width, N)
        Of all inputs in the layer; an array or a tensor.
    groups : array, shape (n,)
        Group of each input; inputs without one count for the mean over all inputs alone.
    neurons : sequence of int
        The region: its neurons, 0 to N - 1, or a mask (N,) bool. Feature maps are replaced whole.
    labels : array, shape (n,), optional
        Right class of each input, one of `classes`; missing ones are left out of what needs them.
    n_controls : int
        Sets of as many neurons to compare with, matched in mean activity and variance.
    replace : {"mean", "zero", "resampled"}
        What the neurons are set to: their mean over all inputs, zero, or their values in another
        input, drawn at random.
    random_state : int
    classes : sequence of length C, optional
        Names of the outputs; 0 to C - 1 if left out.
    blocks : array, shape (n,), optional
        Whom or what inputs are of, where they depend on each other; the intervals are of blocks.
    shares : bool
        Add rows (measure "share") of how often each output is the predicted one.
    channels : {"last", "first"}
        Which axis after the inputs is that of the neurons; "first" in PyTorch's feature maps.
    batch_size : int, optional
        How many inputs `run` gets at a time, so that its memory does not grow with their number;
        it is called as often for each batch. All at once if left out.

    Returns
    -------
    pandas.DataFrame
        A row for each group and output, then rows of the group "gap": the largest difference
        between two groups, where there are two. `before`, `after` and `change` of the mean output;
        of accuracy, and for the gap of equalised odds, too, where there are labels (`output` and
        `measure` name them). `low` and `high` are a paired interval of 95 % for the change in such
        inputs. `p` is how often a control set changes any output of the group as much (family-wise
        over the rows of the group, shares by themselves; one of many groups is not corrected for),
        and `least_p` the smallest that so many sets can give.
        `control_low`, `control_median`, `control_high`: what 95 % of them do. `finding` is
        "acts" where p ≤ 0.05, else "nothing": no more than such sets do.

    Raises
    ------
    ValueError
        If the arrays do not fit or are not finite, the region is empty or names neurons that are
        not there, a label is no class, `run` gives other than a row of finite numbers per input,
        or no control set is asked for.
    """
    values = in_order(checked_activations(activations), channels)
    region = checked_neurons(neurons, values.shape[-1])
    _check_controls(n_controls, len(region), values.shape[-1])
    back = _as_given(activations, channels)
    batches = StoredBatches(values, _checked_size(batch_size, len(values)))
    n_outputs, *ends = _seen_outputs(lambda changed: run(back(changed)), batches)
    names = range(n_outputs) if classes is None else classes
    if len(names) != n_outputs:
        raise ValueError(f"run gives {n_outputs} outputs, but {len(names)} classes are named")
    inputs = checked_inputs(len(values), groups, labels, names, blocks)
    # Not the stream of this number itself, of which callers may have drawn the region.
    generator = np.random.default_rng([random_state, 1])
    mean, own, deviations = moments(batches_of(values, batch_of(values.shape[1:])))
    sets = [region, *matched_sets(own, deviations, region, n_controls, generator)]
    sums = sums_of_sets(
        lambda changed, _: run(back(changed)),
        batches,
        inputs,
        [sets],
        Replacements(values, replace, mean, generator),
        threshold=threshold_of(*ends),
        weights=BootstrapWeights(random_state, inputs.units),
    )
    return effect_table(inputs, sums.rounded(), 0, len(region), with_shares=shares)


def _check_controls(n_controls, size, n_neurons):
    if n_controls < 1:
        raise ValueError(f"n_controls is {n_controls}; without controls, no change means anything")
    if size == n_neurons:
        warn_user("the region is the whole layer: no other set has as many neurons, so that p is 1")


def _checked_size(batch_size, n_inputs):
    """Inputs that come at a time; ValueError if that is no whole number from 1 on."""
    if batch_size is None:
        return n_inputs
    if not isinstance(batch_size, Integral) or batch_size < 1:
        raise ValueError(f"batch_size is {batch_size!r}; give a whole number of 1 or more")
    return int(batch_size)


def _seen_outputs(run, batches):
    """Number of the outputs, and the smallest and the largest of all."""
    n_outputs, lowest, highest = 0, np.inf, -np.inf
    for _, values, _ in batches:
        found = checked_outputs(run(values), len(values))
        n_outputs, lowest = found.shape[1], min(lowest, found.min())
        highest = max(highest, found.max())
    return n_outputs, lowest, highest


def _as_given(activations, channels):
    """Function that gives arrays the kind and the order of channels of what was given."""

    def back(values):
        values = np.moveaxis(values, -1, 1) if channels == "first" else values
        if not hasattr(activations, "detach"):
            return values
        from torch import as_tensor

        like = activations.detach()
        return as_tensor(np.ascontiguousarray(values), dtype=like.dtype, device=like.device)

    return back
