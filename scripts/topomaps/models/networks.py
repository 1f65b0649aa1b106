"""Networks of all kinds, by their settings.

A network has `name`, `input_shape` (of one input, None in it where free), `input_dtype`, `channels`
(where it takes those of images, or None), `class_names` (of its outputs, or None), `layers` (name
-> LayerInfo), and `forward(layers, preprocess=None, *, outputs=True)`, which gives a function from
inputs (b, ...), or a mapping of names to such arrays, to a dictionary of activations, layer ->
float32 (b, N), (b, tokens, N) or (b, h, w, N), or of padded tokens a tuple of activations and which
tokens are real (b, tokens) bool, and the outputs, float32 (b, C) or None. `remainder(layer,
target=None, preprocess=None)` gives what follows a layer (`remainders.Remainder`): outputs, or what
a later layer `target` gives, from altered activations. `resolve_shapes()` runs
it once, where needed to know the shapes of layers.
"""

from topomaps.models.formats import format_of

ALLOWED = (
    "file", "application", "weights", "image_size", "include_top", "alpha", "seed", "threads",
    "class_names", "layer_channels", "outputs", "device", "constant_inputs",
)  # fmt: skip


def open_network(settings):
    """Open a network; what its format needs is imported only then.

    Parameters
    ----------
    settings : dict
        file : path of a file or folder in one of the formats of models; or
        application : name of a network of keras.applications, with
        weights : path of its weights, or None for random ones;
        image_size : (height, width) of its input, (224, 224) by default;
        include_top, alpha : further options of the network;
        seed : of random weights, 0 by default;
        threads : number of threads, 1 by default;
        class_names : names of the model's outputs, none by default;
        layer_channels : where layers have their neurons, if the file does not tell it, or by layer;
        outputs : name of the output that holds the predictions, if there are several;
        device : of PyTorch, the processor by default;
        constant_inputs : numbers that further inputs of the model have, by their names.

    Returns
    -------
    KerasNetwork, OnnxNetwork, HuggingFaceNetwork …, by its format

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
    return format_of(settings).open(settings)
