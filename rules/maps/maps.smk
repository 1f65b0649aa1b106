"""Rendered maps, only those that figures show, and their regions.

input:  results/naps/…, results/layouts/…, first trial of condition `layout`
output: results/maps/{experiment}/{layer}/{method}.npz, results/regions/{experiment}/{layer}/…,
        results/tests/{experiment}/layers_{method}.tsv
"""

NAMED_REGIONS = "results/regions/{experiment}/{layer}/named"


rule render_maps:
    """Interpolate and paint the maps of all groups on the first layout of a method."""
    input:
        naps=lambda wildcards: naps_file(wildcards.experiment, wildcards.layer),
        layout=lambda wildcards: first_layout(**wildcards),
    output:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
    log:
        "results/logs/render_maps/{experiment}/{layer}/{method}.log",
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("render_maps.py"),
        settings=SETTINGS["maps"],
    script:
        "../../scripts/render_maps.py"


rule permute_layers:
    """Find how alike the maps of layers are by chance: under permuted groups, laid out anew."""
    input:
        files_of_permuted_layers,
        maps=lambda wildcards: maps_of_layers(wildcards)["maps"][0],
        groups=groups_of_layers,
    output:
        chance="results/tests/{experiment}/layers_{method}.tsv",
    log:
        "results/logs/permute_layers/{experiment}/{method}.log",
    benchmark:
        "results/benchmarks/permute_layers/{experiment}/{method}.tsv"
    wildcard_constraints:
        experiment=one_of(PARTS),
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(120),
    params:
        code=lambda wildcards: code_digest(
            "permute_layers.py", modules=modules_of(*with_bases(methods_used(wildcards)))
        ),
        settings=permuted_settings,
    script:
        "../../scripts/permute_layers.py"


rule find_regions:
    """Find connected regions that respond to a group, their neurons, and what excites them."""
    input:
        activation_files,
        maps="results/maps/{experiment}/{layer}/{method}.npz",
    output:
        neurons="results/regions/{experiment}/{layer}/{method}_neurons.tsv",
        regions="results/regions/{experiment}/{layer}/{method}_regions.tsv",
        examples="results/regions/{experiment}/{layer}/{method}_examples.tsv",
    log:
        "results/logs/find_regions/{experiment}/{layer}/{method}.log",
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(60),
    params:
        code=code_digest("find_regions.py"),
        settings=lambda wildcards: {**layer_settings(wildcards), **SETTINGS["regions"]},
    script:
        "../../scripts/find_regions.py"


rule compare_regions:
    """Test whether named regions respond to groups by more than chance, and find what excites them."""
    input:
        activation_files,
        naps=lambda wildcards: naps_file(**wildcards),
        groups=groups_file,
        named=named_regions_file,
    output:
        regions=in_report(f"{NAMED_REGIONS}.tsv", "Maps", "compare_regions"),
        examples=f"{NAMED_REGIONS}_examples.tsv",
    log:
        "results/logs/compare_regions/{experiment}/{layer}.log",
    wildcard_constraints:
        experiment=one_of(name for name, part in PARTS.items() if part.get("named")),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(60),
    params:
        code=code_digest("compare_regions.py"),
        state=states_of(named_regions_file),
        settings=lambda wildcards: {
            **layer_settings(wildcards),
            "called": part_of(wildcards)["named"][wildcards.layer],
            "by": part_of(wildcards)["grouping"]["by"],
            "permutations": part_of(wildcards)["tests"]["permutations"],
            "discovery": part_of(wildcards)["regions"]["discovery"],
            "n_inputs": SETTINGS["regions"]["n_inputs"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/compare_regions.py"


rule split_regions:
    """Find regions in one half of the inputs, and test them in the other half."""
    input:
        activation_files,
        groups=groups_file,
    output:
        regions=in_report(
            "results/regions/{experiment}/{layer}/{method}_halves.tsv", "Maps", "split_regions"
        ),
        neurons="results/regions/{experiment}/{layer}/{method}_halves_neurons.tsv",
    log:
        "results/logs/split_regions/{experiment}/{layer}/{method}.log",
    wildcard_constraints:
        experiment=one_of(SPLIT),
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=lambda wildcards: code_digest(
            "split_regions.py", modules=modules_of(*with_bases([wildcards.method]))
        ),
        settings=split_settings,
    script:
        "../../scripts/split_regions.py"
