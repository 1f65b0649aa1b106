"""What the rules of activations read, and what they are told."""

WEIGHTS_SOURCE = "keras-applications"
BATCH_OF_ARRAYS = 256  # inputs that a network trained here sees at once


def model_settings(model):
    """Settings of a model; one trained here is a file of its own."""
    return {"batch_size": BATCH_OF_ARRAYS} if model in MODELS else SETTINGS["models"][model]


def model_file(wildcards):
    """File of a model, or of the weights of an application; nothing for random weights."""
    if wildcards.model in MODELS:
        return [f"results/models/{wildcards.model}/model.keras"]
    model = SETTINGS["models"][wildcards.model]
    if "path" in model:
        return [model["path"]]
    if model["weights"] == "imagenet":
        return [f"results/downloads/{WEIGHTS_SOURCE}/{imagenet_file(model)}"]
    return [] if model["weights"] == "random" else [model["weights"]]


def is_onnx(model):
    """Whether a model is an ONNX file, which has an environment of its own."""
    return SETTINGS["models"].get(model, {}).get("path", "").endswith(".onnx")


def class_names(wildcards):
    """Names of a model's outputs: its own, or those of the labels that it was trained on."""
    if wildcards.model in MODELS or model_settings(wildcards.model).get("class_names") == "labels":
        return "labels"
    return model_settings(wildcards.model).get("class_names")


def extraction_settings(kind, wildcards):
    """What an extraction uses, for its params."""
    model = model_settings(wildcards.model)
    dataset = SETTINGS["datasets"][wildcards.dataset]
    keys = ("application", "include_top", "alpha", "preprocessing", "layer_channels", "batch_size")
    return {
        "model": {key: model[key] for key in keys if key in model},
        "class_names": class_names(wildcards),
        "on_damaged": dataset.get("damaged_images", "refuse"),
        "layers": extracted_layers(SETTINGS, PROFILED, kind, wildcards.model, wildcards.dataset),
        "seed": SETTINGS["seed"],
        "tensorflow_threads": SETTINGS["tensorflow_threads"],
    }
