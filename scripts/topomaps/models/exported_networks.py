"""Exported programs of PyTorch (`.pt2`) as networks."""

import io
import operator
import zipfile
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch.export.passes import move_to_device_pass

from topomaps.models.exported_programs import (
    describe_exported,
    module_paths,
    read_program,
    user_inputs,
)
from topomaps.models.layer_info import LayerInfo, check_layers
from topomaps.models.model_outputs import prediction_output
from topomaps.models.network_inputs import arranged, as_whole_numbers
from topomaps.models.neuron_axes import chosen_axis, shape_with_last
from topomaps.models.preprocessing import Preprocessing
from topomaps.models.remainders import Remainder, nothing_predicted
from topomaps.models.saliency import SCORE, check_influence, no_outputs
from topomaps.models.several_inputs import named_inputs, real_tokens, users_input, with_mask
from topomaps.models.torch_axes import AxisOrder, moved_back
from topomaps.models.torch_hooks import device_of, single_precision, use_threads, weights_of
from topomaps.models.torch_input_gradients import activity_and_gradient, activity_of, as_stored
from topomaps.models.torch_saliency import (
    GradientRunner,
    chosen_scores,
    products,
    score_node,
)

REMEDY = "say `layer_channels: {{{name}: first}}` of the model, or last"
LENGTHS = ("conv1d", "conv_transpose1d", "max_pool1d", "avg_pool1d", "adaptive_avg_pool1d")
TOKEN_OPERATORS = ("linear", "layer_norm", "embedding", "lstm", "gru")


