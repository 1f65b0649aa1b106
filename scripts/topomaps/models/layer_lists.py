"""Names of layers in model files of users, found without loading them.

Imports the standard library only, so that the rules can check a configuration.
"""

import json
import zipfile
from pathlib import Path

SCALING_LAYERS = ("Rescaling", "Normalization")


def keras_layers(path):
    """What a `.keras` file says of its model, without loading it.

    Returns
    -------
    layers : list of str
        Names of the layers, in order.
    input_shape : tuple or None
        Shape of one input, None in it where any size is allowed; None if the file does not say.
    scales : bool
        Whether a layer of the model scales its inputs.

    Raises
    ------
    ValueError
        If the file does not exist or is no `.keras` file.
    """
    if not Path(path).is_file():
        raise ValueError(f"{path} does not exist")
    try:
        with zipfile.ZipFile(path) as archive:
            model = json.loads(archive.read("config.json"))
        layers = model["config"]["layers"]
        names = [layer["config"]["name"] for layer in layers]
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path} is no .keras file of a Sequential or functional model ({error!r}); save it "
            "with model.save('name.keras') in Keras 3, or export activations instead"
        ) from error
    kinds = [layer["class_name"] for layer in layers]
    shapes = [layer["config"].get("batch_shape") for layer in layers]
    shape = next(filter(None, shapes), None) or (model.get("build_config") or {}).get("input_shape")
    shown = [name for name, kind in zip(names, kinds, strict=True) if kind != "InputLayer"]
    return shown, tuple(shape[1:]) if shape else None, any(k in SCALING_LAYERS for k in kinds)
