"""Networks in folders of Hugging Face, run by transformers."""

import inspect
import logging
import re
from pathlib import Path

import numpy as np
import torch
import transformers

from topomaps.models.hugging_face_folders import class_names, describe_hugging_face, read_config
from topomaps.models.layer_info import LayerInfo, check_layers
from topomaps.models.network_inputs import arranged
from topomaps.models.preprocessing import Preprocessing
from topomaps.models.remainders import Remainder, nothing_predicted
from topomaps.models.saliency import SCORE, check_influence, no_outputs
from topomaps.models.several_inputs import with_mask
from topomaps.models.torch_axes import AxisOrder, moved_back
from topomaps.models.torch_hooks import (
    device_of,
    evaluating,
    put,
    single_precision,
    taken,
    use_threads,
    weights_of,
)
from topomaps.models.torch_input_gradients import activity_and_gradient, activity_of, as_stored
from topomaps.models.torch_saliency import chosen_scores, products, tracked
from topomaps.models.transformer_blocks import (
    HEADS,
    HIDDEN,
    MLP,
    blocks_of,
    hidden_states,
    n_blocks_of,
    number_of,
)

logger = logging.getLogger(__name__)

MADE_ANEW = re.compile(r"pooler|^(classifier|score)$")
TEXT, IMAGES = "input_ids", "pixel_values"
MASK = "attention_mask"
REMEDY = "say `layer_channels: {{{name}: first}}` of the model, or last"
SIZE = 224  # of images of which only the channels are known


