"""Gradients of the activity of neurons by the inputs, in networks of PyTorch."""

import numpy as np
import torch

from topomaps.models.network_inputs import arranged_back

PLACES = {"first": 0, "last": -1}


def activity_of(values, neurons, tokens=None):
    """Mean activity (b,) of some neurons of a tensor with the neurons last, feature maps averaged.

    Parameters
    ----------
    values : torch.Tensor, shape (b, N), (b, tokens, N) or (b, height, width, N)
    neurons : array-like of int
    tokens : str or int, optional
        What stands for the tokens, their mean if left out.
    """
    values = values[..., torch.as_tensor(np.asarray(neurons), device=values.device)]
    if values.ndim == 3 and tokens not in (None, "mean"):
        values = values.amax(1) if tokens == "max" else values[:, PLACES.get(tokens, tokens)]
    return values.flatten(1).mean(dim=1)


def activity_and_gradient(activity, given):
    """Both on the CPU, by name, of the activity (b,) and the tensor that it follows from."""
    (gradient,) = torch.autograd.grad(activity.sum(), given)
    return {"activity": activity.detach().cpu(), "gradient": gradient.detach().cpu()}


def as_stored(network, found, preprocess, inputs):
    """Activity and gradients by the inputs as they are stored, arrays.

    Parameters
    ----------
    network
        As of `topomaps.models.networks.open_network`.
    found : dict
        As of `activity_and_gradient`.
    preprocess : topomaps.models.preprocessing.Preprocessing
    inputs : ndarray, shape (b, ...)
    """
    gradient = found["gradient"].float().numpy()
    gradient = arranged_back(network, gradient, preprocess.channels, inputs.ndim)
    return found["activity"].float().numpy(), preprocess.back(gradient, inputs.shape[-1])
