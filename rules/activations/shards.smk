"""Activations of datasets with `shards`: ranges of the inputs, each in a job of its own, and joined.

The joined folder has the bytes of an extraction by one job. What the shards hold is deleted then.

input:  results/datasets/{dataset}.npz, results/models/{model}/, files that the configuration names
output: results/shards/, results/shard_sums/, and as extraction.smk
"""


wildcard_constraints:
    kind=f"{ACTIVATIONS}|{CHECKPOINTS}|{SALIENCY}/[A-Za-z0-9_]+",
    shard="[0-9]+",
    n_shards="[0-9]+",


# Without a group: shards are there to run on several nodes.
rule extract_shard:
    """Run a network over a range of the inputs, keeping what one job would keep of them."""
    input:
        dataset="results/datasets/{dataset}.npz",
        images=lambda wildcards: dataset(wildcards).images,
        model=model_files,
        checkpoints=lambda wildcards: extraction(wildcards).checkpoints,
    output:
        shard=temp(directory("results/shards/{kind}/{model}/{dataset}/{shard}-of-{n_shards}")),
    log:
        "results/logs/extract_shard/{kind}/{model}/{dataset}/{shard}-of-{n_shards}.log",
    benchmark:
        "results/benchmarks/extract_shard/{kind}/{model}/{dataset}/{shard}-of-{n_shards}.tsv"
    wildcard_constraints:
        model=one_of(MODELS),
        dataset=one_of(SHARDED),
    conda:
        lambda wildcards: model(wildcards).environment
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(600),
        gpu=lambda wildcards: model(wildcards).gpus,
    params:
        code=code_digest("extract_shard.py"),
        state=states_of(model_files),
        settings=lambda wildcards: {
            **extraction(wildcards).settings,
            "shard": int(wildcards.shard) - 1,
            "n_shards": int(wildcards.n_shards),
        },
    script:
        "../../scripts/extract_shard.py"


rule sum_shard:
    """Sum feature maps of a range of the inputs in groups that the predictions of all decide."""
    input:
        dataset="results/datasets/{dataset}.npz",
        images=lambda wildcards: dataset(wildcards).images,
        model=model_files,
        shards=lambda wildcards: extraction(wildcards).shards(),
    output:
        sums=temp(directory("results/shard_sums/{kind}/{model}/{dataset}/{shard}-of-{n_shards}")),
    log:
        "results/logs/sum_shard/{kind}/{model}/{dataset}/{shard}-of-{n_shards}.log",
    wildcard_constraints:
        model=one_of(MODELS),
        dataset=one_of(SHARDED),
    conda:
        lambda wildcards: model(wildcards).environment
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(600),
        gpu=lambda wildcards: model(wildcards).gpus,
    params:
        code=code_digest("sum_shard.py"),
        state=states_of(model_files),
        settings=lambda wildcards: {
            **extraction(wildcards).settings,
            "shard": int(wildcards.shard) - 1,
            "n_shards": int(wildcards.n_shards),
        },
    script:
        "../../scripts/sum_shard.py"


rule join_shards:
    """Join what a network made of ranges of the inputs."""
    input:
        dataset="results/datasets/{dataset}.npz",
        shards=lambda wildcards: extraction(wildcards).shards(),
        sums=lambda wildcards: extraction(wildcards).shard_sums,
        checkpoints=lambda wildcards: extraction(wildcards).checkpoints,
    output:
        activations=directory("results/{kind}/{model}/{dataset}"),
    log:
        "results/logs/join_shards/{kind}/{model}/{dataset}.log",
    wildcard_constraints:
        model=one_of(MODELS),
        dataset=one_of(SHARDED),
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("join_shards.py"),
        settings=lambda wildcards: {
            "layers": extraction(wildcards).layers,
            "max_left_out": dataset(wildcards).max_left_out,
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/join_shards.py"
