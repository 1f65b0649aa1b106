"""Attributions: which parts of the inputs drive regions.

input:  results/maps/…, results/regions/…, results/groups/…, activations, datasets, models
output: results/attributions/{experiment}/{layer}/…
"""

ASKED = [name for name, each in ANALYSES.items() if each.source and each.source.model]


rule attribute_regions:
    """Find which parts of inputs drive regions, and check that against randomised networks."""
    input:
        unpack(explained_files),
    output:
        arrays=f"{paths.ATTRIBUTIONS}.npz",
        checks=f"{paths.ATTRIBUTIONS}_checks.tsv",
        parts=f"{paths.ATTRIBUTIONS}_parts.tsv",
    log:
        "results/logs/attribute_regions/{experiment}/{layer}/{method}.log",
    benchmark:
        "results/benchmarks/attribute_regions/{experiment}/{layer}/{method}.tsv"
    wildcard_constraints:
        experiment=one_of(ASKED),
    conda:
        lambda wildcards: MODELS[analysis(wildcards).source.model].environment
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(600),
        gpu=lambda wildcards: MODELS[analysis(wildcards).source.model].gpus,
    params:
        code=code_digest("attribute_regions.py"),
        state=states_of(lambda wildcards: explained_files(wildcards)["model"]),
        settings=lambda wildcards: explanations.settings(
            analysis(wildcards), MODELS, wildcards.layer, wildcards.method, "attributions"
        ),
    script:
        "../../scripts/attribute_regions.py"
