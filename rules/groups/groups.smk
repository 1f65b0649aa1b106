"""Groups of inputs, and what the network predicts for them.

input:  results/activations/{model}/{dataset}/, or a user's activations
output: results/groups/{experiment}.npz, results/tables/{experiment}/outcomes.tsv
"""


def activations_of(part):
    """Folder or file of the activations of a part of an experiment."""
    if "activations" in part:
        return part["activations"]
    return f"results/{extraction_of(part)}/{part['model']}/{part['dataset']}"


def activation_files(wildcards):
    """Files of the activations of a layer, or of all layers: those whose change matters."""
    path = Path(activations_of(part_of(wildcards)))
    if not (path.is_dir() and "activations" in part_of(wildcards)):
        return [str(path)]
    layers = part_of(wildcards)["layers"]
    chosen = [layers[wildcards.layer]] if "layer" in wildcards.keys() else layers.values()
    files = [
        file
        for layer in chosen
        for file in sorted((path / layer).glob("*.npy")) or [path / f"{layer}.npy"]
    ]
    return [str(file) for file in (*files, path / "inputs.csv")]


def layer_settings(wildcards):
    """Which activations a job reads, for its params."""
    part = part_of(wildcards)
    settings = {"activations": activations_of(part)}
    if "activations" not in part:
        return {**settings, "layer": wildcards.layer}
    return {**settings, "layer": part["layers"][wildcards.layer], "tokens": part.get("tokens")}


def layers_to_check(part):
    """Layers of a user's activations, whose lengths must be that of the table of inputs."""
    return list(part["layers"].values()) if "activations" in part else []


def groups_file(wildcards):
    """Groups of the inputs of a part, which it may share with others."""
    return f"results/groups/{part_of(wildcards)['groups_of']}.npz"


def outcomes_file(wildcards):
    """Table of the outcomes of the groups of a part."""
    return f"results/tables/{part_of(wildcards)['groups_of']}/outcomes.tsv"


rule group_inputs:
    """Group the inputs of an experiment, and count what the network predicts for each group."""
    input:
        activation_files,
    output:
        groups="results/groups/{experiment}.npz",
        outcomes=in_report("results/tables/{experiment}/outcomes.tsv", "Tables", "outcomes"),
    log:
        "results/logs/group_inputs/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(PROFILED),
    group:
        "naps"
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("group_inputs.py"),
        settings=lambda wildcards: {
            "activations": activations_of(part_of(wildcards)),
            "layers": layers_to_check(part_of(wildcards)),
            "tokens": part_of(wildcards).get("tokens"),
            "by": part_of(wildcards)["grouping"]["by"],
            "only": part_of(wildcards)["grouping"].get("only"),
            "min_size": part_of(wildcards)["grouping"].get("min_size"),
            "nuisance": part_of(wildcards)["grouping"]["nuisance"],
        },
    script:
        "../../scripts/group_inputs.py"
