"""The search for images that excite a region most."""

import logging
from time import perf_counter
from typing import NamedTuple

import numpy as np

from topomaps.preferred_inputs.fourier import Frequencies
from topomaps.preferred_inputs.transformations import drawn

logger = logging.getLogger(__name__)

RATE = 0.05  # of Adam (Kingma and Ba 2015), per step
DECAYS, TINY = (0.9, 0.99), 1e-12
SECONDS_BETWEEN_REPORTS = 10


class Found(NamedTuple):
    """Images that excite a region.

    Attributes
    ----------
    images : ndarray, shape (D, height, width, channels)
        Between 0 and 1.
    activity, before : ndarray, shape (D,)
        Of the region for them, and for the noise that the search started from.
    """

    images: np.ndarray
    activity: np.ndarray
    before: np.ndarray


def seek(derived, shape, *, n_images, n_steps, diversity, generator, of_layer=None):
    """Images that excite a region most, unlike each other.

    Parameters
    ----------
    derived : callable
        Images (D, height, width, channels) between 0 and 1 -> activity (D,) and gradients.
    shape : tuple
        (height, width, channels)
    n_images, n_steps : int
    diversity : float
        Weight of the gradient by their likeness, beside that by the activity.
    generator : numpy.random.Generator
    of_layer : callable, optional
        As `derived`, of all neurons of the layer: while none of the region is active there are no
        gradients by which it could become so, and these are followed.

    Returns
    -------
    Found
    """
    frequencies, steps = Frequencies(shape), _Adam()
    parameters = frequencies.start(n_images, generator)
    before = derived(frequencies.images(parameters))[0]
    start = last = perf_counter()
    for step in range(n_steps):
        images = frequencies.images(parameters)
        moved = drawn(shape[:2], generator)
        activity, gradients = _alive(derived, of_layer, moved(images))
        wanted = _scaled(moved.back(gradients)) - diversity * _scaled(likeness_gradients(images))
        parameters = parameters + steps.step(frequencies.gradients(images, wanted))
        if (now := perf_counter()) - last >= SECONDS_BETWEEN_REPORTS:
            rest = (now - start) * (n_steps - step - 1) / (step + 1)
            logger.info("step %d of %d, activity %.3g, %.0f s to go", step + 1, n_steps,
                        activity.mean(), rest)  # fmt: skip
            last = now
    images = frequencies.images(parameters)
    return Found(images, derived(images)[0], before)


def _alive(derived, of_layer, images):
    """Activity and gradients, those of the whole layer for images that do not excite the region."""
    activity, gradients = derived(images)
    is_dead = ~np.abs(gradients).any(axis=(1, 2, 3))
    if is_dead.any() and of_layer is not None:
        gradients = np.where(is_dead[:, None, None, None], of_layer(images)[1], gradients)
    return activity, gradients


def _scaled(gradients):
    """Gradients (D, …) of length one for each image."""
    lengths = np.sqrt((gradients**2).sum(axis=(1, 2, 3), keepdims=True))
    return gradients / (lengths + TINY)


def likeness_gradients(images):
    """Gradients by images (D, …) of the mean cosine of each with the others, about their means."""
    flat = images.reshape(len(images), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(flat, axis=1, keepdims=True) + TINY
    units = flat / lengths
    cosines = units @ units.T
    np.fill_diagonal(cosines, 0)
    others = units.sum(axis=0) - units
    found = (others - cosines.sum(axis=1, keepdims=True) * units) / lengths
    return found.reshape(images.shape) / max(len(images) - 1, 1)


class _Adam:
    """Steps upwards by Adam."""

    def __init__(self):
        self._first = self._second = 0.0
        self._n = 0

    def step(self, gradients):
        """Change of the parameters."""
        self._n += 1
        self._first = DECAYS[0] * self._first + (1 - DECAYS[0]) * gradients
        self._second = DECAYS[1] * self._second + (1 - DECAYS[1]) * gradients**2
        first, second = (each / (1 - decay**self._n) for each, decay in
                         zip((self._first, self._second), DECAYS, strict=True))  # fmt: skip
        return RATE * first / (np.sqrt(second) + TINY)
