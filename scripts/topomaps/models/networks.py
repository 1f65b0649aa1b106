"""Networks of all kinds, by their settings.

A network has `name`, `input_shape` (of one input, None in it where free), `class_names` (of its
outputs, or None), `layers` (name -> LayerInfo), and `forward(layers, preprocess=None, *,
outputs=True)`, which gives a function from inputs (b, ...) to a dictionary of activations, layer ->
float32 (b, N), (b, tokens, N) or (b, h, w, N), and the outputs, float32 (b, C) or None.
"""

from topomaps.models.model_files import is_onnx

ALLOWED = (
    "file", "application", "weights", "image_size", "include_top", "alpha", "seed", "threads",
    "class_names", "layer_channels",
)  # fmt: skip
OF_APPLICATIONS = ("include_top", "alpha")


def open_network(settings):
    """Open a network; TensorFlow is imported only for those of Keras, onnxruntime for ONNX alone.

    Parameters
    ----------
    settings : dict
        file : path of a `.keras`, `.h5`, `.hdf5` or `.onnx` file, trained here or elsewhere; or
        application : name of a network of keras.applications, with
        weights : path of its weights, or None for random ones;
        image_size : (height, width) of its input, (224, 224) by default;
        include_top, alpha : further options of the network;
        seed : of random weights, 0 by default;
        threads : number of threads, 1 by default;
        class_names : names of the model's outputs, none by default;
        layer_channels : where the feature maps of an ONNX file have their channels.

    Returns
    -------
    KerasNetwork or OnnxNetwork

    Raises
    ------
    ValueError
        If the settings are at fault, or the file is missing, damaged, or brings along code.
    """
    unknown = [key for key in settings if key not in ALLOWED]
    if unknown or ("file" in settings) == ("application" in settings):
        raise ValueError(
            f"a model has either `file` or `application`, and any of {', '.join(ALLOWED[2:])}, but "
            f"not {', '.join(unknown or settings)}"
        )
    class_names, threads = settings.get("class_names"), settings.get("threads", 1)
    if "file" in settings and is_onnx(settings["file"]):
        from topomaps.models.onnx_networks import OnnxNetwork

        channels = settings.get("layer_channels", "first")
        return OnnxNetwork(settings["file"], threads, class_names, channels)
    from topomaps.models.determinism import make_deterministic
    from topomaps.models.keras_networks import KerasNetwork

    make_deterministic(settings.get("seed", 0), threads)
    return KerasNetwork(_keras_model(settings), class_names)


def _keras_model(settings):
    if "file" in settings:
        from topomaps.models.keras_loading import load_model

        return load_model(settings["file"])
    from topomaps.models.applications import build_application

    return build_application(
        settings["application"],
        settings.get("weights"),
        image_shape=tuple(settings.get("image_size", (224, 224))),
        **{key: settings[key] for key in OF_APPLICATIONS if key in settings},
    )
