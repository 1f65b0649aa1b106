"""Images moved, turned and scaled a little, so that none is sought which only one place suits."""

import numpy as np
from scipy.sparse import csr_array

SHIFT = 1 / 16  # of a side, at most
DEGREES = 8.0
SCALES = 0.9, 1.1


class Transformation:
    """A linear function of images: each pixel becomes the mean of four neighbours elsewhere.

    Beyond the rim lie the pixels of the rim.

    Parameters
    ----------
    size : (int, int)
        Height and width.
    shift : (float, float)
        Pixels down and to the right.
    degrees, scale : float
    """

    def __init__(self, size, shift=(0.0, 0.0), degrees=0.0, scale=1.0):
        height, width = size
        middle = np.array([height - 1, width - 1]) / 2
        places = np.indices(size).reshape(2, -1).T - middle
        angle = np.deg2rad(degrees)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        sources = places @ turn.T / scale + middle - shift
        sources = np.clip(sources, 0, [height - 1, width - 1])
        low = np.minimum(sources.astype(int), [max(height - 2, 0), max(width - 2, 0)])
        rest = sources - low
        rows, columns, weights = [], [], []
        for down in range(min(height, 2)):
            for right in range(min(width, 2)):
                corner = low + np.array([down, right])
                columns.append(corner[:, 0] * width + corner[:, 1])
                weights.append(np.prod(np.where([down, right], rest, 1 - rest), axis=1))
                rows.append(np.arange(height * width))
        entries = np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns))
        self._matrix = csr_array(entries, shape=(height * width, height * width))

    def __call__(self, images):
        """Transformed images (n, height, width, channels)."""
        return _through(self._matrix, images)

    def back(self, gradients):
        """Gradients by the images, from those by the transformed ones."""
        return _through(self._matrix.T, gradients)


def _through(matrix, images):
    n_images, height, width, channels = images.shape
    flat = np.moveaxis(images, 0, -1).reshape(height * width, channels * n_images)
    return np.moveaxis((matrix @ flat).reshape(height, width, channels, n_images), -1, 0)


def drawn(size, generator):
    """A small transformation at random."""
    shift = generator.uniform(-SHIFT, SHIFT, 2) * size
    degrees = generator.uniform(-DEGREES, DEGREES)
    return Transformation(size, shift, degrees, generator.uniform(*SCALES))
