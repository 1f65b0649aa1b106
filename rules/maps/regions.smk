"""Regions of maps: their neurons, what excites them, and whether they respond to groups.

input:  results/maps/…, results/naps/…, results/groups/…, activations, a table of named regions
output: results/regions/{experiment}/{layer}/…
"""


rule find_regions:
    """Find connected regions that respond to a group, their neurons, and what excites them."""
    input:
        activation_files,
        maps=paths.MAPS,
    output:
        neurons=f"{paths.REGIONS}_neurons.tsv",
        regions=f"{paths.REGIONS}_regions.tsv",
        examples=f"{paths.REGIONS}_examples.tsv",
    log:
        "results/logs/find_regions/{experiment}/{layer}/{method}.log",
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(60),
    params:
        code=code_digest("find_regions.py"),
        settings=lambda wildcards: {
            "source": analysis(wildcards).source.settings,
            "layer": analysis(wildcards).stored(wildcards.layer),
            **SETTINGS["regions"],
        },
    script:
        "../../scripts/find_regions.py"


rule compare_regions:
    """Test whether named regions respond to groups by more than chance, and find what excites them."""
    input:
        activation_files,
        naps=lambda wildcards: analysis(wildcards).naps(wildcards.layer),
        groups=lambda wildcards: analysis(wildcards).groups,
        named=lambda wildcards: analysis(wildcards).regions["named"],
    output:
        regions=f"{paths.NAMED_REGIONS}.tsv",
        examples=f"{paths.NAMED_REGIONS}_examples.tsv",
    log:
        "results/logs/compare_regions/{experiment}/{layer}.log",
    wildcard_constraints:
        experiment=one_of(name for name, each in ANALYSES.items() if each.named),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(60),
    params:
        code=code_digest("compare_regions.py"),
        state=states_of(lambda wildcards: analysis(wildcards).regions["named"]),
        settings=lambda wildcards: {
            "source": analysis(wildcards).source.settings,
            "layer": analysis(wildcards).stored(wildcards.layer),
            "region_layer": analysis(wildcards).named[wildcards.layer],
            "by": analysis(wildcards).grouping.by,
            "permutations": analysis(wildcards).tests["permutations"],
            "discovery": analysis(wildcards).regions["discovery"],
            "n_inputs": SETTINGS["regions"]["n_inputs"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/compare_regions.py"


rule split_regions:
    """Find regions in one half of the inputs, and test them in the other half."""
    input:
        activation_files,
        groups=lambda wildcards: analysis(wildcards).groups,
    output:
        regions=f"{paths.REGIONS}_halves.tsv",
        neurons=f"{paths.REGIONS}_halves_neurons.tsv",
    log:
        "results/logs/split_regions/{experiment}/{layer}/{method}.log",
    wildcard_constraints:
        experiment=one_of(name for name, each in ANALYSES.items() if each.is_split),
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=lambda wildcards: code_digest(
            "split_regions.py", modules=modules_of(*with_bases([wildcards.method]))
        ),
        settings=lambda wildcards: {
            "source": analysis(wildcards).source.settings,
            "layer": analysis(wildcards).stored(wildcards.layer),
            "by": analysis(wildcards).grouping.by,
            "method": wildcards.method,
            "layouts": analysis(wildcards).method_settings(wildcards.method),
            "permutations": analysis(wildcards).tests["permutations"],
            "threshold": SETTINGS["regions"]["threshold"],
            "min_neurons": SETTINGS["regions"]["min_neurons"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/split_regions.py"
