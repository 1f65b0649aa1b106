"""Activations: one pass of a dataset through a model serves all experiments that share both.

Datasets with `shards` are dealt to several jobs by shards.smk.

input:  results/datasets/{dataset}.npz, results/models/{model}/, files that the configuration names
output: results/activations/{model}/{dataset}/, results/checkpoints/{model}/{dataset}/,
        results/tokens/{model}/{dataset}/, results/saliency/{output}/{model}/{dataset}/
"""

SHARDED = [name for name, each in DATASETS.items() if each.shards > 1]
WHOLE = [name for name in DATASETS if name not in SHARDED]


rule extract_activations:
    """Run a network over all inputs once, keeping of each layer what its figures need."""
    input:
        dataset="results/datasets/{dataset}.npz",
        images=lambda wildcards: dataset(wildcards).images,
        model=model_files,
    output:
        activations=directory("results/activations/{model}/{dataset}"),
    log:
        "results/logs/extract_activations/{model}/{dataset}.log",
    benchmark:
        "results/benchmarks/extract_activations/{model}/{dataset}.tsv"
    wildcard_constraints:
        model=one_of(MODELS),
        dataset=one_of(WHOLE),
    conda:
        lambda wildcards: model(wildcards).environment
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(600),
        gpu=lambda wildcards: model(wildcards).gpus,
    params:
        code=code_digest("extract_activations.py"),
        state=states_of(model_files),
        settings=lambda wildcards: {
            **extraction(wildcards, ACTIVATIONS).settings,
            "max_left_out": dataset(wildcards).max_left_out,
        },
    script:
        "../../scripts/extract_activations.py"


use rule extract_activations as extract_checkpoints with:
    input:
        dataset="results/datasets/{dataset}.npz",
        images=lambda wildcards: dataset(wildcards).images,
        model=model_files,
        checkpoints="results/models/{model}/checkpoints.npz",
    output:
        activations=directory("results/checkpoints/{model}/{dataset}"),
    log:
        "results/logs/extract_checkpoints/{model}/{dataset}.log",
    benchmark:
        "results/benchmarks/extract_checkpoints/{model}/{dataset}.tsv"
    wildcard_constraints:
        model=one_of(TRAINED),
        dataset=one_of(WHOLE),
    params:
        code=code_digest("extract_activations.py"),
        state=states_of(model_files),
        settings=lambda wildcards: {
            **extraction(wildcards, CHECKPOINTS).settings,
            "max_left_out": dataset(wildcards).max_left_out,
        },


use rule extract_activations as extract_tokens with:
    output:
        activations=directory("results/tokens/{model}/{dataset}"),
    log:
        "results/logs/extract_tokens/{model}/{dataset}.log",
    benchmark:
        "results/benchmarks/extract_tokens/{model}/{dataset}.tsv"
    params:
        code=code_digest("extract_activations.py"),
        state=states_of(model_files),
        settings=lambda wildcards: {
            **extraction(wildcards, TOKENS).settings,
            "max_left_out": dataset(wildcards).max_left_out,
        },


use rule extract_activations as extract_saliency with:
    output:
        activations=directory("results/saliency/{output}/{model}/{dataset}"),
    log:
        "results/logs/extract_saliency/{output}/{model}/{dataset}.log",
    benchmark:
        "results/benchmarks/extract_saliency/{output}/{model}/{dataset}.tsv"
    wildcard_constraints:
        output="[A-Za-z0-9_]+",
        model=one_of(MODELS),
        dataset=one_of(WHOLE),
    params:
        code=code_digest("extract_activations.py"),
        state=states_of(model_files),
        settings=lambda wildcards: {
            **extraction(wildcards, f"{SALIENCY}/{wildcards.output}").settings,
            "max_left_out": dataset(wildcards).max_left_out,
        },