class ExportedNetwork:
    """A program of `torch.export`, whose layers are the modules that it was made of.

    Parameters
    ----------
    path : path-like
    threads : int
    class_names : sequence of str, optional
        Of its outputs.
    layer_channels : {"first", "last"}, dict or None
        Where layers have their neurons of which it is not plain; or by layer.
    outputs : str, optional
        Name of the output that holds the predictions, if there are several.
    device : str, optional
        The processor if left out.
    constants : dict of str -> float, optional
        Numbers that further inputs have, by their names.

    Attributes
    ----------
    name, input_shape, input_dtype, channels, class_names, layers, outputs
        As of `topomaps.models.networks`.
    n_tokens_known : int or None
        Rows of the table in which the user's input is looked up, where it is.

    Raises
    ------
    ValueError
        As of `describe_exported`, or if PyTorch cannot load it.
    """

    def __init__(
        self, path, threads=1, class_names=None, layer_channels=None, outputs=None, device=None,
        constants=None,
    ):  # fmt: skip
        use_threads(threads)
        self.path, self.name, facts = Path(path), Path(path).stem, describe_exported(path)
        program = read_program(path)
        self._inputs, self._constants = user_inputs(program), constants or {}
        self._device = device_of(device)
        loaded = _loaded(path)
        if self._device.type != "cpu":  # some operations name the device that they were made on
            loaded = move_to_device_pass(loaded, self._device)
        self._classes = prediction_output(facts.outputs, outputs)
        self._graph = loaded.module().to(self._device)
        self.input_shape, self.input_dtype = facts.input_shape, facts.input_dtype
        self.channels, self.outputs = facts.channels, facts.outputs
        self.class_names = None if class_names is None else tuple(class_names)
        self._nodes = output_nodes(self._graph.graph)
        names = [each for each in module_paths(program["graph_module"]["graph"])
                 if each in self._nodes]  # fmt: skip
        self._said = layer_channels
        said = layer_channels if isinstance(layer_channels, dict) else {}
        if isinstance(layer_channels, str):
            said = dict.fromkeys(names, layer_channels)
        self._order = AxisOrder(None, said, REMEDY)
        self.layers = {name: self._info(name) for name in names}
        self.n_tokens_known = _vocabulary(
            self._graph.graph, self._inputs.index(users_input(self._inputs, self._constants))
        )

    def forward(self, layers, preprocess=None, *, outputs=True):
        """Function from inputs to activations of layers, by one pass through the program.

        Parameters, returned function and errors are those of
        `topomaps.models.hugging_face_networks.HuggingFaceNetwork.forward`.
        """
        check_layers(self, layers)
        by_node = {}
        for node, name in ((self._nodes[name].name, name) for name in layers):
            by_node.setdefault(node, []).append(name)
        wanted, preprocess = by_node, preprocess or Preprocessing()
        place = self._place_of_classes() if outputs else None

        def call(inputs):
            given, n_inputs = self._given(inputs, preprocess)
            found, results = self._run(given, n_inputs, partial(self._copied, wanted))
            real = real_tokens(inputs)
            values = {name: self._values(name, found, real) for name in layers}
            scores = None if place is None else single_precision(results[place])
            return values, scores if scores is not None and scores.ndim == 2 else None

        return call

    def saliency(self, layers, preprocess=None, *, scale=SCORE):
        """Function from inputs and outputs of interest to activations times their gradients.

        Parameters, returned function and errors are those of
        `topomaps.models.keras_networks.KerasNetwork.saliency`.
        """
        check_layers(self, layers)
        if (place := self._place_of_classes()) is None:
            raise ValueError(no_outputs(self))
        nodes = {name: self._nodes[name].name for name in layers}
        scores = score_node(self._graph.graph, place).name if scale == SCORE else None
        preprocess = preprocess or Preprocessing()

        def call(inputs, codes):
            given, n_inputs = self._given(inputs, preprocess)
            codes = torch.as_tensor(codes, device=self._device)

            def run(part, start):
                runner = GradientRunner(self._graph, {*nodes.values(), scores})
                with torch.enable_grad():
                    results = _as_list(runner.run(*part, enable_io_processing=False))
                    outputs = [each for each in results if isinstance(each, torch.Tensor)][place]
                    own = _filled(codes[start : start + len(part[0])], len(outputs))
                    before = runner.found.pop(scores, outputs)
                    chosen = chosen_scores(before, outputs, own, self.class_names)
                    derived = runner.found | ({scores: before} if scores else {})
                    return products(chosen, derived), results

            found, results = self._run(given, n_inputs, run)
            check_influence(self, [name for name in layers if nodes[name] not in found])
            found = {name: found[nodes[name]] for name in layers}
            real = real_tokens(inputs)
            values = {name: self._values(name, found, real) for name in layers}
            return values, single_precision(results[place].detach())

        return call

    def input_gradients(self, layer, preprocess=None, tokens=None):
        """Function from inputs and neurons to the mean activity of these, and its gradients.

        Parameters, returned function and errors are those of
        `topomaps.models.keras_networks.KerasNetwork.input_gradients`.
        """
        check_layers(self, [layer])
        preprocess = preprocess or Preprocessing()
        place = self._inputs.index(users_input(self._inputs, self._constants))

        def call(inputs, neurons):
            given, n_inputs = self._given(np.float32(inputs), preprocess)
            run = partial(self._derived, layer, neurons, tokens, place)
            return as_stored(self, self._run(given, n_inputs, run)[0], preprocess, inputs)

        return call

    def _derived(self, layer, neurons, tokens, place, part, start):
        """Activity and gradients of a part of the inputs, and no outputs."""
        part[place] = part[place].detach().clone().requires_grad_()
        node = self._nodes[layer]
        runner = GradientRunner(self._graph, {node.name})
        with torch.enable_grad():
            runner.run(*part, enable_io_processing=False)
            values = runner.found[node.name]
            values = self._order.neurons_last(layer, _module_like(node, values.ndim), values)
            found = activity_and_gradient(activity_of(values, neurons, tokens), part[place])
        return found, []

    def weights(self, layer):
        """Weights that a layer may depend on, a list of Weights; others do not change it."""
        return weights_of(self._graph)

    def remainder(self, layer, target=None, preprocess=None):
        """What follows a layer, as of `topomaps.models.keras_networks.KerasNetwork.remainder`."""
        check_layers(self, [each for each in (layer, target) if each])
        place = None if target else self._place_of_classes()
        if target is None and place is None:
            raise ValueError(nothing_predicted(self.name))
        first, preprocess = self._nodes[layer], preprocess or Preprocessing()
        last = self._nodes[target] if target else output_of(self._graph.graph)
        needed = nodes_between(self._graph.graph, first, last)
        others = [node for node in self._graph.graph.nodes if node not in needed]
        needs_inputs = any(node.op == "placeholder" for node in needed)
        size = self._size_of_batch()
        move = moved_back(lambda each: self._order.neurons_last(
            layer, _module_like(first, each.ndim), each))  # fmt: skip

        def run(values, inputs=None):
            values = move(torch.from_numpy(values)).to(self._device, first.meta["val"].dtype)
            given = self._given(inputs, preprocess)[0] if needs_inputs else []
            known = {node: None for node in others if not (given and node.op == "placeholder")}
            wanted = {last.name: [target]} if target else {}
            n_inputs = len(values)

            def run_part(part, start):
                own = _filled(values[start : start + size], size) if size else values
                sizes = sizes_of(self._graph.graph, len(own))
                return self._copied(wanted, part, start, {**known, **sizes, first: own})

            found, results = self._run(given, n_inputs, run_part)
            return self._values(target, found, None) if target else single_precision(results[place])

        return Remainder(run, needs_inputs)

    def resolve_shapes(self):
        """Nothing is left to see: the program tells the shapes of its layers."""

    def _info(self, name):
        """What is known of a layer."""
        node = self._nodes[name]
        shape = [each if isinstance(each, int) else None for each in node.meta["val"].shape[1:]]
        module = _module_like(node, len(shape) + 1)
        first = len(shape) == 3 or isinstance(module, torch.nn.Conv1d)
        axis = chosen_axis(-len(shape) if first else -1, self._said, name, len(shape))
        kind = str(node.target).split(".")[-2] if "." in str(node.target) else node.name
        return LayerInfo(name, kind, shape_with_last(tuple(shape), axis), axis)

    def _place_of_classes(self):
        names = [each.name for each in self.outputs]
        return None if self._classes is None else names.index(self._classes.name)

    def _given(self, inputs, preprocess):
        """Arrays of the inputs in the order of the program's, and how many inputs there are."""
        if not isinstance(inputs, dict):
            inputs = arranged(self, preprocess(inputs), preprocess.channels, np.transpose)
            if "int" in (self.input_dtype or ""):
                inputs = as_whole_numbers(inputs, np.dtype(self.input_dtype), self.name,
                                          may_round=preprocess.colors == "grey")  # fmt: skip
        nodes = [node for node in self._graph.graph.nodes if node.op == "placeholder"]
        shapes = {each: node.meta["val"] for each, node in zip(self._inputs, nodes, strict=True)}
        arrays = named_inputs(inputs, {name: tuple(each.shape) for name, each in shapes.items()},
                              self._constants, self.name)  # fmt: skip
        n_inputs = len(next(iter(inputs.values())) if isinstance(inputs, dict) else inputs)
        return [torch.from_numpy(np.ascontiguousarray(arrays[name])).to(self._device, each.dtype)
                for name, each in shapes.items()], n_inputs  # fmt: skip

    def _run(self, given, n_inputs, run):
        """Layers' values by name and the program's outputs, in parts of the size that it takes.

        `run` gives both for a part of the inputs, and is told where this begins.
        """
        size = self._size_of_batch() or n_inputs
        parts = []
        for start in range(0, n_inputs, size):
            part = [_filled(each[start : start + size], size) for each in given]
            try:
                found, results = run(part, start)
            except (RuntimeError, AssertionError, ValueError, TypeError) as error:
                shapes = ", ".join(str(tuple(each.shape)) for each in given)
                raise ValueError(
                    f"{self.path} cannot be run on inputs of the shape {shapes}: {error}; export "
                    "it with dynamic_shapes, as torch.export.Dim.AUTO, where inputs differ"
                ) from error
            parts.append((found, [each.cpu() for each in results
                                  if isinstance(each, torch.Tensor)]))  # fmt: skip
        found = {name: torch.cat([each[name] for each, _ in parts])[:n_inputs]
                 for name in parts[0][0]}  # fmt: skip
        several = zip(*(each for _, each in parts), strict=True)
        return found, [_joined(each, n_inputs) for each in several]

    def _copied(self, wanted, part, start, known=None):
        """Copies of the values at the nodes of layers, and the outputs, of a part of the inputs.

        Nodes whose values are known are not run.
        """
        runner = _CopyingRunner(self._graph, wanted)
        with torch.inference_mode():
            results = runner.run(*part, initial_env=known, enable_io_processing=False)
        return runner.found, _as_list(results)

    def _size_of_batch(self):
        """Number of inputs that the program takes at once; None if any."""
        first = next(node for node in self._graph.graph.nodes if node.op == "placeholder")
        size = first.meta["val"].shape[0] if first.meta["val"].ndim else None
        return size if isinstance(size, int) else None

    def _values(self, name, found, real):
        """Values of a layer with the neurons last, and which tokens are real."""
        node, values = self._nodes[name], found[name]
        values = self._order.neurons_last(name, _module_like(node, values.ndim), values)
        values = single_precision(values)
        return with_mask(values, real)


