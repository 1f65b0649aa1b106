"""Attributions of regions by each method, checked against randomised networks and random orders.

They are kept in two files, both written by the script `attribute_regions`:
results/attributions/{experiment}/{layer}/{method}.npz, with the arrays of `explained_arrays`, and
…_checks.tsv, with the columns `CHECKS`. Features of tables and tokens are also listed by name, in
…_parts.tsv, with the columns `PARTS`.
"""

import logging
from typing import NamedTuple

import numpy as np

from topomaps.attributions.deletion import Deletion, chance_of_order, deletion
from topomaps.attributions.integrated_gradients import incompleteness, integrated_gradients
from topomaps.attributions.occlusion import occlusion
from topomaps.attributions.sanity import FAILED, LEVEL, PASSED, UNCHECKED, sanity

logger = logging.getLogger(__name__)

OCCLUSION, GRADIENTS = "occlusion", "integrated_gradients"
N_STEPS = 32  # ASSUME: points on the line from the baseline; twice as many change little
CHECKS = (
    "region", "group", "neurons", "attribution", "inputs", "incompleteness", "halves", "similarity",
    "similarity_of_absolute", "ssim", "chance_halves", "chance_similarity",
    "chance_of_absolute", "chance_ssim", "randomised", "p_randomised", "sanity",
    "deletion_area", "random_area", "orders", "p_orders", "deletion",
)  # fmt: skip
PARTS = ("region", "attribution", "input", "part", "name", "value")


class Explained(NamedTuple):
    """Attributions of one region by one method.

    Attributes
    ----------
    of_inputs : list of ndarray, length K
        Of the inputs that excite the region most, on the grids of their parts.
    of_group : ndarray or None
        Mean over inputs of the region's group, where their parts are aligned.
    incompleteness : float
        As of `topomaps.attributions.integrated_gradients`, mean over the inputs; NaN of occlusion.
    deletions : list of Deletion, length K
    randomised : ndarray or None
        The same neurons for the first input in a network with randomised weights.
    likeness : list of topomaps.attributions.sanity.Likeness
        Of this network, then of randomised ones.
    """

    of_inputs: list
    of_group: np.ndarray | None
    incompleteness: float
    deletions: list
    randomised: np.ndarray | None
    likeness: list


def attribute(state, method, neurons, loaded, batch_size, n_steps=N_STEPS):
    """Attribution of a region for one input by a method, on the grid of the input's parts.

    Parameters
    ----------
    state : topomaps.attributions.network_state.NetworkState
    method : {"occlusion", "integrated_gradients"}
    neurons : ndarray of int
    loaded : topomaps.attributions.loaded_inputs.LoadedInput
    batch_size : int
    n_steps : int
        Of integrated gradients.
    """
    if method == OCCLUSION:
        return occlusion(state.measure(neurons), loaded.coarse, batch_size)
    parts = loaded.fine
    found = integrated_gradients(
        state.derived(neurons), parts.values, parts.baseline, n_steps, batch_size
    )
    return parts.summed(found)


def parts_for(method, loaded):
    """Parts of an input that a method tells apart."""
    return loaded.coarse if method == OCCLUSION else loaded.fine


def explain(state, method, neurons, own, members, batch_size, n_orders, generator):
    """Attributions of a region in the trained network, and their deletion curves.

    Parameters
    ----------
    state, method, neurons, batch_size
        As of `attribute`.
    own, members : list of LoadedInput
        Those that excite the region most, and some of its group.
    n_orders : int
        Random orders.
    generator : numpy.random.Generator

    Returns
    -------
    Explained
        Without anything of randomised networks.
    """
    measure = state.measure(neurons)
    of_inputs = [attribute(state, method, neurons, each, batch_size) for each in own]
    of_group = [attribute(state, method, neurons, each, batch_size) for each in members]
    deletions = [
        deletion(measure, parts_for(method, each), found, batch_size, n_orders, generator)
        for each, found in zip(own, of_inputs, strict=True)
    ]
    missed = np.nan
    if method == GRADIENTS:
        missed = np.mean([_missed(measure, *pair) for pair in zip(own, of_inputs, strict=True)])
    mean = np.mean(of_group, axis=0) if of_group else None
    return Explained(of_inputs, mean, float(missed), deletions, None, [])


def _missed(measure, loaded, found):
    parts = loaded.fine
    ends = measure(parts.altered(np.repeat([[False], [True]], parts.n_parts, axis=1)))
    return incompleteness(found, *ends)


