"""What places of a large disc ask for, so that the errors of maps become small.

Of large layers, the form of the errors (`sorted_errors`) is taken from the distance of places
alone. A place then asks for a mean of what the places around show, which is a convolution.
"""

import numpy as np
from scipy import fft

from topomaps.layouts.sorted_errors import BIN


class AskedFor:
    """Convolution of what places show with the profile of the errors.

    Parameters
    ----------
    profile : array (n_distances,)
        Form of the errors by distance, see `topomaps.layouts.sorted_errors.error_profile`.
    raster : topomaps.layouts.sorted_places.Raster
        Of the places.
    """

    def __init__(self, profile, raster):
        self._cells = tuple(raster.cells.T)
        self._raster = raster.places.shape
        reach = int(len(profile) * BIN)
        self._shape = [fft.next_fast_len(side + reach, real=True) for side in self._raster]
        away = [np.minimum(np.arange(side), side - np.arange(side)) for side in self._shape]
        distances = np.hypot(away[0][:, None], away[1])
        bins = np.arange(len(profile)) * BIN
        kernel = np.interp(distances, bins, profile, right=0).astype(np.float32)
        self._transfer = -fft.rfft2(kernel)

    def __call__(self, shown):
        """What places ask for (N, R), of what they show (N, R), in single precision.

        A neuron's part in the errors there is minus twice its product with what is asked for.
        """
        asked = np.empty(shown.shape, np.float32)
        for part in range(shown.shape[1]):
            field = np.zeros(self._raster, np.float32)
            np.add.at(field, self._cells, shown[:, part].astype(np.float32))
            field = fft.irfft2(fft.rfft2(field, self._shape) * self._transfer, self._shape)
            asked[:, part] = field[self._cells]
        return asked
