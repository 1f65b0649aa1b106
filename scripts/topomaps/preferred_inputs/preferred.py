"""Preferred inputs of regions, beside the inputs of the data that excite them most and least.

They are kept in results/preferred_inputs/{experiment}/{layer}/{method}.npz, with the arrays of
`preferred_arrays`, by the script `prefer_inputs`.
"""

import logging
from functools import partial

import numpy as np

from topomaps.attributions.explanations import filled_neurons
from topomaps.common.seeds import generator_for
from topomaps.data.kinds import IMAGE
from topomaps.models.image_layouts import image_layout
from topomaps.preferred_inputs.search import Found, seek

logger = logging.getLogger(__name__)


def why_not(network, dataset):
    """Sentence on a network whose preferred inputs cannot be sought; empty where they can."""
    if dataset.kind != IMAGE:
        return "preferred inputs are sought of images alone"
    if not hasattr(network, "input_gradients") or "int" in str(network.input_dtype):
        return (
            f"{network.name} gives no gradients by its inputs, so that no preferred inputs can be "
            "sought: they need a model of Keras, an exported program of PyTorch or a folder of "
            "Hugging Face that takes real numbers"
        )
    return ""


def smaller(model, side):
    """Settings of a network of keras.applications that takes images of any size, for small ones.

    Others are left as they are.
    """
    if "application" not in model or model.get("include_top", True):
        return model
    given = model.get("preprocessing") or {}
    given = {"scaling": given} if isinstance(given, str) else given
    size = [min(side, each) for each in given.get("size", [side, side])]
    return {**model, "preprocessing": {**given, "size": size}}


def shape_of_images(network, preprocess, dataset):
    """(height, width, channels) of the images that a network takes of a dataset."""
    if dataset.inputs is not None and preprocess.size is None:
        shape = dataset.inputs.shape[1:]
        return (*shape[:2], shape[2] if len(shape) == 3 else 1)
    layout = image_layout(network.input_shape, preprocess.channels or network.channels)
    size = preprocess.size or (layout and layout.size) or dataset.image_size
    is_grey = layout is not None and layout.n_channels == 1
    if dataset.inputs is not None and dataset.inputs.shape[-1] not in (1, 3):
        is_grey = True
    return (*size, 1 if is_grey else 3)


def prefer_all(network, preprocess, layer, tokens, dataset, questions, chosen, names):
    """Preferred inputs of all regions.

    Parameters
    ----------
    network, preprocess, dataset
        As of `topomaps.activations.network_inputs.open_for_dataset`.
    layer : str
    tokens : str, int or None
    questions : topomaps.attributions.questions.Questions
    chosen : dict
        `n_images`, `n_steps` and `diversity`.
    names : sequence
        The search is seeded by them.

    Returns
    -------
    list of topomaps.preferred_inputs.search.Found
    """
    run = network.input_gradients(layer, preprocess, tokens)
    shape, scale = shape_of_images(network, preprocess, dataset), dataset.scale or 255.0
    everything = np.arange(network.layers[layer].shape[-1])
    found = []
    for number, region in enumerate(questions.regions, 1):

        def derived(images, neurons=region.neurons):
            activity, gradients = run((scale * images).astype(np.float32), neurons)
            return activity.astype(np.float64), scale * gradients.astype(np.float64)

        of_layer = partial(derived, neurons=everything)
        how = {key: chosen[key] for key in ("n_images", "n_steps", "diversity")}
        found.append(seek(derived, shape, **how, of_layer=of_layer,
                          generator=generator_for(*names, region.name)))  # fmt: skip
        logger.info("region %d of %d, %s: activity %.3g, of noise %.3g", number,
                    len(questions.regions), region.name, found[-1].activity.mean(),
                    found[-1].before.mean())  # fmt: skip
    return found


def preferred_arrays(questions, found, why=""):
    """Arrays of R regions, D preferred inputs and K inputs of the data, by name.

    Parameters
    ----------
    questions : topomaps.attributions.questions.Questions
    found : list of Found
        Empty where they cannot be sought, as `why` says.
    why : str

    Returns
    -------
    dict of str -> ndarray
        `regions`, `groups` (R,) str, `neurons` (R, M) int, filled up by -1; `preferred`
        (R, D, height, width[, 3]) uint8, `activities` and `noise` (R, D), the region's activity for
        them and for the noise that the search started from; `most`, `least` (R, K) int, inputs of
        the data, and `most_activities`, `least_activities`; `why` str.
    """
    regions = questions.regions if not why else []
    found = found or [Found(np.zeros((0, 1, 1, 1)), np.zeros(0), np.zeros(0))] * len(regions)
    images = [np.rint(255 * each.images).astype(np.uint8) for each in found]
    images = np.stack(images) if images else np.zeros((0, 0, 1, 1, 1), np.uint8)
    n_regions = len(regions)
    return {
        "regions": np.array([each.name for each in regions], dtype=str),
        "groups": np.array([each.group for each in regions], dtype=str),
        "neurons": filled_neurons(regions),
        "preferred": images[..., 0] if images.shape[-1] == 1 else images,
        "activities": np.array([each.activity for each in found], dtype=float),
        "noise": np.array([each.before for each in found], dtype=float),
        "most": questions.most[:n_regions],
        "least": questions.least[:n_regions],
        "most_activities": questions.activations[0][:n_regions],
        "least_activities": questions.activations[1][:n_regions],
        "why": np.array(why),
    }
