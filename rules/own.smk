"""Data, models and activations of a user's own.

input:  files that the configuration names
output: results/datasets/{dataset}.npz, results/naps/…, results/tests/{experiment}/…
"""


rule prepare_own_dataset:
    """Read a user's images or numbers, and split them if a model is trained on them."""
    input:
        data=lambda wildcards: SETTINGS["datasets"][wildcards.dataset]["path"],
    output:
        dataset="results/datasets/{dataset}.npz",
    log:
        "results/logs/prepare_own_dataset/{dataset}.log",
    wildcard_constraints:
        dataset=one_of(OWN_DATASETS),
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("prepare_own_dataset.py"),
        settings=dataset_settings,
        images=lambda wildcards: images_digest(
            *(SETTINGS["datasets"][wildcards.dataset][key] for key in ("source", "path"))
        ),
    script:
        "../scripts/prepare_own_dataset.py"


rule compute_own_naps:
    """Group the inputs of activations as the user wants, and compute the groups' NAPs."""
    input:
        activations=layer_file,
        inputs=inputs_file,
    output:
        naps="results/naps/{experiment}/{layer}/{condition}/{first}-{last}.npz",
    log:
        "results/logs/compute_own_naps/{experiment}/{layer}/{condition}/{first}-{last}.log",
    wildcard_constraints:
        experiment=one_of(OWN),
    conda:
        "../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("compute_own_naps.py"),
        settings=lambda wildcards: {
            "groups": group_settings(wildcards),
            "weighted": OWN[wildcards.experiment]["groups"]["weighted"],
            "examples_per_group": OWN[wildcards.experiment].get("examples_per_group"),
            **layout_settings(wildcards, "feature_maps"),
            "seed": SETTINGS["seed"],
        },
    script:
        "../scripts/compute_own_naps.py"


rule average_feature_maps:
    """Average feature maps and name the group of each input, as the tests need them."""
    input:
        activations=layer_file,
        inputs=inputs_file,
    output:
        activations=temp("results/tests/{experiment}/{layer}/activations.npz"),
        table="results/tests/{experiment}/{layer}/inputs.tsv",
    log:
        "results/logs/average_feature_maps/{experiment}/{layer}.log",
    wildcard_constraints:
        experiment=one_of(OWN),
    conda:
        "../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("average_feature_maps.py"),
        settings=lambda wildcards: {"groups": group_settings(wildcards)},
    script:
        "../scripts/average_feature_maps.py"


rule list_layers:
    """Print the layers of the model that `--config keras_file=…` names, and which are suited."""
    input:
        model=SETTINGS["keras_file"] or [],
    log:
        "results/logs/list_layers.log",
    conda:
        "../envs/model.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=code_digest("list_layers.py"),
    script:
        "../scripts/list_layers.py"
