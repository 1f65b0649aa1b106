"""What the rules of activations read, and what they are told."""

WEIGHTS_SOURCE = "keras-applications"
BATCH_OF_ARRAYS = 256  # inputs that a network trained here sees at once

SHARDED = {
    name: each["shards"] for name, each in SETTINGS["datasets"].items() if each["shards"] > 1
}
WHOLE = [name for name in SETTINGS["datasets"] if name not in SHARDED]


def model_settings(model):
    """Settings of a model; one trained here is a file of its own."""
    return {"batch_size": BATCH_OF_ARRAYS} if model in MODELS else SETTINGS["models"][model]


def model_file(wildcards):
    """Files of a model, or of the weights of an application; nothing for random weights.

    A model that is a folder comes before the files in it, another before those of its weights.
    """
    if wildcards.model in MODELS:
        return [f"results/models/{wildcards.model}/model.keras"]
    model = SETTINGS["models"][wildcards.model]
    if "path" in model:
        facts, folder = model_file_facts(model), Path(model["path"])
        inside = sorted(str(each) for each in folder.rglob("*") if each.is_file())
        return [model["path"], *inside, *(facts.files if facts else ())]
    if model["weights"] == "imagenet":
        return [f"results/downloads/{WEIGHTS_SOURCE}/{imagenet_file(model)}"]
    return [] if model["weights"] == "random" else [model["weights"]]


def model_environment(wildcards):
    """Environment that opens a model."""
    model = SETTINGS["models"][wildcards.model]
    names = {"path": "file", "application": "application"}
    return environment_of({names[key]: model[key] for key in names if key in model})


def class_names(wildcards):
    """Names of a model's outputs: its own, or those of the labels that it was trained on."""
    if wildcards.model in MODELS or model_settings(wildcards.model).get("class_names") == "labels":
        return "labels"
    return model_settings(wildcards.model).get("class_names")


def extraction_settings(kind, wildcards):
    """What an extraction uses, for its params."""
    model = model_settings(wildcards.model)
    keys = (
        "application",
        "include_top",
        "alpha",
        "preprocessing",
        "layer_channels",
        "outputs",
        "batch_size",
    )
    return {
        "model": {key: model[key] for key in keys if key in model},
        "class_names": class_names(wildcards),
        "on_damaged": on_damaged(wildcards.dataset),
        "max_left_out": max_left_out(wildcards.dataset),
        "layers": extracted_layers(SETTINGS, PARTS, kind, wildcards.model, wildcards.dataset),
        "seed": SETTINGS["seed"],
        "tensorflow_threads": SETTINGS["tensorflow_threads"],
    }


def shard_folders(wildcards, stage):
    """Folders of all shards of an extraction, of the stage `shards` or `shard_sums`."""
    n_shards = SHARDED[wildcards.dataset]
    return [
        f"results/{stage}/{wildcards.kind}/{wildcards.model}/{wildcards.dataset}/{n}-of-{n_shards}"
        for n in range(1, n_shards + 1)
    ]


def shard_sums(wildcards):
    """Folders of sums of groups that the predictions of all shards decide; mostly none."""
    layers = extracted_layers(SETTINGS, PARTS, wildcards.kind, wildcards.model, wildcards.dataset)
    drawings = [each for kept in layers.values() for each in kept["sums"].values()]
    needed = any(map(needs_predictions, drawings))
    return shard_folders(wildcards, "shard_sums") if needed else []


def checkpoints_file(wildcards):
    """Weights at the checkpoints of a training, for an extraction of that kind."""
    known = {CHECKPOINTS: [f"results/models/{wildcards.model}/checkpoints.npz"]}
    return known.get(wildcards.kind, [])


def shard_settings(wildcards):
    """What a shard of an extraction uses, for its params."""
    settings = extraction_settings(wildcards.kind, wildcards)
    settings.pop("max_left_out")  # of all shards together
    return {
        **settings,
        "shard": int(wildcards.shard) - 1,
        "n_shards": int(wildcards.n_shards),
    }


def joining_settings(wildcards):
    """What the joining of shards uses, for its params."""
    used = extraction_settings(wildcards.kind, wildcards)
    return {key: used[key] for key in ("layers", "max_left_out", "seed")}
