"""Figures of the groups' maps on the layouts of one method."""

from rules.configuration import paths
from rules.figures.record import LAYER, METHOD, Figure, by_name


def one_map(analysis, wildcards):
    """The maps of a layer by a method."""
    return {"maps": analysis.maps(wildcards.layer, wildcards.method)}


def maps_and_scores(analysis, wildcards):
    """The same, and the table of scores."""
    return {**one_map(analysis, wildcards), "scores": analysis.path(paths.SCORES)}


def pictures(analysis, layer=None):
    """Files of the activations, and of the inputs as pictures, where there are some."""
    return {"activations": analysis.activation_files(layer), **analysis.inputs}


def layers_inputs(analysis, wildcards):
    """Maps of all layers, and how alike these are by chance."""
    return {
        "maps": analysis.maps_of_layers(wildcards.method),
        "chance": analysis.path(paths.CHANCE_OF_LAYERS, method=wildcards.method),
    }


def layers_settings(analysis, wildcards):
    """How layers are shown together: turned, unless they share their layouts."""
    return {
        "layers": list(analysis.layers),
        "turn": not analysis.is_shared,
        **{key: analysis.common["maps"][key] for key in ("resolution", "image_size")},
    }


def map_grid_inputs(analysis, wildcards):
    """The maps of a layer, and what those of single inputs are made from, where there are some."""
    files = one_map(analysis, wildcards)
    if analysis.instances:
        files |= {"groups": analysis.groups, **pictures(analysis, wildcards.layer)}
    return files


def map_grid_settings(analysis, wildcards):
    """The order of the groups; single inputs, and what their maps are made from."""
    settings = {"reorder": "confusion" not in analysis.grouping.by}
    if not analysis.instances:
        return settings
    profile = analysis.profile(wildcards.layer)
    maps = analysis.common["maps"]
    return settings | {
        "instances": {
            "inputs": analysis.instances,
            **{key: profile[key] for key in ("source", "layer", "sampling", "names")},
            "weighted": analysis.grouping.weighted,
            "missing": analysis.source.missing,
            "with_pictures": analysis.with_pictures,
            "quantity": f"{analysis.quantity_words}, of one input beyond the mean over groups",
            **{key: maps[key] for key in ("resolution", "image_size")},
            "percentile": maps["color_limit"],
        }
    }


def regions_inputs(analysis, wildcards):
    """Maps, regions and the inputs that activate them; named regions where there are."""
    at, layer = {"layer": wildcards.layer, "method": wildcards.method}, wildcards.layer
    files = {
        **one_map(analysis, wildcards),
        "neurons": analysis.path(f"{paths.REGIONS}_neurons.tsv", **at),
        "examples": analysis.path(f"{paths.REGIONS}_examples.tsv", **at),
    }
    if layer in analysis.named:
        files["named"] = analysis.regions["named"]
        files["named_regions"] = analysis.path(f"{paths.NAMED_REGIONS}.tsv", **at)
        files["named_examples"] = analysis.path(f"{paths.NAMED_REGIONS}_examples.tsv", **at)
    return {**files, **pictures(analysis, layer)}


def regions_settings(analysis, wildcards):
    """Where the activations lie, and what the table of named regions calls the layer."""
    region_layer = analysis.named.get(wildcards.layer)
    return {
        "source": analysis.source.settings,
        "layer": analysis.stored(wildcards.layer),
        "with_texts": analysis.with_pictures,
        **({"region_layer": region_layer} if region_layer else {}),
    }


def effects_inputs(analysis, wildcards):
    """Maps, regions and effects of a layer; the probe, where one stands in for outputs."""
    at = {"layer": wildcards.layer, "method": wildcards.method}
    files = {
        **one_map(analysis, wildcards),
        "effects": analysis.path(paths.EFFECTS, **at),
        "neurons": analysis.path(paths.EFFECT_REGIONS, **at),
    }
    if probed := analysis.probed(wildcards.layer):
        files["probe"] = analysis.path(paths.PROBE, layer=probed)
    return files


