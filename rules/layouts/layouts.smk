"""Layouts of the neurons.

input:  results/naps/{experiment}/{layer}/{condition}/{first}-{last}.npz
output: results/layouts/{experiment}/{layer}/{condition}/{method}/{first}-{last}.npz
"""

from rules.configuration.layout_settings import method_settings, with_bases
from scripts.topomaps.layouts.methods import COMPUTED_METHODS, SWARM_METHODS, modules_of


rule compute_layout:
    """Lay out the neurons by a method without swarm, for a block of trials."""
    input:
        naps=lambda wildcards: analysis(wildcards).naps_of_layout(**block_of(wildcards)),
    output:
        layout=paths.LAYOUT,
    log:
        "results/logs/compute_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.log",
    benchmark:
        "results/benchmarks/compute_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv"
    wildcard_constraints:
        method="|".join(COMPUTED_METHODS),
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=lambda wildcards: code_digest(
            "compute_layout.py",
            modules=modules_of(analysis(wildcards).layout_code(wildcards.method)),
        ),
        settings=lambda wildcards: {
            **method_settings(analysis(wildcards).layouts, [wildcards.method]),
            **analysis(wildcards).shared_place(wildcards.layer),
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/compute_layout.py"


rule refine_layout:
    """Arrange the neurons by the particle swarm, from a base layout or from random positions."""
    input:
        naps=lambda wildcards: analysis(wildcards).naps(**block_of(wildcards)),
        base=lambda wildcards: analysis(wildcards).base_layout(
            wildcards.method, **block_of(wildcards)
        ),
    output:
        layout=paths.LAYOUT,
    log:
        "results/logs/refine_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.log",
    benchmark:
        "results/benchmarks/refine_layout/{experiment}/{layer}/{condition}/{method}/{first}-{last}.tsv"
    wildcard_constraints:
        method="|".join(SWARM_METHODS),
    conda:
        "../../envs/layouts.yaml"
    # Of the swarm alone: thousands of neurons take less than the start of a job, and jobs run side
    # by side.
    threads: 1
    resources:
        mem_mb=growing(4000),
        runtime=growing(30),
    params:
        code=lambda wildcards: code_digest("refine_layout.py", modules=modules_of(wildcards.method)),
        settings=lambda wildcards: {
            **method_settings(analysis(wildcards).layouts, [wildcards.method]),
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/refine_layout.py"
