"""Activations: one pass of a dataset through a model serves all experiments that share both.

Datasets with `shards` are dealt to several jobs by shards.smk.

input:  results/datasets/{dataset}.npz, results/models/{model}/, files that the configuration names
output: results/activations/{model}/{dataset}/, results/checkpoints/{model}/{dataset}/
"""


rule extract_activations:
    """Run a network over all inputs once, keeping of each layer what its figures need."""
    input:
        dataset="results/datasets/{dataset}.npz",
        images=lambda wildcards: images_of(wildcards.dataset),
        model=model_file,
    output:
        activations=directory("results/activations/{model}/{dataset}"),
    log:
        "results/logs/extract_activations/{model}/{dataset}.log",
    benchmark:
        "results/benchmarks/extract_activations/{model}/{dataset}.tsv"
    wildcard_constraints:
        model=one_of(SETTINGS["models"]),
        dataset=one_of(WHOLE),
    conda:
        model_environment
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(600),
    params:
        code=code_digest("extract_activations.py"),
        state=states_of(model_file),
        settings=partial(extraction_settings, ACTIVATIONS),
    script:
        "../../scripts/extract_activations.py"


use rule extract_activations as extract_checkpoints with:
    input:
        dataset="results/datasets/{dataset}.npz",
        images=lambda wildcards: images_of(wildcards.dataset),
        model=model_file,
        checkpoints="results/models/{model}/checkpoints.npz",
    output:
        activations=directory("results/checkpoints/{model}/{dataset}"),
    log:
        "results/logs/extract_checkpoints/{model}/{dataset}.log",
    benchmark:
        "results/benchmarks/extract_checkpoints/{model}/{dataset}.tsv"
    wildcard_constraints:
        model=one_of(MODELS),
        dataset=one_of(WHOLE),
    params:
        code=code_digest("extract_activations.py"),
        state=states_of(model_file),
        settings=partial(extraction_settings, CHECKPOINTS),