def check_row(region, method, explained):
    """Row of the table of checks: `CHECKS` -> value.

    Parameters
    ----------
    region : topomaps.maps.explained_regions.ExplainedRegion
    method : str
    explained : Explained
    """
    area, random_area, p = chance_of_order(explained.deletions)
    n_orders = len(explained.deletions[0].random)
    found = sanity(explained.likeness)
    is_faster = p <= max(LEVEL, 1 / (1 + n_orders)) and area < random_area
    values = (
        region.name, region.group, len(region.neurons), method, len(explained.of_inputs),
        explained.incompleteness, *found.own, *found.chance, max(len(explained.likeness) - 1, 0),
        found.p, found.verdict, area, random_area, n_orders, p if n_orders else np.nan,
        (PASSED if is_faster else FAILED) if n_orders else UNCHECKED,
    )  # fmt: skip
    return dict(zip(CHECKS, values, strict=True))


def explained_arrays(regions, inputs, values, results):
    """Arrays of all regions, R, of K inputs each and S shares of parts, by name.

    Parameters
    ----------
    regions : list of ExplainedRegion, length R
    inputs : ndarray of int, shape (R, K)
        Numbers of the inputs that excite each region most.
    values : ndarray of float64, shape (R, K)
        The region's activity in them.
    results : dict of str -> list of Explained, length R
        By method.

    Returns
    -------
    dict of str -> ndarray
        `regions`, `groups` (R,) str, `neurons` (R, M) int, filled up by -1, `inputs`,
        `activations` (R, K), and for each
        method of `attributions`, as `occlusion/inputs`: `inputs` (R, K, *grid), `group` and
        `randomised` (R, *grid; of the first input in the first randomised network), `deletion`
        (R, S) and `random` (R, O, S), means over the inputs. Grids (P,) are filled up by NaN, as is
        what there is none of.
    """
    arrays = {
        "regions": np.array([each.name for each in regions], dtype=str),
        "groups": np.array([each.group for each in regions], dtype=str),
        "neurons": filled_neurons(regions),
        "inputs": inputs,
        "activations": values,
        "attributions": np.array(list(results), dtype=str),
    }
    for method, explained in results.items():
        grids = [grid for each in explained for grid in each.of_inputs]
        shape = np.max([grid.shape for grid in grids], axis=0) if grids else (0,)
        nothing = np.full(shape, np.nan, np.float32)
        found = _of_method(explained, nothing)
        arrays |= {f"{method}/{key}": each for key, each in found.items()}
    return arrays


def filled_neurons(regions):
    """Neurons (R, M) of regions (list of ExplainedRegion), each row filled up by -1."""
    longest = max((len(each.neurons) for each in regions), default=0)
    filled = np.full((len(regions), longest), -1)
    for row, each in zip(filled, regions, strict=True):
        row[: len(each.neurons)] = each.neurons
    return filled


def _of_method(explained, nothing):
    """Arrays of one method, by the last part of their names."""
    if not explained:
        return {}
    deletions = [_mean(each.deletions) for each in explained]
    return {
        "inputs": np.stack([[_filled(grid, nothing) for grid in each.of_inputs]
                            for each in explained]),
        "group": np.stack([_filled(each.of_group, nothing) for each in explained]),
        "randomised": np.stack([_filled(each.randomised, nothing)
                                for each in explained]),
        "deletion": np.stack([each.curve for each in deletions]),
        "random": np.stack([each.random for each in deletions]),
    }  # fmt: skip


def _mean(deletions):
    return Deletion(*(np.mean(each, axis=0) for each in zip(*deletions, strict=True)))


def _filled(grid, nothing):
    """A grid in single precision in the corner of a larger one."""
    if grid is None:
        return nothing
    whole = nothing.copy()
    whole[tuple(slice(side) for side in grid.shape)] = grid
    return whole


def part_rows(region, method, explained, inputs, loaded):
    """Rows of the table of parts (`PARTS`), of inputs whose parts have names.

    Parameters
    ----------
    region, method, explained
        As of `check_row`.
    inputs : sequence of int, length K
    loaded : list of LoadedInput, length K
    """
    for number, each, found in zip(inputs, loaded, explained.of_inputs, strict=True):
        names = parts_for(method, each).names
        for part, value in enumerate(found.ravel() if names is not None else ()):
            yield region.name, method, int(number), part, names[part], float(value)
