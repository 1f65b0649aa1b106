"""Where operators of ONNX that move dimensions put that of the neurons.

Each function takes a node and what is known before it, and gives the place of the neurons in its
output, counted from the end, or None.
"""

from math import prod
from typing import NamedTuple

from .onnx_graphs import attributes


class Known(NamedTuple):
    """What is known while a graph is followed: axes, activations, shapes, numbers of constants."""

    axes: dict
    real: dict
    values: dict
    constants: dict

    def axis(self, name):
        """Place of the neurons in a value, or None."""
        return self.axes.get(name)

    def shape(self, name):
        """Shape of a value with the dimension of the inputs, or None."""
        return self.values[name].shape if name in self.values else None

    def rank(self, name):
        """Number of dimensions of a value, or None."""
        shape = self.shape(name)
        return None if shape is None else len(shape)


def transpose(node, known):
    """Where a transposition puts the neurons; None if it puts them in place of the inputs."""
    axis, order = known.axis(node.input[0]), attributes(node).get("perm")
    rank = len(order) if order else known.rank(node.input[0])
    if axis is None or rank is None:
        return None
    order = list(order) if order else list(reversed(range(rank)))
    place = order.index(rank + axis)
    return place - rank if place else None


def without(node, known):
    """After dimensions are squeezed, or summed up, unless that of the neurons is among them."""
    axis, rank = known.axis(node.input[0]), known.rank(node.input[0])
    removed = _axes_of(node, known)
    if axis is None or rank is None or removed is None:
        return None
    removed = {each % rank for each in removed}
    if rank + axis in removed:
        return None
    if node.op_type != "Squeeze" and attributes(node).get("keepdims", 1):
        return axis
    return axis + sum(each > rank + axis for each in removed)


def unsqueeze(node, known):
    """Where the neurons are between new dimensions."""
    axis, rank, new = known.axis(node.input[0]), known.rank(node.input[0]), _axes_of(node, known)
    if axis is None or rank is None or new is None:
        return None
    new_rank = rank + len(new)
    new = {each % new_rank for each in new}
    kept = [each for each in range(new_rank) if each not in new]
    return kept[rank + axis] - new_rank


def _axes_of(node, known):
    """Dimensions that a node is told to work on; all, or all of size 1, if it is told none."""
    said = attributes(node).get("axes")
    if said is None and len(node.input) > 1 and node.input[1]:
        said = known.constants.get(node.input[1])
        return None if said is None else [int(each) for each in said.ravel()]
    if said is None and (shape := known.shape(node.input[0])) is not None:
        is_squeeze = node.op_type == "Squeeze"
        return [n for n, each in enumerate(shape) if not is_squeeze or each == 1]
    return None if said is None else list(said)


def gather(node, known):
    """Where they are after parts are taken along a dimension, or rows of a table."""
    data, places = node.input[0], known.shape(node.input[1])
    if data not in known.real:  # a table of embeddings
        return -1 if known.rank(data) == 2 and not attributes(node).get("axis", 0) else None
    axis, rank, at = known.axis(data), known.rank(data), attributes(node).get("axis", 0)
    if axis is None or rank is None or places is None or len(places) > 1:
        return None
    if len(places) == 1:
        return axis
    at %= rank
    return None if at == rank + axis else axis + (at > rank + axis)


def reshape(node, known):
    """Kept where the dimension lies behind, or before, all the same ones as it did."""
    axis = known.axis(node.input[0])
    old, new = known.shape(node.input[0]), known.shape(node.output[0])
    if new is not None and len(new) == 2:
        return -1
    if axis is None or not old or not new or None in (*old[1:], *new[1:]):
        return None
    if prod(old[1:]) != prod(new[1:]):  # inputs are mixed
        return None
    place = len(old) + axis
    if old[1 : place + 1] == new[1 : place + 1]:
        return place - len(new)
    return axis if old[axis:] == new[axis:] and len(new) > -axis else None