class _CopyingRunner(torch.fx.Interpreter):
    """Runs a graph and copies the values of some nodes before later ones change them in place."""

    def __init__(self, module, wanted):
        super().__init__(module)
        self._wanted, self.found = wanted, {}

    def run_node(self, n):
        value = super().run_node(n)
        for name in self._wanted.get(n.name, ()):
            self.found[name] = value.detach().to("cpu", copy=True)
        return value


def _as_list(results):
    return list(results) if isinstance(results, (list, tuple)) else [results]


def _loaded(path):
    """The program of a checked file."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if "/sample_inputs/" in f"/{name}":  # PyTorch would unpickle what this refuses
                    torch.load(io.BytesIO(archive.read(name)), weights_only=True)
        return torch.export.load(str(path))
    except Exception as error:  # of many kinds, of PyTorch and of pickle
        raise ValueError(
            f"{path} cannot be loaded by PyTorch {torch.__version__}: {error}; export it again"
        ) from error


def output_nodes(graph):
    """The node of each module that gives its main output, by the module's path.

    It is the last of its nodes whose value is used outside of the module and counts inputs first;
    of an operator with several values, as of an LSTM, the first of them.
    """
    members, n_inputs = {}, _first_size(next(each for each in graph.nodes if _is_given(each)))
    for node in graph.nodes:
        for path, _ in (node.meta.get("nn_module_stack") or {}).values():
            if path:
                members.setdefault(path.split("@")[0], {})[node] = None
    found = {}
    for path, nodes in members.items():
        given = [
            node for node in nodes
            if _is_tensor(node) and _first_size(node) == n_inputs and {*node.users} - {*nodes}
        ]  # fmt: skip
        if given:
            several = [each for each in given if each.args[:1] == given[-1].args[:1]]
            is_one = given[-1].target is operator.getitem
            found[path] = several[0] if is_one else given[-1]
    return found


def _is_given(node):
    """Whether a node is an input that counts inputs first."""
    return node.op == "placeholder" and bool(node.meta["val"].ndim)


def _first_size(node):
    """First dimension of a value, a number or a symbol, as text."""
    return str(node.meta["val"].shape[0])


def output_of(graph):
    """The node of a graph that gives its outputs."""
    return next(node for node in graph.nodes if node.op == "output")


def nodes_between(graph, first, last):
    """Nodes that the last one is computed from where the first one is known; the last included.

    What changes a needed value in place is needed, too.
    """
    needed = {last}
    for node in reversed(graph.nodes):
        changes = str(node.target).split(".")[-2:-1]
        in_place = bool(changes) and changes[0].endswith("_") and node.args[:1] != (node,)
        is_changed = in_place and node.args and node.args[0] in needed | {first}
        if (node in needed or is_changed) and node is not first and not _is_size(node):
            needed |= {node, *node.all_input_nodes}
    return needed - {first} - {node for node in needed if _is_size(node)}


def sizes_of(graph, n_inputs):
    """The nodes that give the number of inputs, and this number."""
    return {node: n_inputs for node in graph.nodes if _is_size(node)}


def _is_size(node):
    """Whether a node gives the number of inputs of the program."""
    is_size = node.target is torch.ops.aten.sym_size.int and node.args[1] == 0
    return is_size and node.args[0].op == "placeholder"


def _is_tensor(node):
    return isinstance(node.meta.get("val"), torch.Tensor) and node.meta["val"].ndim > 1


def _module_like(node, n_dims):
    """A module whose outputs lie as those of a node, as far as its operator tells."""
    named = str(node.target)
    if n_dims == 3 and any(f".{each}." in f"{named}." for each in LENGTHS):
        return _LIKE_LENGTHS
    if any(f".{each}." in f"{named}." for each in TOKEN_OPERATORS):
        return _LIKE_TOKENS
    return _UNKNOWN


_LIKE_LENGTHS, _LIKE_TOKENS = torch.nn.Conv1d(1, 1, 1), torch.nn.Linear(1, 1)
_UNKNOWN = torch.nn.Identity()


def _vocabulary(graph, place):
    """Rows of the table that an input is looked up in, by its place; None where it is in none."""
    tokens = [node for node in graph.nodes if node.op == "placeholder"][place]
    for node in tokens.users:
        if "embedding" in str(node.target):
            return node.args[0].meta["val"].shape[0] if "val" in node.args[0].meta else None
    return None


def _filled(values, size):
    """Values (b, ...) filled up to a number by repetition of the last."""
    if values.ndim == 0 or len(values) == size:
        return values
    return torch.cat([values, values[-1:].expand(size - len(values), *values.shape[1:])])


def _joined(parts, n_inputs):
    return torch.cat(parts)[:n_inputs] if parts[0].ndim else parts[0]
