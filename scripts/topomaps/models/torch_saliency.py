"""Activations times the gradients of an output, in networks of PyTorch."""

from collections.abc import Mapping
from contextlib import contextmanager

import torch

from topomaps.models.saliency import ANY
from topomaps.models.torch_hooks import first_tensor

LAST_STEPS = ("softmax", "_softmax", "sigmoid")  # operators that a score may be taken before


class GradientRunner(torch.fx.Interpreter):
    """Runs a graph whose values at some nodes can be derived by.

    Parameters
    ----------
    module : torch.fx.GraphModule
    wanted : set of str
        Names of the nodes; their values are `found` after the run.
    """

    def __init__(self, module, wanted):
        super().__init__(module)
        self._wanted, self.found = wanted, {}

    def run_node(self, n):
        """Run a node, and keep what it gives; what follows gets a copy, to change in place."""
        value = super().run_node(n)
        if n.name not in self._wanted or not is_real(value):
            return value
        self.found[n.name] = derivable(value)
        return self.found[n.name].clone()


def is_real(value):
    """Whether a value is a tensor of real numbers."""
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def derivable(value):
    """The tensor as one that outputs can be derived by."""
    return value if value.requires_grad else value.detach().clone().requires_grad_()


def score_node(graph, place):
    """The node that a last softmax or sigmoid before an output takes, or that of the output."""
    given = next(node for node in graph.nodes if node.op == "output").args[0]
    node = given[place] if isinstance(given, (list, tuple)) else given
    parts = str(node.target).split(".")
    return node.args[0] if len(parts) > 1 and parts[-2] in LAST_STEPS else node


def chosen_scores(scores, outputs, codes, class_names=None):
    """Score (b,) of the output of a code (b,) of each input, of -1 that of the largest output.

    Of a single output with names, which is the probability of the second, the first has the
    negative score.
    """
    if scores.shape[1] == 1 and class_names is not None:
        scores = torch.cat([-scores, scores], dim=1)
        outputs = torch.cat([1 - outputs, outputs], dim=1)
    codes = codes.long()
    codes = torch.where(codes == ANY, outputs.argmax(dim=1), codes)
    return scores.gather(1, codes[:, None])[:, 0]


def products(chosen, found):
    """Values by name times the derivatives of the chosen scores by them, on the CPU.

    Returns
    -------
    dict of str -> torch.Tensor
        A name is missing where the scores do not follow from the values.
    """
    names = [name for name, each in found.items() if is_real(each) and each.requires_grad]
    values = [found[name] for name in names]
    gradients = torch.autograd.grad(chosen.sum(), values, allow_unused=True) if values else ()
    return {
        name: (value.float() * gradient.float()).detach().cpu()
        for name, value, gradient in zip(names, values, gradients, strict=True)
        if gradient is not None
    }


@contextmanager
def tracked(outputs, inputs):
    """Keep what modules give or take, to derive by it, while a block runs the model.

    Parameters and what is yielded are those of `topomaps.models.torch_hooks.taken`, but the tensors
    are those of the model; what follows them gets copies.
    """
    found = {}

    def kept(name, given):
        value = first_tensor(given)
        if not is_real(value):
            return given
        found[name] = derivable(value)
        return _replaced(given, value, found[name].clone())

    hooks = [
        each.register_forward_hook(lambda module, given, output, name=name: kept(name, output))
        for name, each in outputs.items()
    ]
    hooks += [
        each.register_forward_pre_hook(lambda module, given, name=name: kept(name, given))
        for name, each in inputs.items()
    ]
    try:
        yield found
    finally:
        for hook in hooks:
            hook.remove()


def _replaced(given, old, new):
    """What a module gives or takes, with another tensor in the place of one."""
    if given is old:
        return new
    if isinstance(given, Mapping):
        for key in list(given):
            given[key] = _replaced(given[key], old, new)
        return given
    if isinstance(given, (list, tuple)):
        parts = [_replaced(each, old, new) for each in given]
        return type(given)(*parts) if hasattr(given, "_fields") else type(given)(parts)
    return given
