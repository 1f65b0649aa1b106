"""What the rules of models read, and what they are told."""


def environment_of(model):
    """Environment of the format of a model; without a `file` or `application` it is trained here."""
    return f"../../envs/{(format_of(model) if model else KERAS).environment}.yaml"


def trained_on(wildcards):
    """Dataset that a model is trained on, and the files of its images."""
    return inputs_of_training(MODELS[wildcards.model]["dataset"])


def training_settings(model):
    """What the training of a model uses, for its params."""
    settings = MODELS[model]
    return {
        "name": model,
        "architecture": settings["architecture"],
        "width": settings.get("width"),
        "l2": settings.get("l2", SETTINGS["training"]["l2"]),
        "epochs": settings["epochs"],
        "on_damaged": on_damaged(settings["dataset"]),
        "seed": SETTINGS["seed"],
        "tensorflow_threads": SETTINGS["tensorflow_threads"],
    }


# Models trained here of which a part sees each fold of the training inputs.
FOLDED = {name: each for name, each in MODELS.items() if "folds" in each}


def fold_settings(wildcards):
    """What the extraction of the folds of a model uses, for its params."""
    training = training_settings(wildcards.model)
    layers = {}
    for part in PARTS.values():
        judged = {"suspicious_inputs", "label_errors", "confusion"} & {*part["figures"]}
        if judged and is_judged_on_folds(part) and part["model"] == wildcards.model:
            layers |= part["layers"]
    return {
        "model": model_settings(wildcards.model),
        "class_names": class_names(wildcards),
        "layers": layers,
        **{key: training[key] for key in ("name", "on_damaged", "seed", "tensorflow_threads")},
    }
