"""What an ONNX graph does to its input first: whether it scales stored values by itself.

Imports the standard library only; the package onnx is used where it is installed.
"""

from .onnx_graphs import NO_ACTIVATIONS, constants

PASSING = ("Cast", "Clip", "DequantizeLinear", "Identity", "Pad", "QuantizeLinear", "Reshape",
           "Resize", "Squeeze", "Transpose", "Unsqueeze")  # fmt: skip
LARGEST_GAIN = 0.1  # by which a model would multiply values that go up to 1 already
LARGEST_CENTRE = 2  # that a model would subtract from such values


def scales_input(graph, name):
    """Whether the first steps of a graph bring values from 0 to 255 into the range of a network.

    These are sums with, and products by constants. What multiplies by a tenth or less, or centres
    at a value beyond 2, is meant for values up to 255; (x - 0.5) / 0.25 is for values up to 1.

    Parameters
    ----------
    graph : onnx.GraphProto
    name : str
        Of the input.
    """
    gain, shift = 1.0, 0.0
    known = constants(graph)
    while (node := _only_user(graph, name)) is not None:
        step = _step(node, name, known)
        if step is None:
            break
        gain, shift, name = gain * step[0], shift * step[0] + step[1], node.output[0]
    centre = -shift / gain if gain else 0.0
    return abs(gain) <= LARGEST_GAIN or abs(centre) > LARGEST_CENTRE


def n_rows_looked_up(graph, name):
    """Rows of the table in which an input of whole numbers is looked up; None where it is not.

    Parameters
    ----------
    graph : onnx.GraphProto
    name : str
        Of the input.
    """
    rows = {each.name: each.dims[0] for each in graph.initializer if each.dims}
    names, found = {name}, []
    for node in graph.node:  # in the order of computation
        if node.op_type == "Gather" and node.input[1] in names and node.input[0] in rows:
            found.append(rows[node.input[0]])
        elif node.op_type in ("Cast", "Identity", "Reshape") and node.input[0] in names:
            names.update(node.output)
    return min(found, default=None)


def _only_user(graph, name):
    """The one node that reads the numbers of a value; None if there are several, or none."""
    users = [
        node for node in graph.node if name in node.input and node.op_type not in NO_ACTIVATIONS
    ]
    return users[0] if len(users) == 1 else None


def _step(node, name, known):
    """What a node multiplies by, and adds then, on average; None if it does something else."""
    kind = node.op_type
    if kind in PASSING and node.input[0] == name:
        return 1.0, 0.0
    if kind not in ("Add", "Sub", "Mul", "Div") or len(node.input) != 2:
        return None
    is_first = node.input[0] == name
    other = known.get(node.input[1 if is_first else 0])
    if other is None or other.size == 0 or other.dtype.kind not in "fiu":
        return None
    number = float(other.astype(float).mean())
    if kind == "Add":
        return 1.0, number
    if kind == "Sub":
        return (1.0, -number) if is_first else (-1.0, number)
    if kind == "Mul":
        return number, 0.0
    return (1 / number, 0.0) if is_first and number else None
