"""Layouts of the neurons.

input:  results/naps/{experiment}/{layer}/{condition}/{first}-{last}.npz
output: results/layouts/{experiment}/{layer}/{condition}/{method}/{first}-{last}.npz
"""

LAYOUT = "results/layouts/{experiment}/{layer}/{condition}/{method}/{first}-{last}.npz"
USERS_OF_SETTINGS = {
    "graph_quantile": ["graph"],
    "strength": [SORTED],
    "distances": EMBEDDINGS,
    "n_steps": SWARM_METHODS,
    "attraction": ["PSO"],
    "random_swarm": [BASELINE],
}


def base_layout(wildcards):
    """Layout that a hybrid starts from; nothing for PSO and random."""
    base = base_of(wildcards.method)
    return [LAYOUT.format(**{**wildcards, "method": base})] if base else []


def layout_settings(wildcards):
    """Those of the settings of layouts that a method uses, hybrids without their bases."""
    layouts = PARTS[wildcards.experiment]["layouts"]
    return {**method_settings(layouts, [wildcards.method]), "seed": SETTINGS["seed"]}


def method_settings(layouts, methods):
    """Those of the settings of layouts that some of the methods use."""
    return {key: layouts[key] for key, users in USERS_OF_SETTINGS.items() if {*users} & {*methods}}


def methods_used(wildcards):
    """The method of a layout, or that of shared layouts."""
    return ["shared" if "shared" in PARTS[wildcards.experiment] else wildcards.method]


def shared_settings(wildcards):
    """Place of the layer among those that share their layouts; nothing where they do not."""
    part = PARTS[wildcards.experiment]
    return {"shared": list(part["layers"]).index(wildcards.layer)} if "shared" in part else {}


rule compute_layout:
    """Lay out the neurons by a method without swarm, for a block of trials."""
    input:
        naps=naps_of_layout,
    output:
        layout=LAYOUT,
    log:
        "results/logs/compute_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.log",
    benchmark:
        "results/benchmarks/compute_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv"
    wildcard_constraints:
        method="|".join(COMPUTED_METHODS),
    group:
        "layouts"
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=lambda wildcards: code_digest(
            "compute_layout.py", modules=modules_of(*methods_used(wildcards))
        ),
        settings=lambda wildcards: {**layout_settings(wildcards), **shared_settings(wildcards)},
    script:
        "../../scripts/compute_layout.py"


rule refine_layout:
    """Arrange the neurons by the particle swarm, from a base layout or from random positions."""
    input:
        naps=naps_of_block,
        base=base_layout,
    output:
        layout=LAYOUT,
    log:
        "results/logs/refine_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.log",
    benchmark:
        "results/benchmarks/refine_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv"
    wildcard_constraints:
        method="|".join(SWARM_METHODS),
    group:
        "layouts"
    conda:
        "../../envs/layouts.yaml"
    threads: 2
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=lambda wildcards: code_digest("refine_layout.py", modules=modules_of(wildcards.method)),
        settings=layout_settings,
    script:
        "../../scripts/refine_layout.py"
