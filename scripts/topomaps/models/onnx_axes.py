"""Which dimension of an activation in an ONNX graph counts its neurons, told by its operators.

Convolutions and pooling have them in the second dimension, products with weights in the last; what
works number by number keeps the order, a transposition moves it. All else is not guessed. Places
are counted from the end, -1 is the last.
"""

from . import onnx_moves as moves
from .onnx_graphs import activations, attributes, constants, inner_graphs, values_of
from .onnx_moves import Known

SECOND = ("BatchNormalization", "ConvInteger", "DepthToSpace", "FusedConv", "GlobalAveragePool",
          "GlobalLpPool", "GlobalMaxPool", "AveragePool", "GroupNormalization", "LpPool", "LRN",
          "InstanceNormalization", "MaxPool", "MaxRoiPool", "MeanVarianceNormalization",
          "SpaceToDepth")  # fmt: skip
CONVOLUTIONS = {"Conv": 1, "ConvTranspose": 1, "FusedConv": 1, "ConvInteger": 1,
                "QLinearConv": 3, "DeformConv": 1}  # fmt: skip  # place of the kernel
LAST = ("BiasGelu", "EmbedLayerNormalization", "FusedGemm", "GRU", "Gemm", "LSTM",
        "LinearClassifier", "LinearRegressor", "RNN", "SVMClassifier", "SVMRegressor",
        "SkipLayerNormalization", "TreeEnsembleClassifier", "TreeEnsembleRegressor")  # fmt: skip
PRODUCTS = ("FusedMatMul", "MatMul", "MatMulInteger", "MatMulNBits", "QLinearMatMul")
KEEPING = (
    "Abs", "Acos", "Asin", "Atan", "Cast", "CastLike", "Ceil", "Celu", "Clip", "Cos", "CumSum",
    "DequantizeLinear", "Dropout", "DynamicQuantizeLinear", "Elu", "Erf", "Exp", "Expand",
    "FastGelu", "Floor", "Gelu", "HardSigmoid", "HardSwish", "Hardmax", "Identity", "LeakyRelu",
    "Log", "LogSoftmax", "LpNormalization", "Mish", "Neg", "PRelu", "Pad", "QuantizeLinear",
    "QuickGelu", "Reciprocal", "Relu", "Resize", "Round", "ScatterElements", "ScatterND", "Selu",
    "Shrink", "Sigmoid", "Sign", "Sin", "Sinh", "Slice", "Softmax", "Softplus", "Softsign", "Split",
    "Sqrt", "Swish", "Tan", "Tanh", "ThresholdedRelu", "Tile", "TopK", "Trilu", "Upsample",
)  # fmt: skip
JOINING = ("Add", "Concat", "Div", "Max", "Mean", "Min", "Mod", "Mul", "Pow", "Sub", "Sum", "Where",
           "QLinearAdd", "QLinearConcat", "QLinearMul")  # fmt: skip
NORMALISING = ("LayerNormalization", "RMSNormalization", "SimplifiedLayerNormalization")


def neuron_axes(graph, taken=None):
    """Place of the neurons in each activation of a graph, counted from the end.

    Parameters
    ----------
    graph : onnx.GraphProto
        As of `bare_graph`.
    taken : int or None
        That of the channels in the input.

    Returns
    -------
    dict of str -> int or None
        None where the graph does not tell.
    """
    inputs = {each.name: taken for each in graph.input}
    known = Known(inputs, activations(graph), values_of(graph), constants(graph))
    _follow(graph.node, known)
    units = {name: -1 for name in known.real if known.rank(name) == 2}
    return {name: known.axis(name) for name in known.real} | units


def input_channels(graph, name):
    """Where a graph has the channels of its images: "first", "last", or None if it does not tell.

    The first convolution or pooling that an image reaches needs them as its second dimension.
    """
    found = set()
    for channels, taken in (("first", -3), ("last", -1)):
        axes = neuron_axes(graph, taken) | {name: taken}
        for node in graph.node:
            if node.op_type in (*CONVOLUTIONS, *SECOND) and axes.get(node.input[0]) is not None:
                found |= {channels} if axes[node.input[0]] == -3 else set()
                break
    return found.pop() if len(found) == 1 else None


def _follow(nodes, known):
    for node in nodes:
        if any(name in known.real for name in node.output):
            axis = _axis(node, known)
            known.axes.update((name, axis) for name in node.output if name)


def _axis(node, known):
    kind = node.op_type
    if kind in LAST:
        return -1
    if kind in CONVOLUTIONS or kind in SECOND:
        return _second(node, known)
    if kind in KEEPING:
        return known.axis(node.input[0])
    if kind in JOINING:
        return _joined(node, known)
    rule = RULES.get(kind)
    return rule(node, known) if rule else None


def _second(node, known):
    """By definition the second dimension; of what is no convolution, that of the input if known."""
    place = CONVOLUTIONS.get(node.op_type)
    if place is None and known.axis(node.input[0]) is not None:
        return known.axis(node.input[0])
    names = [node.output[0], node.input[0], *([] if place is None else [node.input[place]])]
    rank = next((known.rank(name) for name in names if known.rank(name)), None)
    return None if rank is None else 1 - rank


def _joined(node, known):
    """The place that all inputs agree on of which it is known; dimensions match from the end.

    Where it is known of none, a weight for each channel, and nothing else, tells it.
    """
    axes = {known.axis(name) for name in node.input} - {None}
    if not axes:
        shapes = [known.shape(name) or () for name in node.input if name not in known.real]
        wide = [[n - len(each) for n, size in enumerate(each) if size != 1] for each in shapes]
        axes = {places[0] for places in wide if len(places) == 1}
    return axes.pop() if len(axes) == 1 else None


def _product(node, known):
    """Products with weights have their columns last; of two activations nothing is known."""
    first, second = node.input[0], node.input[3 if node.op_type == "QLinearMatMul" else 1]
    if second not in known.real:
        return -1 if known.rank(second) != 1 else None
    return -1 if first not in known.real and known.axis(second) == -1 else None


def _attended(node, known):
    """Units of tokens have the units last; where heads are kept apart, nothing is known."""
    return -1 if known.rank(node.output[0]) == 3 else None


def _normalised(node, known):
    axis = known.axis(node.input[0])
    if axis is not None:
        return axis
    rank, at = known.rank(node.input[0]), attributes(node).get("axis", -1)
    return -1 if at == -1 or rank == at + 1 else None


def _chosen(node, known):
    """What both branches of an `If` agree on."""
    axes = set()
    for graph in inner_graphs(node):
        real = {**known.real, **{name: "" for each in graph.node for name in each.output}}
        numbers = {**known.constants, **constants(graph)}
        branch = Known(dict(known.axes), real, {**known.values, **values_of(graph)}, numbers)
        _follow(graph.node, branch)
        axes |= {branch.axis(each.name) for each in graph.output}
    return axes.pop() if len(axes) == 1 else None


RULES = {
    "Attention": _attended,
    "Flatten": lambda node, known: -1,
    "Gather": moves.gather,
    "If": _chosen,
    "MultiHeadAttention": _attended,
    "Reshape": moves.reshape,
    "Squeeze": moves.without,
    "Transpose": moves.transpose,
    "Unsqueeze": moves.unsqueeze,
    **dict.fromkeys(NORMALISING, _normalised),
    **dict.fromkeys(PRODUCTS, _product),
    **dict.fromkeys(
        ("ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum", "ReduceL1", "ReduceL2",
         "ReduceLogSumExp", "ReduceProd", "ReduceSumSquare"), moves.without,
    ),
}  # fmt: skip