FIGURES_OF_MAPS = by_name(
    [
        Figure(
            name="map_grid",
            per=METHOD,
            shows="the map of each group: red above, blue below the mean",
            category="Maps",
            files=(f"{paths.ONE_METHOD}/map_grid",),
            script="plot_map_grid.py",
            caption="plot_map_grid.rst",
            inputs=map_grid_inputs,
            settings=map_grid_settings,
        ),
        Figure(
            name="method_comparison",
            per=LAYER,
            shows="one group in the layouts of all methods",
            category="Layout methods",
            files=(f"{paths.ONE_LAYER}/method_comparison",),
            script="plot_method_comparison.py",
            caption="plot_method_comparison.rst",
            inputs=lambda analysis, wildcards: {
                "maps": [analysis.maps(wildcards.layer, each) for each in analysis.methods]
            },
            settings=lambda analysis, wildcards: {
                "methods": analysis.methods,
                "group": analysis.shown_group,
                **analysis.common["scores"],
            },
            tables={"layouts": "results/tables/{experiment}/{layer}/layouts.tsv"},
        ),
        Figure(
            name="layers",
            per=METHOD,
            shows="layers in rows, each turned towards the first one",
            category="Maps",
            files=("{experiment}/layers_{method}",),
            script="plot_layers.py",
            caption="plot_layers.rst",
            inputs=layers_inputs,
            settings=layers_settings,
            needs=("two_layers",),
            tables={"turns": "results/tables/{experiment}/turns_{method}.tsv"},
        ),
        Figure(
            name="models",
            per=METHOD,
            shows="layers of several models, laid out together",
            category="Maps",
            files=("{experiment}/models_{method}",),
            script="plot_layers.py",
            caption="plot_models.rst",
            inputs=layers_inputs,
            settings=layers_settings,
            tables={"turns": "results/tables/{experiment}/turns_{method}.tsv"},
            kind="models",
        ),
        Figure(
            name="regions",
            per=METHOD,
            shows="the largest region of each group, and the inputs that activate it most",
            category="Maps",
            files=(f"{paths.ONE_METHOD}/regions",),
            script="plot_regions.py",
            caption="plot_regions.rst",
            inputs=regions_inputs,
            settings=regions_settings,
        ),
        Figure(
            name="effects",
            per=METHOD,
            shows="what regions do to the outputs for each group, beside sets of as many neurons",
            category="Maps",
            files=(f"{paths.ONE_METHOD}/effects",),
            script="plot_effects.py",
            caption="plot_effects.rst",
            inputs=effects_inputs,
            settings=lambda analysis, wildcards: {
                "title": f"{analysis.title}, {analysis.layer_words(wildcards.layer)}",
                "replace": analysis.effects["replace"],
                **({"variable": analysis.effects["probe"]} if "probe" in analysis.effects else {}),
            },
            needs=("effects",),
        ),
        Figure(
            name="training",
            per=METHOD,
            shows="classes over the training, also moving",
            category="Maps",
            files=(f"{paths.ONE_METHOD}/training",),
            script="plot_training.py",
            caption="plot_training.rst",
            inputs=lambda analysis, wildcards: {
                **one_map(analysis, wildcards),
                "activations": analysis.source.path,
            },
            needs=("checkpoint",),
            tables={"gif": f"results/figures/{paths.ONE_METHOD}/training.gif"},
        ),
        Figure(
            name="measures",
            per=METHOD,
            shows="all measures of each map",
            category="Measures of maps",
            files=(f"{paths.ONE_METHOD}/measures",),
            script="plot_measures.py",
            caption="plot_measures.rst",
            inputs=maps_and_scores,
            settings=lambda analysis, wildcards: {
                "layer": wildcards.layer,
                "method": wildcards.method,
            },
            needs=("first_maps",),
        ),
        Figure(
            name="alterations",
            per=METHOD,
            shows="one map under all blur radii and sizes",
            category="Measures of maps",
            files=(f"{paths.ONE_METHOD}/alterations",),
            script="plot_alterations.py",
            caption="plot_alterations.rst",
            inputs=one_map,
            settings=lambda analysis, wildcards: {
                "group": analysis.shown_group,
                **analysis.common["scores"],
            },
        ),
        Figure(
            name="measure_steps",
            per=METHOD,
            shows="what the measures do to a map",
            category="Measures of maps",
            files=(f"{paths.ONE_METHOD}/measure_steps",),
            script="plot_measure_steps.py",
            caption="plot_measure_steps.rst",
            inputs=one_map,
            settings=lambda analysis, wildcards: {
                "group": analysis.shown_group,
                **analysis.common["components"],
            },
        ),
    ]
)
