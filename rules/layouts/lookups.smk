"""What the rules of layouts read, and what they are told."""

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


def first_layout(experiment, layer, method):
    """Layouts of the block of trials whose first one figures show."""
    last = trial_blocks(experiment)[0][1]
    keys = {"experiment": experiment, "layer": layer, "method": method}
    return LAYOUT.format(**keys, condition="layout", first=0, last=last)


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


def inputs_of_widths(wildcards):
    """Dataset that the networks of a runtime experiment learn, and the files of its images."""
    return inputs_of_training(RUNTIMES[wildcards.experiment]["dataset"])


def width_settings(wildcards):
    """What the networks of a runtime experiment are trained and run by, for their params."""
    experiment = RUNTIMES[wildcards.experiment]
    return {
        **{key: experiment[key] for key in ("widths", "epochs", "examples_per_group")},
        "inputs_of": experiment["dataset"],
        "l2": SETTINGS["training"]["l2"],
        "batch_size": BATCH_OF_ARRAYS,
        "on_damaged": on_damaged(experiment["dataset"]),
        **{key: SETTINGS[key] for key in ("seed", "tensorflow_threads")},
    }


def runtime_settings(wildcards):
    """What a measurement of runtimes uses, for its params."""
    experiment = RUNTIMES[wildcards.experiment]
    return {
        **{key: experiment[key] for key in ("methods", "repetitions")},
        "seed": SETTINGS["seed"],
        **method_settings(SETTINGS["layouts"], with_bases(experiment["methods"])),
    }
