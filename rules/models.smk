"""Models and their activations.

input:  results/datasets/{dataset}.npz
output: results/models/{model}/, results/activations/{model}/{dataset}/{layer}/
"""


rule train_model:
    """Train a model from a seed."""
    input:
        dataset=lambda wildcards: f"results/datasets/{MODELS[wildcards.model]['dataset']}.npz",
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
        model=one_of(MODELS),
    group:
        "model"
    conda:
        "../envs/model.yaml"
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(4000),
        runtime=growing(120),
    params:
        code=code_digest("train_model.py"),
        settings=lambda wildcards: {
            "name": wildcards.model,
            "architecture": MODELS[wildcards.model]["architecture"],
            "width": MODELS[wildcards.model].get("width"),
            "l2": MODELS[wildcards.model].get("l2", SETTINGS["training"]["l2"]),
            "epochs": MODELS[wildcards.model]["epochs"],
            "checkpoint_steps": MODELS[wildcards.model].get("checkpoints", []),
            "seed": SETTINGS["seed"],
            "tensorflow_threads": SETTINGS["tensorflow_threads"],
        },
    script:
        "../scripts/train_model.py"


rule extract_activations:
    """Compute a layer's activations of all test inputs, and the model's predictions."""
    input:
        dataset="results/datasets/{dataset}.npz",
        model=model_file,
    output:
        activations="results/activations/{model}/{dataset}/{layer}/activations.npy",
        examples="results/activations/{model}/{dataset}/{layer}/examples.npz",
    log:
        "results/logs/extract_activations/{model}/{dataset}/{layer}.log",
    wildcard_constraints:
        model=one_of([*MODELS, *OWN_MODELS]),
    group:
        "model"
    conda:
        "../envs/model.yaml"
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(6000),
        runtime=growing(30),
    params:
        code=code_digest("extract_activations.py"),
        settings=extraction_settings,
    script:
        "../scripts/extract_activations.py"


rule extract_checkpoints:
    """Compute a layer's activations of all test inputs at each checkpoint of the training."""
    input:
        dataset="results/datasets/{dataset}.npz",
        model="results/models/{model}/model.keras",
        checkpoints="results/models/{model}/checkpoints.npz",
    output:
        activations="results/activations/{model}/{dataset}/{layer}/checkpoints.npz",
    log:
        "results/logs/extract_checkpoints/{model}/{dataset}/{layer}.log",
    wildcard_constraints:
        model=one_of(MODELS),
    group:
        "model"
    conda:
        "../envs/model.yaml"
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(6000),
        runtime=growing(30),
    params:
        code=code_digest("extract_checkpoints.py"),
        settings={"tensorflow_threads": SETTINGS["tensorflow_threads"]},
    script:
        "../scripts/extract_checkpoints.py"
