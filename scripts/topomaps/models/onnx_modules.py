"""Modules of PyTorch that an ONNX graph was exported from, by the metadata of its nodes.

Imports the standard library only.
"""

import ast

# Written by torch.onnx.export: names of the modules around a node, from the outermost, and its own.
SCOPES = "pkg.torch.onnx.name_scopes"


def module_outputs(graph):
    """Outputs of modules: name of the module -> name of the value.

    Only modules count whose nodes give the rest of the graph a single value, so that the name
    cannot mean another: none that is called twice.
    """
    modules = [_modules(node) for node in graph.node]
    leaving = {}
    made = {name: n for n, node in enumerate(graph.node) for name in node.output}
    finals = {each.name for each in graph.output}
    used = {}
    for n, node in enumerate(graph.node):
        for name in node.input:
            used.setdefault(name, []).append(n)
    for name, n in made.items():
        for module in modules[n]:
            users = used.get(name, ())
            if name in finals or any(module not in modules[user] for user in users):
                leaving.setdefault(module, []).append(name)
    return {module: names[0] for module, names in leaving.items() if len(names) == 1}


def modules_of_outputs(graph):
    """Modules that a value is the output of, from the innermost: name of the value -> tuple."""
    found = {}
    for module, name in sorted(module_outputs(graph).items(), key=lambda each: -len(each[0])):
        found.setdefault(name, []).append(module)
    return {name: tuple(modules) for name, modules in found.items()}


def _modules(node):
    """Names of the modules around a node, none without metadata."""
    text = {each.key: each.value for each in node.metadata_props}.get(SCOPES, "")
    try:
        scopes = ast.literal_eval(text) if text else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    is_list = isinstance(scopes, list) and all(isinstance(each, str) for each in scopes)
    return [each for each in scopes[:-1] if each] if is_list else []
