"""Which dimension of an operation's output counts its neurons, by the graph of a SavedModel."""

from topomaps.models.backend import tf

# Operations that may lead to another order of the dimensions; all others of one shape keep it.
MOVING = ("BatchMatMulV2", "DepthToSpace", "Einsum", "Reshape", "SpaceToDepth")


def tensor_axes(graph, taken):
    """Dimension of the neurons of each tensor that depends on an input.

    Parameters
    ----------
    graph : tf.Graph
        Without functions.
    taken : tf.Tensor
        The input.

    Returns
    -------
    dict
        Name of a tensor -> place from the end, -1 for the last; None if it is not known.
    """
    found = {taken.name: -1}
    operations = graph.get_operations()
    if any(_data_format(each) == "NCHW" for each in operations):
        found[taken.name] = 1 - taken.shape.rank
    for operation in operations:
        before = [each for each in operation.inputs if each.name in found]
        if before:
            axis = _axis(operation, before, found)
            found.update((each.name, axis) for each in operation.outputs)
    return found


def _data_format(operation):
    attributes = operation.node_def.attr
    return attributes["data_format"].s.decode() if "data_format" in attributes else None


def _axis(operation, before, found):
    """Axis of one operation, by those of the tensors before it."""
    rank = operation.outputs[0].shape.rank if operation.outputs else None
    if rank is None or rank <= 2 or operation.type == "MatMul":
        return -1
    said = _data_format(operation)
    if said in ("NHWC", "NCHW") and rank == 4:
        return -1 if said == "NHWC" else -3
    if operation.type == "Transpose":
        return _moved(operation, found[before[0].name], rank)
    axes = {found[each.name] for each in before if each.shape.rank == rank}
    if operation.type not in MOVING and len(axes) == 1:
        return axes.pop()
    return -1 if all(found[each.name] == -1 for each in before) else None


def _moved(operation, axis, rank):
    """Where a transposition by a constant order puts an axis."""
    order = tf.get_static_value(operation.inputs[1])
    if order is None or axis is None:
        return None
    place = order.tolist().index(rank + axis)
    return place - rank if place else None
