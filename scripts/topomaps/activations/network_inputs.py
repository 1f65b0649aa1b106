"""Inputs of a dataset as a network sees them."""

import logging
from pathlib import Path

from topomaps.activations.sound_pieces import pooled_forward
from topomaps.common.seeds import seed_for
from topomaps.data.batches import SoundBatches, TextBatches, input_batches
from topomaps.data.kinds import SOUND, TEXT
from topomaps.models.formats import ANY_GPU, WITH_GRADIENTS, describe_model
from topomaps.models.image_layouts import image_layout
from topomaps.models.networks import open_network
from topomaps.models.preprocessing import Preprocessing, preprocessing_function
from topomaps.models.saliency import WithOutputs, output_codes
from topomaps.models.sound_features import SoundFeatures
from topomaps.models.sound_settings import EXTRACTOR

logger = logging.getLogger(__name__)

SIZE_OF_APPLICATIONS = (224, 224)
KEPT_SETTINGS = (
    "application", "include_top", "alpha", "layer_channels", "outputs", "device", "constant_inputs",
)  # fmt: skip


def open_for_dataset(file, settings, dataset, class_names, seed, threads, gpus=0):
    """Open a network for the inputs of a dataset.

    Parameters
    ----------
    file : path-like or None
        Of the model, or of the weights of a network of keras.applications; None for random ones.
    settings : dict
        Of the model in the configuration.
    dataset : topomaps.data.dataset.Dataset
    class_names : sequence of str, "labels" or None
        Names of the network's outputs; "labels" stands for those of the dataset.
    seed, threads : int
    gpus : int
        How many the job has asked for: if any, one is used unless the settings name a device.

    Returns
    -------
    network
        As of `topomaps.models.networks.open_network`.
    preprocess : topomaps.models.preprocessing.Preprocessing
        Of texts a `topomaps.models.text_tokens.Tokenizer`, of sounds what
        `topomaps.models.sound_features` makes of them.
    """
    if gpus:
        settings = {"device": ANY_GPU, **settings}
    if dataset.kind == TEXT:
        return _open_for_texts(file, settings, class_names, threads)
    if dataset.kind == SOUND:
        return _open_for_sounds(file, settings, class_names, threads)
    application = settings.get("application")
    default = None if application else _own_scaling(file, dataset.scale)
    preprocess = preprocessing_function(
        settings.get("preprocessing"), application, dataset.scale, default
    )
    logger.info("inputs: %s", preprocess)
    opened = {key: settings[key] for key in KEPT_SETTINGS if key in settings}
    if application:
        size = preprocess.size or dataset.image_size or SIZE_OF_APPLICATIONS
        own_seed = seed_for(seed, "weights", application)
        opened |= {"weights": file, "image_size": size, "seed": own_seed}
    else:
        opened["file"] = file
    names = dataset.class_names if class_names == "labels" else class_names
    return open_network({**opened, "class_names": names, "threads": threads}), preprocess


def _open_for_texts(file, settings, class_names, threads):
    """A network that takes tokens, and its tokenizer."""
    from topomaps.models.text_tokens import load_tokenizer

    tokenizer = load_tokenizer(settings.get("tokenizer", file), settings.get("max_tokens"))
    network = _open_file(file, settings, class_names, threads)
    tokenizer.fit((network.input_shape or (None,))[-1], network.name)
    logger.info("texts: the first %d tokens by %s", tokenizer.longest, tokenizer.name)
    if (n_rows := getattr(network, "n_tokens_known", None)) is not None:
        tokenizer.check_vocabulary(n_rows, network.name)
    return network, tokenizer


def _open_for_sounds(file, settings, class_names, threads):
    """A network that takes sounds, and what makes its inputs of them."""
    network, given = _open_file(file, settings, class_names, threads), settings.get("sounds")
    if (Path(file) / EXTRACTOR).is_file():
        from topomaps.models.sound_extractors import load_extractor

        features = load_extractor(file, given)
    else:
        preprocessing = preprocessing_function(settings.get("preprocessing"), default={})
        features = SoundFeatures(given or {}, network.input_shape, preprocessing)
    logger.info("sounds: %s", features)
    return network, features


