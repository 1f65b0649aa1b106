"""Models: trained here, and what is known of their layers.

Where the labels of training inputs are suspected, networks of a cross-validation judge them, none of
which has learned the labels that it judges.

input:  results/datasets/{dataset}.npz, files that the configuration names
output: results/models/{model}/, results/folds/{model}/{dataset}/
"""

from rules.configuration.extraction import judged_layers
from rules.configuration.models import environment_of

TRAINED = [name for name, each in MODELS.items() if each.trained_on]
FOLDED = [name for name, each in MODELS.items() if each.folds]


rule train_model:
    """Train a model from a seed."""
    input:
        unpack(lambda wildcards: model(wildcards).trained_on.inputs),
    output:
        model="results/models/{model}/model.keras",
        history="results/models/{model}/history.tsv",
        evaluation="results/models/{model}/evaluation.json",
        checkpoints="results/models/{model}/checkpoints.npz",
    log:
        "results/logs/train_model/{model}.log",
    benchmark:
        "results/benchmarks/train_model/{model}.tsv"
    wildcard_constraints:
        model=one_of(TRAINED),
    conda:
        "../../envs/model.yaml"
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(4000),
        runtime=growing(120),
    params:
        code=code_digest("train_model.py"),
        settings=lambda wildcards: {
            **model(wildcards).training,
            "checkpoint_steps": model(wildcards).given.get("checkpoints", []),
        },
    script:
        "../../scripts/train_model.py"


rule train_fold:
    """Train a network on all training inputs but those of one fold, which it has to judge."""
    input:
        unpack(lambda wildcards: model(wildcards).trained_on.inputs),
    output:
        model="results/models/{model}/folds/{fold}.keras",
    log:
        "results/logs/train_fold/{model}/{fold}.log",
    benchmark:
        "results/benchmarks/train_fold/{model}/{fold}.tsv"
    wildcard_constraints:
        model=one_of(FOLDED),
        fold="[0-9]+",
    conda:
        "../../envs/model.yaml"
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(4000),
        runtime=growing(120),
    params:
        code=code_digest("train_fold.py"),
        settings=lambda wildcards: {
            **model(wildcards).training,
            "folds": model(wildcards).folds,
        },
    script:
        "../../scripts/train_fold.py"


rule extract_folds:
    """Let each network of a cross-validation see the training inputs that it was not trained on."""
    input:
        unpack(lambda wildcards: model(wildcards).trained_on.inputs),
        networks=lambda wildcards: [
            f"results/models/{wildcards.model}/folds/{fold}.keras"
            for fold in range(model(wildcards).folds)
        ],
    output:
        activations=directory("results/folds/{model}/{dataset}"),
    log:
        "results/logs/extract_folds/{model}/{dataset}.log",
    benchmark:
        "results/benchmarks/extract_folds/{model}/{dataset}.tsv"
    wildcard_constraints:
        model=one_of(FOLDED),
    conda:
        "../../envs/model.yaml"
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(600),
    params:
        code=code_digest("extract_folds.py"),
        settings=lambda wildcards: {
            "model": model(wildcards).reading,
            "class_names": model(wildcards).class_names,
            "layers": judged_layers(ANALYSES, wildcards.model),
            **{
                key: model(wildcards).training[key]
                for key in ("name", "on_damaged", "seed", "tensorflow_threads")
            },
        },
    script:
        "../../scripts/extract_folds.py"


rule list_layers:
    """Print the layers of the model that `--config model_file=…` names and that maps can show."""
    input:
        model=SETTINGS["model_file"] or [],
    log:
        "results/logs/list_layers.log",
    conda:
        environment_of({"file": SETTINGS["model_file"]} if SETTINGS["model_file"] else {})
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("list_layers.py"),
        every=SETTINGS["all"] in (True, "true"),
    script:
        "../../scripts/list_layers.py"
