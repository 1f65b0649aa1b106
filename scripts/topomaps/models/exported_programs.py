"""What an exported program of PyTorch (`.pt2`) says of its model, and whether it is safe to load.

PyTorch looks up the operators that a program names in all of its own modules, evaluates the sizes
that it writes as formulas, and unpickles what is marked so. Programs that do more than compute are
refused here, before PyTorch sees them. Imports the standard library only, for the rules.
"""

import json
import re
import zipfile

# Relative, because the rules import this module as part of `scripts`.
from .model_facts import ModelFacts
from .model_outputs import OutputInfo
from .token_names import holds_tokens

ENDING = ".pt2"
SAVE = "save it again by torch.export.save of PyTorch 2.9 or later"
TYPES = {1: "uint8", 2: "int8", 3: "int16", 4: "int32", 5: "int64", 6: "float16", 7: "float32",
         8: "float64", 12: "bool", 13: "bfloat16"}  # fmt: skip
STORED = ("weights_config.json", "constants_config.json")
OPERATORS = re.compile(
    r"torch\.ops\.(aten(?!\.from_file)|prims|higher_order)\.\w+(\.\w+)?"
    r"|torch\.ops\.torchvision\.\w+(\.\w+)?|torch\.sym_\w+|math\.\w+"
    r"|_operator\.(add|sub|mul|truediv|floordiv|mod|pow|neg|pos|eq|ne|lt|le|gt|ge|and_|or_|not_|"
    r"getitem|index)"
)
NAMES_OF_FORMULAS = {
    "Symbol", "Integer", "Rational", "Float", "Add", "Mul", "Pow", "Mod", "Max", "Min", "Abs",
    "FloorDiv", "PythonMod", "CleanDiv", "CeilToInt", "ModularIndexing", "Identity", "positive",
    "integer", "nonnegative", "negative", "True", "False", "true", "false", "oo", "int_oo", "Eq",
    "Ne", "Lt", "Le", "Gt", "Ge", "And", "Or", "Not",
}  # fmt: skip


def describe_exported(path):
    """What a file says of its model.

    Returns
    -------
    ModelFacts

    Raises
    ------
    ValueError
        If it is damaged, of an older form, or may do more than compute.
    """
    program = read_program(path)
    graph = program["graph_module"]["graph"]
    inputs = user_inputs(program)
    users = next(filter(holds_tokens, inputs), next(iter(inputs), None))
    shape, dtype = (None, None) if users is None else _shape(graph, users)
    return ModelFacts(
        layers=tuple(module_paths(graph)),
        input_shape=shape,
        outputs=tuple(OutputInfo(name, _shape(graph, name)[0]) for name in user_outputs(program)),
        scales=False,
        input_dtype=dtype,
        channels="first" if shape is not None and len(shape) == 3 else None,
        inputs=tuple(inputs),
    )


def read_program(path):
    """The description of the one program in a file, checked.

    Raises
    ------
    ValueError
        As of `describe_exported`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            found = [each for each in names if re.search(r"(^|/)models/[^/]+\.json$", each)]
            if len(found) != 1 or any("/aotinductor/" in f"/{each}" for each in names):
                raise ValueError(f"{path} is no exported program of one model; {SAVE}")
            program = json.loads(archive.read(found[0]))
            stored = [json.loads(archive.read(each)) for each in names if each.endswith(STORED)]
        _check_stored(path, stored)
        _check_graph(path, program)
        program["graph_module"]["signature"]["input_specs"]
    except (zipfile.BadZipFile, OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is damaged ({error}); {SAVE}") from error
    return program


def _check_stored(path, configs):
    """Refuse weights and constants that are not stored as numbers alone."""
    for name, each in ((key, it) for config in configs for key, it in config["config"].items()):
        if each.get("use_pickle") or not each.get("path_name", "").startswith(
            ("weight_", "tensor_")
        ):
            raise ValueError(
                f"{path} is not loaded: {name!r} in it is pickled, which can hold code; give the "
                f"model a tensor of its own for it and {SAVE}"
            )


def _check_graph(path, value):
    """Refuse operators and formulas of sizes that may do more than compute."""
    if isinstance(value, list):
        for each in value:
            _check_graph(path, each)
    elif isinstance(value, dict):
        target, formula = value.get("target"), value.get("expr_str")
        is_node = isinstance(target, str) and "inputs" in value
        if is_node and not OPERATORS.fullmatch(target):
            raise ValueError(
                f"{path} is not loaded: its operator {target!r} is none of those that are known to "
                "compute alone; extract activations by topomaps.extract and use those (way 1)"
            )
        if isinstance(formula, str) and not is_formula(formula):
            raise ValueError(f"{path} is not loaded: it has the size {formula!r}; {SAVE}")
        for each in value.values():
            _check_graph(path, each)


def is_formula(text):
    """Whether a text is a formula of sizes and nothing else."""
    names = re.findall(r"[A-Za-z_]\w*", text)
    known = all(name in NAMES_OF_FORMULAS or re.fullmatch(r"[a-z]{1,3}\d+", name) for name in names)
    return known and re.fullmatch(r"[\w\s(),='*+\-/<>.]*", text) is not None and "'." not in text


def user_inputs(program):
    """Names of the inputs that a user gives, in order."""
    specs = program["graph_module"]["signature"]["input_specs"]
    given = [each["user_input"]["arg"] for each in specs if "user_input" in each]
    return [each["as_tensor"]["name"] for each in given if "as_tensor" in each]


def user_outputs(program):
    """Names of the outputs that are tensors, in order."""
    specs = program["graph_module"]["signature"]["output_specs"]
    given = [each["user_output"]["arg"] for each in specs if "user_output" in each]
    return [each["as_tensor"]["name"] for each in given if "as_tensor" in each]


def _shape(graph, name):
    """Shape of a value for one input, None where free, and the type of its numbers."""
    value = graph["tensor_values"][name]
    sizes = [each.get("as_int") for each in value["sizes"]]
    return tuple(sizes[1:]), TYPES.get(value["dtype"])


def module_paths(graph):
    """Paths of the modules that a graph was made of, in the order in which they end."""
    found = {}
    for place, node in enumerate(graph["nodes"]):
        for path in paths_of(node.get("metadata", {}).get("nn_module_stack", "")):
            found[path] = place
    # Of modules that end together the inner one comes first.
    return sorted(found, key=lambda path: (found[path], -path.count(".")))


def paths_of(stack):
    """Paths of the modules around a node, from the text that tells them."""
    entries = (entry.split(",") for entry in stack.split(";") if entry)
    return [entry[1].split("@")[0] for entry in entries if len(entry) > 1 and entry[1]]
