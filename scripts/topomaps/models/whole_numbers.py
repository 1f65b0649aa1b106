"""Settings by which a model of whole numbers would be given others; for the rules, too."""

import re

from .preprocessing_settings import NAMED, NUMBERS, with_scaling


def whole_number_faults(settings, dtype, *, are_images):
    """Sentences on settings by which a model of whole numbers is given other numbers.

    Parameters
    ----------
    settings : str, dict or None
        Without faults.
    dtype : str or None
        Type of the numbers that the model takes, as NumPy names it.
    are_images : bool
        Whether stored values go from 0 to 255.

    Returns
    -------
    list of str
        Empty for a model of real numbers.
    """
    found = re.fullmatch(r"(u?)int(\d+)", dtype or "")
    if not found:
        return []
    taken, stays = f"the model takes whole numbers ({dtype})", "images come as 0 … 255 without it"
    values = _scaled(with_scaling(settings, {}), (0, 1, 255))
    if any(abs(value - round(value)) > 1e-9 for value in values):
        return [f"{taken}, of which this scaling makes fractions; leave the scaling out: {stays}"]
    bits, is_signed = int(found[2]), not found[1]
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if is_signed else (0, 2**bits - 1)
    if are_images and not low <= min(values) <= max(values) <= high:
        return [
            f"{taken} from {low} to {high}, but is given {min(values):g} to {max(values):g}; set "
            f"an `offset` that fits, as {{offset: {low}}}, or export the model with another input"
        ]
    return []


def _scaled(settings, stored):
    """What stored values become in each channel, by settings with a scaling."""
    values = {**NAMED.get(settings.get("scaling"), {}), **settings}
    numbers = [values.get(key) for key in NUMBERS]
    lists = [each if isinstance(each, (list, tuple)) else [each] for each in numbers]
    n_channels = max(map(len, lists))
    found = []
    for channel in range(n_channels):
        divisor, offset, mean, std = (each[channel % len(each)] for each in lists)
        found += [(x / (divisor or 1) + (offset or 0) - (mean or 0)) / (std or 1) for x in stored]
    return found