class HuggingFaceNetwork:
    """A network of transformers: encoders and decoders of texts, networks of images and sounds.

    Parameters
    ----------
    folder : path-like
        With config.json and weights of safetensors; nothing is downloaded, no code in it is run.
    threads : int
    class_names : sequence of str, optional
        Of its outputs.
    layer_channels : {"first", "last"}, dict or None
        Where layers have their neurons of which it is not plain; or by layer.
    device : str, optional
        The processor if left out.

    Attributes
    ----------
    name : str
    input_shape, input_dtype, channels
        As of `topomaps.models.networks`; texts have the shape (None,).
    class_names : tuple of str or None
    layers : dict of str -> LayerInfo
        The hidden states `layer_0`, …; of each block `layer_1.heads`, what its heads give side by
        side, and `layer_1.mlp`, its inner neurons; and all modules by their names.
    n_tokens_known : int or None
        Rows of its vocabulary.

    Raises
    ------
    ValueError
        As of `read_config`, or if transformers does not know the network.
    """

    def __init__(self, folder, threads=1, class_names=None, layer_channels=None, device=None):
        use_threads(threads)
        self.name, config = Path(folder).resolve().name, read_config(folder)
        facts = describe_hugging_face(folder)
        self._model, self._device = _loaded(folder, config), device_of(device)
        self._model.to(self._device)
        self.input_shape, self.channels = facts.input_shape, facts.channels
        self.input_dtype, self._settings = facts.input_dtype, facts.preprocessing or {}
        names = class_names or _class_names(config)
        self.class_names = tuple(names) if names else None
        self._blocks = blocks_of(self._model)
        self._modules = {name: each for name, each in self._model.named_modules() if name}
        self.layers = _layer_infos(self._modules, self._blocks, n_blocks_of(self._model.config))
        said = layer_channels if isinstance(layer_channels, dict) else {}
        if isinstance(layer_channels, str):
            said = dict.fromkeys(self.layers, layer_channels)
        self._order = AxisOrder(self._model, said, REMEDY)
        self.n_tokens_known = _vocabulary(self._model)

    def forward(self, layers, preprocess=None, *, outputs=True):
        """Function from inputs to activations of layers, by one pass through the model.

        Parameters
        ----------
        layers : sequence of str
        preprocess : Preprocessing, optional
            Of images.
        outputs : bool
            Whether the model's outputs are wanted.

        Returns
        -------
        callable
            Inputs, images (b, height, width, channels) or a mapping of names to arrays (b, ...) ->
            (dict layer -> float32 (b, N), (b, h, w, N), (b, tokens, N), or of tokens with padding
            a tuple of these and which are real (b, tokens) bool; outputs (b, C) float32 or None).

        Raises
        ------
        ValueError
            If a layer is missing or inputs do not fit.
        """
        check_layers(self, layers)
        modules, before = self._hooked(layers)
        numbers = {name: each for name in layers if (each := number_of(name)) is not None}
        preprocess = preprocess or Preprocessing()

        def call(inputs):
            given = self._tensors(inputs, preprocess)
            with evaluating(self._model), taken(modules, before) as found:
                result = self._run(given, bool(numbers))
                if numbers:
                    found |= hidden_states(result, numbers, self.name)
            real = _real(given.get(MASK))
            values = {name: self._values(name, found, real) for name in layers}
            return values, self._scores(result) if outputs else None

        return call

    def saliency(self, layers, preprocess=None, *, scale=SCORE):
        """Function from inputs and outputs of interest to activations times their gradients.

        Parameters, returned function and errors are those of
        `topomaps.models.keras_networks.KerasNetwork.saliency`; the outputs are scores already.
        """
        check_layers(self, layers)
        if self.class_names is None:
            raise ValueError(no_outputs(self))
        modules, before = self._hooked(layers)
        numbers = {name: each for name in layers if (each := number_of(name)) is not None}
        preprocess = preprocess or Preprocessing()

        def call(inputs, codes):
            given = self._tensors(inputs, preprocess)
            with evaluating(self._model, torch.enable_grad), tracked(modules, before) as found:
                result = self._run(given, bool(numbers))
                found |= {name: result.hidden_states[each] for name, each in numbers.items()}
                outputs = result.logits
                wanted = torch.as_tensor(codes, device=outputs.device)
                found = products(chosen_scores(outputs, outputs, wanted, self.class_names), found)
            check_influence(self, [name for name in layers if name not in found])
            real = _real(given.get(MASK))
            return {name: self._values(name, found, real) for name in layers}, self._scores(result)

        return call

    def input_gradients(self, layer, preprocess=None, tokens=None):
        """Function from inputs and neurons to the mean activity of these, and its gradients.

        Parameters, returned function and errors are those of
        `topomaps.models.keras_networks.KerasNetwork.input_gradients`.
        """
        check_layers(self, [layer])
        preprocess = preprocess or Preprocessing()
        modules, before = self._hooked([layer])
        numbers = {} if number_of(layer) is None else {layer: number_of(layer)}
        main = self._model.main_input_name

        def call(inputs, neurons):
            given = self._tensors(np.float32(inputs), preprocess)
            given[main] = given[main].detach().clone().requires_grad_()
            with evaluating(self._model, torch.enable_grad), tracked(modules, before) as found:
                result = self._run(given, bool(numbers))
                found |= {name: result.hidden_states[each] for name, each in numbers.items()}
                values = self._neurons_last(layer, found[layer])
                found = activity_and_gradient(activity_of(values, neurons, tokens), given[main])
            return as_stored(self, found, preprocess, inputs)

        return call

    def weights(self, layer):
        """Weights that a layer may depend on, a list of Weights; others do not change it."""
        return weights_of(self._model)

    def remainder(self, layer, target=None, preprocess=None):
        """What follows a layer, as of `topomaps.models.keras_networks.KerasNetwork.remainder`.

        The whole network runs, with the layer's values in place of what it computes.
        """
        check_layers(self, [each for each in (layer, target) if each])
        if target is None and self.class_names is None:
            raise ValueError(nothing_predicted(self.name))
        outputs, before = self._hooked([layer])
        if number_of(layer) is not None:
            outputs = {layer: self._block_of(number_of(layer))}
        preprocess = preprocess or Preprocessing()
        rest = None if target is None else self.forward([target], preprocess, outputs=False)
        move = moved_back(lambda each: self._neurons_last(layer, each))

        def run(values, inputs=None):
            values = move(torch.from_numpy(np.ascontiguousarray(values)))
            values = values.to(self._device, self._model.dtype)
            with put(values, outputs.get(layer), before.get(layer)):
                if rest is not None:
                    return rest(inputs)[0][target]
                with evaluating(self._model):
                    return self._scores(self._run(self._tensors(inputs, preprocess), False))

        return Remainder(run, True)

    def _block_of(self, number):
        """The module whose output the hidden states of a number are."""
        given = self._tensors(self._example(), Preprocessing())
        with evaluating(self._model), taken(self._modules) as found:
            states = hidden_states(self._run(given, True), {"": number}, self.name)[""]
        same = [name for name, each in found.items()
                if each.shape == states.shape and torch.equal(each, states)]  # fmt: skip
        if not same:
            raise ValueError(
                f"no module of {self.name} gives the hidden states layer_{number}, so that nothing "
                "can be put in their place; name a module for effects"
            )
        # The outermost one: within it, a residual connection might lead past an inner one.
        return self._modules[min(same, key=lambda name: name.count("."))]

    def resolve_shapes(self):
        """Run one small input to see the shapes of layers."""
        names = [name for name, each in self.layers.items() if each.shape is None]
        modules, before = self._hooked(names)
        numbers = {name: each for name in names if (each := number_of(name)) is not None}
        given = self._tensors(self._example(), Preprocessing())
        with evaluating(self._model), taken(modules, before) as found:
            found |= hidden_states(self._run(given, bool(numbers)), numbers, self.name)
        is_text = TEXT in given
        for name, values in found.items():
            info = self.layers[name]
            if len(values) != 1 or values.ndim not in (2, 3, 4):
                continue
            try:
                shape = tuple(self._neurons_last(name, values).shape)
            except ValueError:
                continue
            shape = (None, shape[-1]) if is_text and len(shape) == 3 else shape[1:]
            self.layers[name] = info._replace(shape=shape)

    def _example(self):
        if self.channels is None and self._model.main_input_name == TEXT:
            numbers = np.arange(1, 8, dtype=np.int64)[None] % (self.n_tokens_known or 8)
            return {TEXT: numbers, MASK: np.ones_like(numbers)}
        if self.channels is not None:
            height, width = self._settings.get("size") or (SIZE, SIZE)
            return np.zeros((1, height, width, self.input_shape[0]), np.float32)
        n_features = getattr(self._model.config, "num_mel_bins", None)
        shape = (1, 16000) if n_features is None else (1, n_features, 3000)
        return {self._model.main_input_name: np.zeros(shape, np.float32)}

    def _hooked(self, layers):
        """Modules whose outputs, and whose inputs, are the layers of these names."""
        before = {name: self._blocks[name] for name in layers if name in self._blocks}
        outputs = {
            name: self._modules[name]
            for name in layers
            if name not in before and number_of(name) is None
        }
        return outputs, before

    def _tensors(self, inputs, preprocess):
        """What the model takes, by name, on its device."""
        if not isinstance(inputs, dict):
            inputs = arranged(self, preprocess(inputs), preprocess.channels, np.transpose)
            inputs = {self._model.main_input_name: inputs}
        taken_by_model = inspect.signature(self._model.forward).parameters
        dtype, found = self._model.dtype, {}
        for name, values in inputs.items():
            if name in taken_by_model:
                values = torch.from_numpy(np.ascontiguousarray(values)).to(self._device)
                found[name] = values.to(dtype) if values.is_floating_point() else values
        return found

    def _run(self, given, with_hidden):
        more = {"output_hidden_states": True} if with_hidden else {}
        try:
            return self._model(**given, **more, return_dict=True)
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            shapes = ", ".join(f"{name} {tuple(each.shape)}" for name, each in given.items())
            raise ValueError(
                f"{self.name} cannot be run on inputs of the shape {shapes}: {error}"
            ) from error

    def _values(self, name, found, real):
        """Activations of a layer with the neurons last, and which tokens are real."""
        if name not in found:
            raise ValueError(f"layer {name} of {self.name} did not run; name one that it uses")
        values = single_precision(self._neurons_last(name, found[name]))
        return with_mask(values, real)

    def _neurons_last(self, name, values):
        if name not in self._modules and values.ndim == 3:  # hidden states and what is in blocks
            return values
        return self._order.neurons_last(name, self._modules.get(name), values)

    def _scores(self, result):
        scores = result.get("logits")
        is_score = scores is not None and scores.ndim == 2 and self.class_names is not None
        return single_precision(scores.detach().cpu()) if is_score else None


