"""Images with attributes, streamed through networks of keras.applications.

input:  results/downloads/{source}/…
output: results/images/{dataset}/, results/activations/{model}/{dataset}/, results/naps/…
"""

WEIGHTS_LIST = ["topomaps/data/sources.py", "topomaps/data/keras_weights.py"]
STREAMED_FOLDER = "results/activations/{model}/{dataset}/"


rule prepare_images:
    """Match the label table of a dataset with the images in its archive, and count what is missing."""
    input:
        unpack(downloads_of_images),
    output:
        table="results/images/{dataset}/images.tsv",
        coverage="results/images/{dataset}/coverage.json",
    log:
        "results/logs/prepare_images/{dataset}.log",
    wildcard_constraints:
        dataset=one_of(IMAGE_DATASETS),
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(1000),
        runtime=growing(30),
    params:
        code=code_digest("prepare_images.py", without=WEIGHTS_LIST),
        content=lambda wildcards: source_of(wildcards.dataset).content(),
        settings=lambda wildcards: {
            key: SETTINGS["datasets"][wildcards.dataset][key]
            for key in ("source", "accept_subset")
        },
    script:
        "../scripts/prepare_images.py"


rule stream_activations:
    """Run a network over all images, keeping sums per group and means per image of each layer."""
    input:
        unpack(downloads_of_images),
        table="results/images/{dataset}/images.tsv",
        weights=weights_of,
    output:
        activations="results/activations/{model}/{dataset}/streamed.npz",
        images="results/activations/{model}/{dataset}/images.tsv",
        decoding="results/activations/{model}/{dataset}/decoding.json",
    log:
        "results/logs/stream_activations/{model}/{dataset}.log",
    benchmark:
        "results/benchmarks/stream_activations/{model}/{dataset}.tsv"
    wildcard_constraints:
        model=one_of(APPLICATIONS),
    conda:
        "../envs/model.yaml"
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(600),
    params:
        code=code_digest("stream_activations.py", without=WEIGHTS_LIST),
        content=lambda wildcards: source_of(wildcards.dataset).content(),
        settings=lambda wildcards: {
            "source": SETTINGS["datasets"][wildcards.dataset]["source"],
            "on_damaged": SETTINGS["datasets"][wildcards.dataset]["damaged_images"],
            "model": APPLICATIONS[wildcards.model],
            "seed": SETTINGS["seed"],
            "tensorflow_threads": SETTINGS["tensorflow_threads"],
            **streamed_for(wildcards.model, wildcards.dataset),
        },
    script:
        "../scripts/stream_activations.py"


rule profile_groups:
    """Compute NAPs of groups of images from their sums of activations."""
    input:
        activations=lambda wildcards: streamed_file(wildcards, "streamed.npz"),
        images=lambda wildcards: streamed_file(wildcards, "images.tsv"),
    output:
        naps="results/naps/{experiment}/{layer}/layout/0-0.npz",
    log:
        "results/logs/profile_groups/{experiment}/{layer}.log",
    wildcard_constraints:
        experiment=one_of(STREAMED),
    group:
        "naps"
    conda:
        "../envs/layouts.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("profile_groups.py"),
        settings=lambda wildcards: {
            "grouping": grouping_name(STREAMED[wildcards.experiment]["grouping"]),
            **layout_settings(wildcards, "feature_maps"),
        },
    script:
        "../scripts/profile_groups.py"
