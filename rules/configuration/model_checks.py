"""Checks of the models in a configuration, and of what the datasets that they see must be."""

from pathlib import Path

from rules.configuration.dataset_checks import n_classes, no_classes
from rules.configuration.expansion import experiments_of_kind
from rules.configuration.facts import dataset_of, model_file_facts, source_of
from rules.configuration.sentences import guess, no_layer, unknown
from scripts.topomaps.data.keras_weights import NETWORKS, weights_file
from scripts.topomaps.data.kinds import IMAGE, KINDS, NUMBERS, SOUND, TEXT
from scripts.topomaps.models.formats import describe_model
from scripts.topomaps.models.image_layouts import image_layout
from scripts.topomaps.models.model_facts import TAKES_TEXT
from scripts.topomaps.models.model_outputs import prediction_output, why_no_predictions
from scripts.topomaps.models.preprocessing_settings import preprocessing_errors, whole_number_errors
from scripts.topomaps.models.sound_settings import EXTRACTOR, sound_errors
from scripts.topomaps.models.token_names import are_given, too_many, unknown_constant

OF_PIXELS = ("colors", "size", "crop")
# Files by which the folder of a tokenizer is told.
TOKENIZERS = (
    "tokenizer.json", "tokenizer_config.json", "vocab.txt", "vocab.json", "tokenizer.model",
    "spiece.model", "sentencepiece.bpe.model",
)  # fmt: skip


def model_errors(config):
    """Errors of all models, then of the experiments that show them data of another kind."""
    if config["model_file"]:
        yield from _description_errors("model_file", config["model_file"])
    for name, model in config["models"].items():
        key = f"models.{name}"
        yield from _preprocessing_errors(f"{key}.preprocessing", model)
        if "application" in model:
            yield from _application_errors(key, model)
        elif "path" in model:
            yield from _file_errors(key, model)
        elif model["dataset"] not in config["datasets"]:
            yield unknown(f"{key}.dataset", model["dataset"], config["datasets"])
        else:
            yield from _training_errors(config, key, model)
    for name, experiment in experiments_of_kind(config, "maps").items():
        if experiment.get("model") in config["models"]:
            yield from _fit_errors(config, f"experiments.{name}", experiment)


def imagenet_file(model):
    """Name of the file of the ImageNet weights of an application, None if it is not known."""
    return weights_file(model["application"], model["include_top"], model.get("alpha"))


def _preprocessing_errors(key, model):
    settings = model.get("preprocessing")
    errors = preprocessing_errors(settings, model.get("application"))
    facts = None if errors else model_file_facts(model)
    if facts:
        are_images = bool(facts.input_shape) and len(facts.input_shape) == 3
        errors = whole_number_errors(settings, facts.input_dtype, are_images=are_images)
    yield from (f"{key}: {error}" for error in errors)


def _application_errors(key, model):
    name = model["application"]
    if name not in NETWORKS:
        yield (
            f"{key}.application: keras.applications has no {name!r}{guess(name, NETWORKS)}; "
            f"it has: {', '.join(NETWORKS)}"
        )
    elif model["weights"] == "imagenet" and not imagenet_file(model):
        yield (
            f"{key}.weights: no checksum is published for the ImageNet weights of {name} with "
            f"these options; download the file yourself and name it here, or use 'random'"
        )
    if "alpha" in model and not name.startswith("MobileNet"):
        yield f"{key}.alpha: {name} has no such option; leave it out"


def _file_errors(key, model):
    yield from (errors := list(_description_errors(f"{key}.path", model["path"])))
    facts, names = None if errors else describe_model(model["path"]), model.get("class_names")
    if facts is None:
        return
    yield from _layer_channels_errors(f"{key}.layer_channels", model, facts)
    for name in model.get("constant_inputs", ()) if facts.inputs else ():
        if name not in facts.inputs:
            yield f"{key}.{unknown_constant(repr(model['path']), name, facts.inputs)}"
    try:
        chosen = prediction_output(facts.outputs, model.get("outputs"))
    except ValueError as error:
        yield f"{key}.outputs: {error}"
        return
    if chosen is None and names:
        yield f"{key}.class_names: {why_no_predictions(facts.outputs)}"
    outputs = chosen.shape[0] if chosen and chosen.shape else None
    expected = 2 if outputs == 1 else outputs
    if isinstance(names, list) and expected not in (None, len(names)):
        yield (
            f"{key}.class_names: there are {len(names)} names, but the model has {outputs} "
            f"output{'s' * (outputs != 1)}"
        )


def _layer_channels_errors(key, model, facts):
    """Layers that the key names, but the model does not have."""
    said = model.get("layer_channels")
    for name in said if isinstance(said, dict) else ():
        if name not in facts.names:
            yield no_layer(key, "the model", name, facts.names)


def _description_errors(key, path):
    """Why a file or folder is no model that can be opened."""
    if not Path(path).exists():
        yield f"{key}: there is no file {path!r} (looked for in {Path.cwd()})"
        return
    try:
        describe_model(path)
    except ValueError as error:
        yield f"{key}: {error}"