def _open_file(file, settings, class_names, threads):
    """A network in a file or folder whose inputs nothing but a tokenizer or extractor prepares."""
    opened = {key: settings[key] for key in KEPT_SETTINGS if key in settings}
    names = None if class_names == "labels" else class_names
    return open_network({**opened, "file": file, "class_names": names, "threads": threads})


def pass_of(network, preprocess, kept, batches, known, saliency=None):
    """Function from inputs of a batch to activations and outputs, and the batches that it takes.

    Parameters
    ----------
    network, preprocess
        As of `open_for_dataset`.
    kept : dict of str -> topomaps.activations.extraction.KeptLayer
    batches
        As of `batches_for`.
    known : topomaps.activations.inputs.InputTable
        Of all inputs.
    saliency : dict, optional
        `output` and `scale`, as of `topomaps.models.saliency.output_codes` and of the networks'
        `saliency`, where activations are multiplied by their gradients.

    Returns
    -------
    forward : callable
        As of `forward` of the network.
    batches

    Raises
    ------
    ValueError
        If gradients are wanted of a network that has none.
    """
    layers = list({each.layer: None for each in kept.values()})
    if hasattr(preprocess, "pieces"):
        return _pass_of_sounds(network, preprocess, layers, batches, saliency)
    preprocess = preprocess if isinstance(preprocess, Preprocessing) else None
    if saliency is None:
        return network.forward(layers, preprocess), batches
    if not hasattr(network, "saliency"):
        raise ValueError(f"{network.name} gives no gradients; {WITH_GRADIENTS}")
    weighted = network.saliency(layers, preprocess, scale=saliency["scale"])
    codes = output_codes(saliency["output"], network, known)
    return lambda given: weighted(*given), WithOutputs(batches, codes)


def _pass_of_sounds(network, features, layers, batches, saliency):
    """The same of sounds, which come in pieces."""
    if saliency is not None:
        raise ValueError("saliency is not computed of sounds, which come in pieces; leave it out")
    forward = network.forward(layers, features.preprocessing)
    return pooled_forward(forward, batches.batch_size), batches


def _own_scaling(file, scale):
    """What a model's file says of the scaling of its inputs; None if it says nothing.

    It is `none` of a model that scales them by itself, or takes whole numbers.
    """
    facts = describe_model(file)
    if facts is None:
        return None
    if facts.preprocessing is not None:  # meant for values up to 255
        stretch = {} if scale is None else {"divisor": float(scale)}
        has_divisor = "divisor" in facts.preprocessing
        return {**facts.preprocessing, **(stretch if has_divisor else {})}
    return "none" if facts.scales or "int" in (facts.input_dtype or "") else None


def batches_for(network, preprocess, dataset, rows, batch_size, on_damaged="skip"):
    """Batches of inputs in the size and with the channels that a network takes.

    Parameters
    ----------
    network
        As of `topomaps.models.networks.open_network`.
    preprocess
        As of `open_for_dataset`.
    dataset : topomaps.data.dataset.Dataset
    rows : ndarray of int
    batch_size : int
    on_damaged : {"skip", "refuse"}

    Returns
    -------
    iterable
        As of `topomaps.data.batches.input_batches`.
    """
    if dataset.kind == TEXT:
        return TextBatches(dataset.texts, rows, batch_size, preprocess)
    if dataset.kind == SOUND:
        return SoundBatches(dataset, rows, batch_size, preprocess, on_damaged)
    layout = image_layout(network.input_shape, preprocess.channels or network.channels)
    size, channels = preprocess.size, 3
    if layout is not None:
        size = size or layout.size or dataset.image_size
        channels = 1 if layout.n_channels == 1 else 3
    return input_batches(
        dataset, rows, batch_size, size=size, channels=channels, crop=preprocess.crop,
        on_damaged=on_damaged,
    )  # fmt: skip
