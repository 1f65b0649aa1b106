"""What a folder of Hugging Face says of its model, without running it.

Imports the standard library only, for the rules.
"""

import json
from pathlib import Path

# Relative, because the rules import this module as part of `scripts`.
from .model_facts import ModelFacts
from .model_outputs import OutputInfo
from .sound_settings import EXTRACTOR

FILE = "config.json"
OF_IMAGES = (EXTRACTOR, "image_processor_config.json")
WEIGHTS = ("model.safetensors", "model.safetensors.index.json")
PICKLED = ("pytorch_model.bin", "pytorch_model.bin.index.json", "model.bin", "tf_model.h5",
           "flax_model.msgpack")  # fmt: skip
# Ends of the names of classes whose outputs are scores of each input.
PREDICTING = ("ForSequenceClassification", "ForImageClassification", "ForAudioClassification")
SAVE = "model.save_pretrained({folder!r}) of transformers writes it"


def is_hugging_face(folder):
    """Whether a folder has the description of a network as transformers writes it."""
    try:
        config = json.loads((Path(folder) / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and "model_type" in config


def read_config(folder):
    """The description of the model in a folder.

    Raises
    ------
    ValueError
        If it is no description, brings along code, or the weights beside it are pickled or missing.
    """
    config = _read(Path(folder) / FILE)
    if "model_type" not in config:
        saved = SAVE.format(folder=str(folder))
        raise ValueError(f"{folder}/{FILE} does not say the `model_type`; {saved}")
    if config.get("auto_map"):
        raise ValueError(
            f"{folder} is not loaded: its {FILE} names code of its own (auto_map), and no code of "
            "a model is ever run here; if transformers knows the network, load and save it by "
            "that, else extract activations yourself by topomaps.extract and use those (way 1)"
        )
    _check_weights(Path(folder))
    return config


def _read(path):
    """A JSON file, a mapping."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read ({error}); copy it again") from error
    if not isinstance(found, dict):
        raise ValueError(f"{path} is no description of a model; copy it again")
    return found


def _check_weights(folder):
    """Refuse a folder without weights that hold numbers alone, or with a part of them only."""
    found = [name for name in WEIGHTS if (folder / name).is_file()]
    if not found:
        pickled = next((name for name in PICKLED if (folder / name).is_file()), None)
        said = f"has no file {WEIGHTS[0]}"
        if pickled:
            said = (
                f"has its weights in {pickled}, a form that is not read here, for it can hold "
                f"code; they must be in {WEIGHTS[0]}"
            )
        raise ValueError(f"{folder} {said}; {SAVE.format(folder=str(folder))}")
    if found == [WEIGHTS[1]]:
        parts = {*_read(folder / WEIGHTS[1]).get("weight_map", {}).values()}
        missing = sorted(each for each in parts if not (folder / str(each)).is_file())
        if missing:
            raise ValueError(f"{folder} is not whole: {missing[0]} is missing; copy it again")


def describe_hugging_face(folder):
    """What a folder says of its model.

    Returns
    -------
    ModelFacts
        Its layers are known only when it is opened.

    Raises
    ------
    ValueError
        As of `read_config`.
    """
    config, images = read_config(folder), image_processor(folder)
    shape, dtype, channels = (None,), "int64", None
    if images is not None:
        n_channels = _vision(config).get("num_channels", 3)
        shape, dtype, channels = (n_channels, None, None), "float32", "first"
    elif takes_sounds(folder):
        dtype = "float32"
    names = class_names(config)
    return ModelFacts(
        layers=None,
        input_shape=shape,
        outputs=(OutputInfo("logits", (len(names),), class_names=names),) if names else (),
        scales=False,
        input_dtype=dtype,
        channels=channels,
        preprocessing=images,
    )


def takes_sounds(folder):
    """Whether a folder has an extractor of sounds.

    Raises
    ------
    ValueError
        If its file is damaged.
    """
    path = Path(folder) / EXTRACTOR
    return path.is_file() and "sampling_rate" in _read(path)


def class_names(config):
    """Names of the outputs of a model that predicts classes; empty for one that does not."""
    kind, names = str((config.get("architectures") or [""])[0]), config.get("id2label") or {}
    if not kind.endswith(PREDICTING):
        return ()
    n_classes = len(names) or config.get("num_labels", 2)
    return tuple(str(names.get(str(code), f"LABEL_{code}")) for code in range(n_classes))


def image_processor(folder):
    """How a model wants images, as `topomaps.models.preprocessing` has it; None if it takes none.

    Raises
    ------
    ValueError
        If the file that says so is damaged.
    """
    path = next((each for name in OF_IMAGES if (each := Path(folder) / name).is_file()), None)
    given = {} if path is None else _read(path)
    given = given.get("image_processor", given)
    if "image_mean" not in given and "size" not in given:
        return None
    found = {"colors": "rgb", "channels": "first"}
    if given.get("do_rescale", True):
        found["divisor"] = 1 / given.get("rescale_factor", 1 / 255)
    if given.get("do_normalize", True) and "image_mean" in given:
        found |= {"mean": given["image_mean"], "std": given["image_std"]}
    return found | _size(given)


def _size(given):
    """Size that images are brought to, and the share of the shorter side that is kept before."""
    size = _lengths(given.get("size")) if given.get("do_resize", True) else None
    cropped = _lengths(given.get("crop_size")) if given.get("do_center_crop") else None
    if size is None:
        return {"size": cropped} if cropped else {}
    if cropped is None:
        crop_pct = given.get("crop_pct")  # of ConvNeXT: resized to a larger size, then cut
        return {"size": size} | ({"crop": crop_pct} if crop_pct and max(size) < 384 else {})
    return {"size": cropped, "crop": min(1.0, min(cropped) / min(size))}


def _lengths(size):
    """[height, width] of what the file says, a number or a mapping; None if it says nothing."""
    if isinstance(size, int):
        return [size, size]
    if not isinstance(size, dict):
        return None
    if "shortest_edge" in size:
        return [size["shortest_edge"]] * 2
    return [size["height"], size["width"]] if {"height", "width"} <= {*size} else None


def _vision(config):
    """The part of a description that is about images."""
    return config.get("vision_config") or config