def _training_errors(config, key, model):
    source = source_of(config["datasets"][model["dataset"]])
    if model["architecture"] not in source.input.architectures:
        yield (
            f"{key}.architecture: a {model['architecture']} needs images, {model['dataset']!r} are "
            f"{source.input.plural}"
        )
    if not source.of_user and not n_classes(config, model["dataset"]):
        yield no_classes(key, model)


def _fit_errors(config, key, experiment):
    """Errors of a model that is shown inputs of another kind or shape."""
    name, model = dataset_of(config, experiment), config["models"][experiment["model"]]
    if name not in config["datasets"]:
        return
    dataset = config["datasets"][name]
    given = source_of(dataset).input
    if wrong := _inputs_error(model, are_texts=given.name == TEXT):
        yield f"{key}.model: {wrong}"
        return
    if given.name == TEXT:
        yield from _text_errors(key, name, experiment["model"], model)
        return
    if given.name == SOUND:
        yield from _sound_errors(key, name, experiment["model"], model)
        return
    if "application" in model and not given.applications:
        yield f"{key}.dataset: {experiment['model']!r} sees images, {name!r} are {given.plural}"
    if "path" not in model or not (facts := model_file_facts(model)) or not facts.input_shape:
        return
    if facts.input_dtype == "string":
        yield f"{key}.model: {experiment['model']!r} {TAKES_TEXT}"
        return
    try:
        layout = image_layout(
            facts.input_shape, _preprocessing(model).get("channels") or facts.channels
        )
    except ValueError as error:
        yield f"models.{experiment['model']}.preprocessing: {error}"
        return
    expected = KINDS[IMAGE if layout else NUMBERS]
    if given != expected:
        yield (
            f"{key}.dataset: the model {experiment['model']!r} expects inputs of the shape "
            f"{facts.input_shape}, {_in_words(facts.input_shape, expected)}, but {name!r} are "
            f"{given.plural}"
        )
    elif layout and not (layout.size or _has_size(model, dataset)):
        yield (
            f"{key}.dataset: the model {experiment['model']!r} takes images of any size; set "
            f"`size` in its preprocessing, or `image_size` of {name!r}"
        )


def _inputs_error(model, *, are_texts):
    """Why a dataset does not give all inputs of a model, if it does not."""
    facts = model_file_facts(model) if "path" in model else None
    if facts is None:
        return None
    left = [name for name in facts.inputs if name not in model.get("constant_inputs", {})]
    return None if are_given(left, are_texts=are_texts) else too_many(repr(model["path"]), left)


def _text_errors(key, name, model_name, model):
    """Errors of a model that is shown texts: it needs a tokenizer."""
    facts, folder = model_file_facts(model), model.get("tokenizer", model.get("path", ""))
    if facts is not None and facts.input_dtype == "string":
        yield f"{key}.model: {model_name!r} {TAKES_TEXT}"
    elif "path" not in model or (facts and facts.input_shape and len(facts.input_shape) > 1):
        yield f"{key}.dataset: {name!r} are texts, and the model {model_name!r} takes none"
    elif not any((Path(folder) / each).is_file() for each in TOKENIZERS):
        yield (
            f"models.{model_name}.tokenizer: there is no tokenizer in {folder!r}, which the texts "
            f"{name!r} need; name the folder of the model's own, with the file {TOKENIZERS[0]}"
        )


def _sound_errors(key, name, model_name, model):
    """Errors of a model that is shown sounds: it says how, or brings along an extractor."""
    facts, at = model_file_facts(model), f"models.{model_name}.sounds"
    if "path" not in model or "float" not in ((facts and facts.input_dtype) or "float"):
        yield (
            f"{key}.dataset: {name!r} are sounds, and the model {model_name!r} takes none (the "
            f"folder of a Hugging Face model that does so has the file {EXTRACTOR})"
        )
        return
    has_extractor = (Path(model["path"]) / EXTRACTOR).is_file()
    if "sounds" not in model and not has_extractor:
        yield (
            f"{at}: {name!r} are sounds; say how the model takes them, such as "
            "{as: waveform, rate: 16000}"
        )
        return
    is_other = bool(facts and {*facts.inputs[:1]} & {*model.get("constant_inputs", ())})
    shape = facts.input_shape if facts and not is_other else None  # that of the first input
    for error in sound_errors(model.get("sounds"), shape, has_extractor=has_extractor):
        yield f"{at}: {error}"
    if given := [each for each in OF_PIXELS if each in _preprocessing(model)]:
        yield f"models.{model_name}.preprocessing.{given[0]}: is of images, and {name!r} are sounds"


def _in_words(input_shape, expected):
    """What inputs of a shape are; those of two dimensions may be series."""
    if len(input_shape) != 2:
        return expected.plural
    steps, numbers = ("any number" if each is None else each for each in input_shape)
    return (
        f"a series of {steps} steps of {numbers} numbers or a grey image (of a series, which no "
        "dataset here gives, export the activations and use those instead, way 1)"
    )


def _has_size(model, dataset):
    return "image_size" in dataset or "size" in _preprocessing(model)


def _preprocessing(model):
    """Settings of the preprocessing of a model, where they are no name."""
    given = model.get("preprocessing", {})
    return {} if isinstance(given, str) else given
