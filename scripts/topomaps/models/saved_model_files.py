"""What a folder of TensorFlow, a SavedModel, says of its model, without loading it.

Imports the standard library only, for the rules: `saved_model.pb` is read by the rules of protocol
buffers. The layers are found when the model is opened.
"""

import re
from pathlib import Path

from .model_facts import ModelFacts
from .model_outputs import OutputInfo
from .protocol_buffers import entries, messages, number, signed, text, texts
from .token_names import holds_tokens

FILE = "saved_model.pb"
# Operations that reach out of the network: to files, other programs, Python or a terminal.
REACHING_OUT = re.compile(
    r"PyFunc|File|Reader|Dataset|Iterator|Print|Summary|Debug|Rpc|Remote|Import|Export|Dump|Custom|"
    r"Lmdb|Launch|Bigtable"
)
# TensorFlow's own saving and restoring of weights, which every SavedModel has.
OF_THE_SAVER = re.compile(r"traced_(save|restore)|_save_|_restore_")
SCALING = ("Add", "AddV2", "Div", "Mul", "RealDiv", "Sub")
OF_INPUTS = ("Cast", "ExpandDims", "Identity", "ResizeBilinear", "ReverseV2", "StridedSlice")
REAL = (1, 2, 14, 19)  # floating point
# Of types of numbers, by TensorFlow's count.
DTYPES = {1: "float32", 2: "float64", 3: "int32", 4: "uint8", 5: "int16", 6: "int8", 7: "string",
          9: "int64", 14: "bfloat16", 17: "uint16", 19: "float16"}  # fmt: skip


def describe_saved_model(path):
    """What the folder says of its model.

    Returns
    -------
    ModelFacts
        Its layers are not known yet, None.

    Raises
    ------
    ValueError
        If it is damaged, has operations that reach out of the network, or no input.
    """
    path = Path(path)
    try:
        (graph,) = messages((path / FILE).read_bytes(), 2)[:1]
        functions = messages(b"".join(messages(messages(graph, 2)[0], 2)), 1)
        _refuse_reaching_out(path, graph, functions)
        inputs, outputs = signature(graph, path)
    except (IndexError, KeyError, UnicodeDecodeError, ValueError) as error:
        if str(error).startswith(str(path)):
            raise
        raise ValueError(
            f"{path} is no whole SavedModel ({error!r}); save it again, or convert it to ONNX: "
            f"{conversion(path)}"
        ) from error
    name = next(filter(holds_tokens, inputs), next(iter(inputs)))
    dtype, shape = inputs[name]
    return ModelFacts(
        layers=None,
        input_shape=shape and shape[1:],
        outputs=outputs,
        scales=any(map(_scales, functions)),
        input_dtype=DTYPES.get(dtype),
        inputs=tuple(inputs),
    )


def conversion(path):
    """How a SavedModel becomes ONNX."""
    return f"`python -m tf2onnx.convert --saved-model {path} --output model.onnx`"


def chosen_signature(names, path):
    """Name of the signature that is used: `serving_default`, or the only one."""
    if "serving_default" in names:
        return "serving_default"
    names = [name for name in names if not name.startswith("__")]
    if len(names) == 1:
        return names[0]
    raise ValueError(
        f"{path} has no signature `serving_default` (it has: {', '.join(names) or 'none'}); save "
        "it with one, by model.export(folder) or tf.saved_model.save(…, signatures=…)"
    )


def signature(graph, path):
    """Inputs (name -> type, shape) and outputs (OutputInfo) of the signature that is used."""
    known = entries(graph, 5)
    chosen = known[chosen_signature(list(known), path)]
    inputs = {name: _tensor(each) for name, each in entries(chosen, 1).items()}
    outputs = {name: _tensor(each) for name, each in entries(chosen, 2).items()}
    return inputs, tuple(
        OutputInfo(name, shape and shape[1:], is_real=dtype in REAL)
        for name, (dtype, shape) in sorted(outputs.items())
    )


def _tensor(info):
    shapes = messages(info, 3)
    if not shapes or number(shapes[0], 3):
        return number(info, 2), None
    sizes = [signed(number(each, 1)) for each in messages(shapes[0], 2)]
    return number(info, 2), tuple(size if size > 0 else None for size in sizes)


def _refuse_reaching_out(path, graph, functions):
    """Raise ValueError if anything that may run is no computation alone."""
    nodes = [*messages(messages(graph, 2)[0], 1)]
    for function in functions:
        if not OF_THE_SAVER.search(text(messages(function, 1)[0], 1)):
            nodes += messages(function, 3)
    for node in nodes:
        if REACHING_OUT.search(kind := text(node, 2)):
            raise ValueError(
                f"{path} is not loaded: its node {text(node, 1)!r} is the operation {kind}, which "
                "reaches out of the network, to files, programs or Python; export activations and "
                "use those instead (way 1)"
            )


def _scales(function):
    """Whether a function computes with numbers on its first argument before anything else."""
    arguments = messages(messages(function, 1)[0], 2)
    reached = {text(each, 1) for each in arguments[:1]}
    for node in messages(function, 3):
        name, kind = text(node, 1), text(node, 2)
        inputs = [each.split(":")[0] for each in texts(node, 3)]
        if reached.isdisjoint(inputs):
            continue
        if kind in SCALING and not reached.issuperset(inputs):
            return True
        if kind in OF_INPUTS:
            reached.add(name)
    return False
