"""Figures that explain regions: which parts of inputs drive them, and what would excite them."""

from rules.configuration import paths
from rules.figures.of_maps import one_map, pictures
from rules.figures.record import METHOD, Figure, by_name


def attribution_inputs(analysis, wildcards):
    """Attributions, their checks, maps, and the inputs that they are of."""
    file = analysis.path(paths.ATTRIBUTIONS, layer=wildcards.layer, method=wildcards.method)
    return {
        **one_map(analysis, wildcards),
        "arrays": f"{file}.npz",
        "checks": f"{file}_checks.tsv",
        "parts": f"{file}_parts.tsv",
        **pictures(analysis, wildcards.layer),
    }


def preferred_files(analysis, wildcards):
    """Preferred inputs, maps, and the inputs of the data that excite regions most and least."""
    file = analysis.path(paths.PREFERRED_INPUTS, layer=wildcards.layer, method=wildcards.method)
    return {
        **one_map(analysis, wildcards),
        "arrays": f"{file}.npz",
        **pictures(analysis, wildcards.layer),
    }


def shown_inputs(analysis, wildcards):
    """Where the inputs lie, and whether they may be seen."""
    return {
        "source": analysis.source.settings,
        "with_pictures": analysis.with_pictures,
        "title": f"{analysis.title}, {analysis.layer_words(wildcards.layer)}",
    }


FIGURES_OF_EXPLANATIONS = by_name(
    [
        Figure(
            name="attributions",
            per=METHOD,
            shows="which parts of the inputs drive regions, checked against randomised networks",
            category="Explanations",
            files=(f"{paths.ONE_METHOD}/attributions",),
            script="plot_attributions.py",
            caption="plot_attributions.rst",
            inputs=attribution_inputs,
            settings=shown_inputs,
            needs=("network", "own_inputs"),
        ),
        Figure(
            name="preferred_inputs",
            per=METHOD,
            shows="what would excite regions most, beside inputs that excite them most and least",
            category="Explanations",
            files=(f"{paths.ONE_METHOD}/preferred_inputs",),
            script="plot_preferred_inputs.py",
            caption="plot_preferred_inputs.rst",
            inputs=preferred_files,
            settings=shown_inputs,
            needs=("network", "own_inputs"),
        ),
    ]
)
