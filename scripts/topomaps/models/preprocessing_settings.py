"""Names and errors of settings for preprocessing; imports the standard library only, for the rules.

The input of a model is (x / divisor + offset - mean) / std, where x are the stored values, of
images from 0 to 255; mean and standard deviation are those of red, green and blue in this order,
whatever the order of the model's channels. Settings that say nothing of this leave the scaling as
it is by default.
"""

import re

# As keras.applications name their modes (imagenet_utils.preprocess_input); torch is torchvision's
# normalisation for ImageNet too.
NAMED = {
    "none": {},
    "divide_by_255": {"divisor": 255.0},
    "tf": {"divisor": 127.5, "offset": -1.0},
    "caffe": {"mean": (123.68, 116.779, 103.939), "colors": "bgr"},
    "torch": {"divisor": 255.0, "mean": (0.485, 0.456, 0.406), "std": (0.229, 0.224, 0.225),
              "colors": "rgb"},
}  # fmt: skip
OWN = "own"  # that of a network of keras.applications
NAMES = (OWN, *NAMED)
NUMBERS = ("divisor", "offset", "mean", "std")
KEYS = ("scaling", *NUMBERS, "colors", "channels", "size", "crop")
COLORS = ("rgb", "bgr", "grey")
CHANNELS = ("last", "first")


def with_scaling(settings, default):
    """Settings that say how inputs are scaled.

    Parameters
    ----------
    settings : str, dict or None
        As of `preprocessing_errors`.
    default : str or dict
        What holds where the settings say nothing of scaling.

    Returns
    -------
    dict
        With `scaling`, the name of a preprocessing, or numbers; empty for values as stored.
    """
    given, default = _as_mapping(settings), _as_mapping(default)
    says = any(given.get(key) is not None for key in ("scaling", *NUMBERS))
    return given if says else {**default, **given}


def _as_mapping(settings):
    return {"scaling": settings} if isinstance(settings, str) else dict(settings or {})


def preprocessing_errors(settings, application=None):
    """Sentences on what is wrong with settings for preprocessing.

    Parameters
    ----------
    settings : str, dict or None
        One of `NAMES`, or a mapping of `KEYS`; None leaves the choice to `preprocessing_function`.
    application : str, optional
        Name of a network of keras.applications, which `own` asks for.

    Returns
    -------
    list of str
    """
    if settings is None:
        return []
    if isinstance(settings, str):
        return _name_errors(settings, application)
    if not isinstance(settings, dict):
        return [f"{settings!r} is no preprocessing; write a name ({', '.join(NAMES)}) or a mapping"]
    unknown = [
        f"the key {key!r} is unknown; allowed: {', '.join(KEYS)}"
        for key in settings
        if key not in KEYS
    ]
    named = _scaling_errors(settings, application) if "scaling" in settings else []
    return [*unknown, *named, *_number_errors(settings), *_layout_errors(settings)]


def _scaling_errors(settings, application):
    """Faults of a mapping that names a preprocessing."""
    name = settings["scaling"]
    errors = [f"scaling: {error}" for error in _name_errors(name, application)]
    if numbers := [key for key in NUMBERS if key in settings]:
        errors.append(f"scaling {name!r} stands for {', '.join(NUMBERS)}; leave {numbers[0]} out")
    if name == OWN and settings.get("colors", "rgb") != "rgb":
        errors.append(f"the {OWN!r} scaling takes red, green and blue; leave colors out")
    return errors


def _name_errors(name, application):
    if name not in NAMES:
        return [f"{name!r} is unknown; allowed: {', '.join(NAMES)}, or a mapping"]
    if name == OWN and application is None:
        others = ", ".join(NAMED)
        return [f"only networks of keras.applications have an {OWN!r} one; allowed: {others}"]
    return []


def _number_errors(settings):
    errors, lengths = [], {}
    for key in NUMBERS:
        value = settings.get(key, 1)
        values = value if isinstance(value, (list, tuple)) else [value]
        if key in ("divisor", "offset") and values is value:
            errors.append(f"{key} is {value}, but must be a number")
        elif not all(_is_number(each) for each in values) or not values:
            errors.append(f"{key} is {value!r}, but must be a number, or one for each channel")
        elif key in ("divisor", "std") and 0 in values:
            errors.append(f"{key} is {value}, but must not be 0, by which nothing can be divided")
        elif len(values) > 1 or values is value:
            lengths[key] = len(values)
    n_channels = {"grey": 1, "rgb": 3, "bgr": 3}.get(settings.get("colors"))
    for key, length in lengths.items():
        if n_channels not in (None, length) or length != max(lengths.values()):
            wanted = n_channels or max(lengths.values())
            errors.append(f"{key} has {length} numbers, but must have {wanted}, one per channel")
    return errors


def _layout_errors(settings):
    errors = [
        f"{key} is {settings[key]!r}; allowed: {', '.join(allowed)}"
        for key, allowed in (("colors", COLORS), ("channels", CHANNELS))
        if settings.get(key, allowed[0]) not in allowed
    ]
    size, crop = settings.get("size", (1, 1)), settings.get("crop", 1)
    is_size = isinstance(size, (list, tuple)) and len(size) == 2
    if not is_size or not all(type(n) is int and n > 0 for n in size):
        errors.append(f"size is {size!r}, but must be [height, width] in pixels")
    if not _is_number(crop) or not 0 < crop <= 1:
        errors.append(f"crop is {crop!r}, but must be a share above 0 and up to 1")
    return errors


def _is_number(value):
    is_real = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_real and value == value and abs(value) != float("inf")


def whole_number_errors(settings, dtype, *, are_images):
    """Sentences on settings by which a model of whole numbers is given other numbers.

    Parameters
    ----------
    settings : str, dict or None
        Without errors.
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
