"""Models: trained here, and what is known of their layers.

input:  results/datasets/{dataset}.npz, files that the configuration names
output: results/models/{model}/
"""


rule train_model:
    """Train a model from a seed."""
    input:
        unpack(trained_on),
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
        "../../envs/model.yaml"
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
            "on_damaged": SETTINGS["datasets"][MODELS[wildcards.model]["dataset"]].get(
                "damaged_images", "refuse"
            ),
            "seed": SETTINGS["seed"],
            "tensorflow_threads": SETTINGS["tensorflow_threads"],
        },
    script:
        "../../scripts/train_model.py"


rule list_layers:
    """Print the layers of the model that `--config model_file=…` names, and which are suited."""
    input:
        model=SETTINGS["model_file"] or [],
    log:
        "results/logs/list_layers.log",
    conda:
        f"../../envs/{'onnx' if SETTINGS['model_file'].endswith('.onnx') else 'model'}.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("list_layers.py"),
    script:
        "../../scripts/list_layers.py"
