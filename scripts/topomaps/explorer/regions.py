"""Regions of the maps of an explorer, and the inputs that excite them most."""

from topomaps.maps.region_inputs import top_inputs
from topomaps.maps.regions import ABOVE, find_regions, summarise_regions

KEYS = ["group", "region"]


def regions_of_layouts(layer, groups, *, threshold, min_neurons, n_inputs):
    """Regions of all layouts of a layer.

    Parameters
    ----------
    layer : topomaps.explorer.analyses.Layer
    groups : topomaps.groups.sampling.SampledGroups
    threshold, min_neurons
        As of `topomaps.maps.regions.find_regions`.
    n_inputs : int
        Inputs to name of each region above the mean.

    Returns
    -------
    dict of str -> list of dict
        By method: group (its number), direction, region, neurons (strongest first), mean_nap, x,
        y, inputs and activations (lists, strongest first; empty for regions below the mean).
    """
    regions = {}
    for method, positions in layer.layouts.items():
        found = find_regions(
            layer.naps, positions, groups.names, threshold=threshold, min_neurons=min_neurons
        )
        inputs = top_inputs(layer.activations, found, n_inputs)
        regions[method] = list(_described(found, inputs, groups.names))
    return regions


def inputs_by_rank(regions):
    """Inputs that regions (of `regions_of_layouts`) name, those of the first rank first."""
    lists = [each["inputs"] for of_method in regions.values() for each in of_method]
    longest = max(map(len, lists), default=0)
    return [each[rank] for rank in range(longest) for each in lists if rank < len(each)]


def _described(found, inputs, names):
    number = {name: index for index, name in enumerate(names)}
    members = dict(list(found.groupby(["group", "direction", "region"], sort=False)["neuron"]))
    exciting = dict(list(inputs.groupby(KEYS, sort=False)))
    for row in summarise_regions(found).itertuples():
        neurons = members[row.group, row.direction, row.region]
        top = exciting[row.group, row.region] if row.direction == ABOVE else inputs.iloc[:0]
        yield {
            "group": number[row.group],
            "direction": row.direction,
            "region": int(row.region),
            "neurons": neurons.tolist(),
            "mean_nap": float(row.mean_nap),
            "x": float(row.x),
            "y": float(row.y),
            "inputs": top["input"].astype(int).tolist(),
            "activations": top["activation"].astype(float).tolist(),
        }
