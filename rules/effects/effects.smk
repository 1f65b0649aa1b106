"""What regions do: they are replaced, and the network runs on, beside sets of as many neurons.

The part of the network before a layer has run already: its activations are stored whole.

input:  results/activations/{model}/{dataset}/ or a user's, the model, results/groups/…,
        results/regions/…, results/tests/…/neurons.npz, a table of named regions
output: results/probes/…, results/effect_sums/… (deleted), results/effects/…
"""


rule train_probe:
    """Train a linear probe of an attribute on half of the inputs, to stand in for outputs."""
    input:
        activation_files,
        groups=lambda wildcards: analysis(wildcards).groups,
    output:
        probe=paths.PROBE,
    log:
        "results/logs/train_probe/{experiment}/{layer}.log",
    wildcard_constraints:
        experiment=one_of(name for name, each in ANALYSES.items() if "probe" in each.effects),
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("train_probe.py"),
        settings=lambda wildcards: {
            "source": analysis(wildcards).source.settings,
            "layer": analysis(wildcards).stored(wildcards.layer),
            "network_layer": analysis(wildcards).layers[wildcards.layer],
            "attribute": analysis(wildcards).effects["probe"],
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/train_probe.py"


rule run_effects:
    """Run a network on from a layer with regions replaced, and with sets of as many other neurons."""
    input:
        unpack(lambda wildcards: effect_inputs(analysis(wildcards), wildcards)),
    output:
        sums=temp(f"{paths.EFFECT_SUMS}/{{shard}}-of-{{n_shards}}.npz"),
    log:
        "results/logs/run_effects/{experiment}/{layer}/{method}/{shard}-of-{n_shards}.log",
    benchmark:
        "results/benchmarks/run_effects/{experiment}/{layer}/{method}/{shard}-of-{n_shards}.tsv"
    wildcard_constraints:
        experiment=one_of(name for name, each in ANALYSES.items() if each.has_effects),
    conda:
        lambda wildcards: effect_environment(analysis(wildcards), wildcards.layer)
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(600),
    params:
        code=code_digest("run_effects.py"),
        state=states_of(lambda wildcards: effect_inputs(analysis(wildcards), wildcards)),
        settings=lambda wildcards: effect_settings(analysis(wildcards), wildcards),
    script:
        "../../scripts/run_effects.py"


rule measure_effects:
    """Tell what regions do to what a network gives for each group, beside sets of as many neurons."""
    input:
        sums=lambda wildcards: effect_sums(analysis(wildcards), wildcards),
    output:
        effects=paths.EFFECTS,
        neurons=paths.EFFECT_REGIONS,
    log:
        "results/logs/measure_effects/{experiment}/{layer}/{method}.log",
    conda:
        "../../envs/layouts.yaml"
    resources:
        mem_mb=growing(3000),
        runtime=growing(30),
    params:
        code=code_digest("measure_effects.py"),
    script:
        "../../scripts/measure_effects.py"
