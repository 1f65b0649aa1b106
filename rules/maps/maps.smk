"""Rendered maps, only those that figures show, and how alike those of layers are by chance.

input:  results/naps/…, results/layouts/…, first trial of condition `layout`
output: results/maps/{experiment}/{layer}/{method}.npz,
        results/tests/{experiment}/layers_{method}.tsv
"""


rule render_maps:
    """Interpolate and paint the maps of all groups on the first layout of a method."""
    input:
        naps=lambda wildcards: analysis(wildcards).naps(wildcards.layer),
        layout=lambda wildcards: analysis(wildcards).first_layout(wildcards.layer, wildcards.method),
    output:
        maps=paths.MAPS,
    log:
        "results/logs/render_maps/{experiment}/{layer}/{method}.log",
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("render_maps.py"),
        settings=lambda wildcards: {**SETTINGS["maps"], **analysis(wildcards).quantity},
    script:
        "../../scripts/render_maps.py"


rule permute_layers:
    """Find how alike the maps of layers are by chance: under permuted groups, laid out anew."""
    input:
        lambda wildcards: analysis(wildcards).permuted_files,
        maps=lambda wildcards: analysis(wildcards).maps_of_layers(wildcards.method)[0],
        groups=lambda wildcards: analysis(wildcards).groups_of_layers,
    output:
        chance=paths.CHANCE_OF_LAYERS,
    log:
        "results/logs/permute_layers/{experiment}/{method}.log",
    benchmark:
        "results/benchmarks/permute_layers/{experiment}/{method}.tsv"
    wildcard_constraints:
        experiment=one_of(ANALYSES),
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(120),
    params:
        code=lambda wildcards: code_digest(
            "permute_layers.py",
            modules=modules_of(*with_bases([analysis(wildcards).layout_code(wildcards.method)])),
        ),
        settings=lambda wildcards: {
            "layers": list(analysis(wildcards).layers),
            "profiles": analysis(wildcards).profiles,
            "experiment": wildcards.experiment,
            "method": wildcards.method,
            "turn": not analysis(wildcards).is_shared,
            "permutations": analysis(wildcards).layouts["permuted_layers"],
            "resolution": SETTINGS["maps"]["resolution"],
            "layouts": analysis(wildcards).method_settings(wildcards.method),
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/permute_layers.py"
