"""Figures of the groups' maps on the layouts of one method.

input:  results/maps/…, results/regions/…, results/scores/…, the pictures that the network saw
output: results/figures/{experiment}/{layer}/{method}/…, results/figures/{experiment}/layers_{method}
"""


def layers_settings(wildcards):
    """How layers are shown together: turned, unless they share their layouts."""
    part = part_of(wildcards)
    return {"layers": list(part["layers"]), "turn": "shared" not in part, **SETTINGS["maps"]}


def layers_inputs(wildcards):
    """Maps of all layers, and how alike these are by chance."""
    chance = "results/tests/{experiment}/layers_{method}.tsv"
    return {**maps_of_layers(wildcards), "chance": chance.format(**wildcards)}


def regions_inputs(wildcards):
    """Maps, regions and the inputs that activate them; named regions where there are."""
    files = {
        "maps": MAPS_OF_METHOD,
        "neurons": f"{REGIONS_OF_METHOD}_neurons.tsv",
        "examples": f"{REGIONS_OF_METHOD}_examples.tsv",
    }
    if wildcards.layer in part_of(wildcards)["named"]:
        files["named"] = part_of(wildcards)["regions"]["named"]
        files["named_regions"] = f"{NAMED_REGIONS}.tsv"
        files["named_examples"] = f"{NAMED_REGIONS}_examples.tsv"
    return with_pictures(**files)(wildcards)


def regions_settings(wildcards):
    """Where the activations lie, and what the table of named regions calls the layer."""
    called = part_of(wildcards)["named"].get(wildcards.layer)
    return {**picture_settings(wildcards), **({"called": called} if called else {})}


FIGURES_OF_MAPS = {
    "plot_map_grid": FigureRule(
        (f"{ONE_METHOD}/map_grid",),
        "Maps",
        from_files(maps=MAPS_OF_METHOD),
        lambda wildcards: {"reorder": "confusion" not in part_of(wildcards)["grouping"]["by"]},
    ),
    "plot_alterations": FigureRule(
        (f"{ONE_METHOD}/alterations",),
        "Measures of maps",
        from_files(maps=MAPS_OF_METHOD),
        lambda wildcards: {**shown_group(wildcards), **SETTINGS["scores"]},
    ),
    "plot_training": FigureRule(
        (f"{ONE_METHOD}/training",),
        "Maps",
        lambda wildcards: {
            "maps": MAPS_OF_METHOD.format(**wildcards),
            "activations": activations_of(part_of(wildcards)),
        },
        tables={"gif": f"results/figures/{ONE_METHOD}/training.gif"},
    ),
    "plot_measures": FigureRule(
        (f"{ONE_METHOD}/measures",),
        "Measures of maps",
        from_files(maps=MAPS_OF_METHOD, scores="results/scores/{experiment}.tsv.gz"),
        lambda wildcards: {"layer": wildcards.layer, "method": wildcards.method},
    ),
    "plot_measure_steps": FigureRule(
        (f"{ONE_METHOD}/measure_steps",),
        "Measures of maps",
        from_files(maps=MAPS_OF_METHOD),
        lambda wildcards: {**shown_group(wildcards), **SETTINGS["components"]},
    ),
    "plot_regions": FigureRule(
        (f"{ONE_METHOD}/regions",),
        "Maps",
        regions_inputs,
        regions_settings,
    ),
    "plot_layers": FigureRule(
        ("{experiment}/layers_{method}",),
        "Maps",
        layers_inputs,
        layers_settings,
        {"turns": "results/tables/{experiment}/turns_{method}.tsv"},
    ),
    "plot_models": FigureRule(
        ("{experiment}/models_{method}",),
        "Maps",
        layers_inputs,
        layers_settings,
        {"turns": "results/tables/{experiment}/turns_{method}.tsv"},
        script="plot_layers",
    ),
}
