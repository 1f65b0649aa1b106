"""Preferred inputs: what would excite regions most.

input:  results/maps/…, results/regions/…, results/groups/…, activations, datasets, models
output: results/preferred_inputs/{experiment}/{layer}/…
"""


rule prefer_inputs:
    """Seek inputs that would excite regions most, beside those of the data that do."""
    input:
        unpack(explained_files),
    output:
        arrays=f"{paths.PREFERRED_INPUTS}.npz",
    log:
        "results/logs/prefer_inputs/{experiment}/{layer}/{method}.log",
    benchmark:
        "results/benchmarks/prefer_inputs/{experiment}/{layer}/{method}.tsv"
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
        code=code_digest("prefer_inputs.py"),
        state=states_of(lambda wildcards: explained_files(wildcards)["model"]),
        settings=lambda wildcards: explanations.settings(
            analysis(wildcards), MODELS, wildcards.layer, wildcards.method, "preferred_inputs"
        ),
    script:
        "../../scripts/prefer_inputs.py"