def _loaded(folder, config):
    """The network of a folder, by the class that its description names."""
    kind, logged = _auto_class(config), transformers.logging.get_verbosity()
    transformers.logging.set_verbosity_error()
    torch.manual_seed(0)
    try:
        model, report = kind.from_pretrained(
            str(folder), local_files_only=True, trust_remote_code=False, use_safetensors=True,
            dtype="auto", output_loading_info=True,
        )  # fmt: skip
    except Exception as error:  # transformers and safetensors have errors of many kinds
        raise ValueError(
            f"{folder} cannot be opened by transformers {transformers.__version__}: {error}"
        ) from error
    finally:
        transformers.logging.set_verbosity(logged)
    missing = sorted(report["missing_keys"])
    faulty = [each for each in missing if not MADE_ANEW.search(each)]
    if faulty or report.get("mismatched_keys"):
        wrong = (faulty or [str(each[0]) for each in report["mismatched_keys"]])[0]
        raise ValueError(
            f"{folder} has no weights of {wrong}, or others than its config.json says; the files "
            "are of different models, copy them again"
        )
    if missing:
        logger.warning("%s has no weights of %s: these are random", folder, ", ".join(missing))
    return _part(model, config).eval()


def _auto_class(config):
    kind = str((config.get("architectures") or [""])[0])
    if not class_names(config):
        return transformers.AutoModel
    ending = kind[kind.rindex("For") :]
    return getattr(transformers, f"AutoModel{ending}")


def _part(model, config):
    """The part of a network that takes the inputs: of two towers that of images, the encoder."""
    if config.get("vision_config") and hasattr(model, "vision_model"):
        return model.vision_model
    if config.get("is_encoder_decoder"):
        return model.get_encoder()
    return model


def _class_names(config):
    names = class_names(config)
    return names or None


def _vocabulary(model):
    """Rows of the table of tokens; None of a model that takes none."""
    if model.main_input_name != TEXT:
        return None
    try:
        return model.get_input_embeddings().weight.shape[0]
    except (AttributeError, NotImplementedError):
        return None


def _layer_infos(modules, blocks, n_blocks):
    """What is known of the layers by name, hidden states first."""
    names = {}
    for number in range(n_blocks + 1):
        names[HIDDEN.format(number)] = "hidden states"
        for ending, kind in ((HEADS, "heads"), (MLP, "neurons")):
            if (name := HIDDEN.format(number) + ending) in blocks:
                names[name] = kind
    names |= {name: type(each).__name__ for name, each in modules.items()}
    return {name: LayerInfo(name, kind, None) for name, kind in names.items()}


def _real(mask):
    """Which tokens are real (b, tokens) bool; None if nothing says so."""
    return None if mask is None or mask.ndim != 2 else mask.cpu().numpy().astype(bool)
