"""Copies of what modules of PyTorch take and give, made before later steps change it in place."""

import logging
from collections.abc import Mapping
from contextlib import contextmanager
from functools import partial

import torch

from topomaps.models.formats import ANY_GPU
from topomaps.models.randomised_weights import Weights

logger = logging.getLogger(__name__)
MAIN_OUTPUTS = ("last_hidden_state", "logits")  # of modules that name their outputs


@contextmanager
def taken(outputs=None, inputs=None):
    """Copy what modules give or take while a block runs the model.

    Parameters
    ----------
    outputs, inputs : dict of str -> torch.nn.Module
        By the names under which the main output of a module, or its first input, is to be found;
        of a module that runs several times it is that of the last.

    Yields
    ------
    dict of str -> torch.Tensor
        On the CPU; a name is missing where its module has not run or gives no tensor.
    """
    found = {}

    def keep(name, value):
        if (values := first_tensor(value)) is not None:
            found[name] = values.detach().to("cpu", copy=True)

    def output_hook(name):
        return lambda module, given, output: keep(name, output)

    def input_hook(name):
        return lambda module, given: keep(name, given)

    hooks = [
        each.register_forward_hook(output_hook(name)) for name, each in (outputs or {}).items()
    ]
    hooks += [each.register_forward_pre_hook(input_hook(name))
              for name, each in (inputs or {}).items()]  # fmt: skip
    try:
        yield found
    finally:
        for hook in hooks:
            hook.remove()


@contextmanager
def put(values, output_of=None, input_of=None):
    """Put values in the place of a module's main output, or of its first input, in a block.

    Of a module that runs several times, every run gives or takes them.
    """
    if output_of is not None:
        hook = output_of.register_forward_hook(lambda module, given, output: _with(output, values))
    else:
        hook = input_of.register_forward_pre_hook(lambda module, given: (values, *given[1:]))
    try:
        yield
    finally:
        hook.remove()


def _with(output, values):
    """The output of a module with other values in the place of its main one."""
    main = first_tensor(output)
    if isinstance(output, torch.Tensor):
        return values
    if isinstance(output, Mapping):
        changed = {name: values if each is main else each for name, each in output.items()}
        return type(output)(**changed)
    return type(output)(values if each is main else each for each in output)


@contextmanager
def evaluating(model, mode=torch.inference_mode):
    """Run a block with a model as it is used, without dropout; then as it was.

    `mode` is that of the gradients: without any, or `torch.enable_grad`.
    """
    was_training = {each: each.training for each in model.modules()}
    model.eval()
    try:
        with mode():
            yield
    finally:
        for module, training in was_training.items():
            module.training = training


def first_tensor(output):
    """The main output of a module that gives several: its hidden states, or the first tensor."""
    if isinstance(output, torch.Tensor):
        return output
    several = output if isinstance(output, (list, tuple)) else []
    if isinstance(output, Mapping):
        several = [*map(output.get, MAIN_OUTPUTS), *output.values()]
    return next((found for each in several if (found := first_tensor(each)) is not None), None)


def called(model, inputs, device):
    """What a model gives for tensors: by name of a mapping, by place of a list, or for one."""
    if isinstance(inputs, Mapping):
        return model(**{name: _moved(each, device) for name, each in inputs.items()})
    if isinstance(inputs, (list, tuple)):
        return model(*(_moved(each, device) for each in inputs))
    return model(_moved(inputs, device))


def _moved(value, device):
    return value.to(device) if isinstance(value, torch.Tensor) else value


def single_precision(values):
    """Array of float32 of a tensor of any numbers, half precision included."""
    return values.float().numpy()


def use_threads(threads):
    """Let PyTorch use so many threads, for other numbers give other last bits; None as it is."""
    if threads is not None:
        torch.set_num_threads(threads)
        torch.use_deterministic_algorithms(True, warn_only=True)


def weights_of(model):
    """All arrays of real numbers that a module has learned or counted, a list of Weights."""

    def written(tensor, values):
        with torch.no_grad():
            tensor.copy_(torch.from_numpy(values))

    return [
        Weights(name, lambda each=each: single_precision(each.detach().cpu()),
                partial(written, each))
        for name, each in model.state_dict().items()
        if each.is_floating_point() and each.numel() > 1
    ]  # fmt: skip


def device_of(name=None):
    """The device of a name; without one the processor, whose bytes are the same everywhere.

    Parameters
    ----------
    name : str, optional
        "gpu" stands for one of any make, or for the processor where there is none.

    Raises
    ------
    ValueError
        If there is no such device here.
    """
    if name == ANY_GPU:
        if torch.accelerator.is_available():
            return torch.accelerator.current_accelerator()
        logger.warning("there is no GPU here that PyTorch can use; the processor is used")
        name = None
    name = name or "cpu"
    try:
        torch.zeros(1, device=name)
    except (RuntimeError, AssertionError) as error:
        raise ValueError(f"there is no device {name!r} here ({error}); leave it out") from error
    return torch.device(name)
