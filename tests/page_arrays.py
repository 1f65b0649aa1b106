"""What a page of the explorer reads from the arrays in its contents."""

import base64

import numpy as np
from topomaps.explorer.quantise import LITTLE_ENDIAN


def restored(encoded):
    """The numbers (float64) that a page reads from an array of this module.

    Parameters
    ----------
    encoded : dict
        As of `quantised`.

    Returns
    -------
    ndarray
    """
    data = np.frombuffer(base64.b64decode(encoded["data"]), LITTLE_ENDIAN[encoded["type"]])
    steps = data.reshape(encoded["shape"])
    values = steps * float(encoded["scale"]) + encoded["offset"]
    return (
        values
        if encoded["missing"] is None
        else np.where(steps == encoded["missing"], np.nan, values)
    )
