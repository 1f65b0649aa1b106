"""All figures: those that experiments with maps can name, and those of other kinds.

Their records are in rules/figures; rules, targets, the schema and the docs follow from these.
"""

from rules.figures.needs import NEEDS
from rules.figures.of_explanations import FIGURES_OF_EXPLANATIONS
from rules.figures.of_groups import FIGURES_OF_GROUPS
from rules.figures.of_labels import FIGURES_OF_LABELS
from rules.figures.of_maps import FIGURES_OF_MAPS
from rules.figures.of_methods import FIGURES_OF_METHODS
from rules.figures.record import MAPS

ALL_FIGURES = {
    **FIGURES_OF_MAPS, **FIGURES_OF_GROUPS, **FIGURES_OF_LABELS, **FIGURES_OF_EXPLANATIONS,
    **FIGURES_OF_METHODS,
}  # fmt: skip
FIGURES = {name: each for name, each in ALL_FIGURES.items() if each.kind == MAPS}


def with_figures(schema):
    """A schema of the configuration that allows these figures, and no others."""
    experiment = schema["$defs"]["map_experiment"]
    listed = {**experiment["properties"]["figures"], "items": {"enum": [*FIGURES]}}
    properties = {**experiment["properties"], "figures": listed}
    experiment = {**experiment, "properties": properties}
    return {**schema, "$defs": {**schema["$defs"], "map_experiment": experiment}}


def unmet_needs(figure, experiment, grouping, facts):
    """Needs of a named figure that an experiment with a grouping certainly does not meet."""
    needs = [NEEDS[need] for need in FIGURES[figure].needs]
    return [need for need in needs if need.met(experiment, grouping, facts) is False]


def figures_table():
    """Table of all figures for the docs, in Markdown."""
    rows = ["| figure | one for each | shows | needs |", "| --- | --- | --- | --- |"]
    for name, figure in FIGURES.items():
        needs = ", ".join(NEEDS[need].words for need in figure.needs)
        rows.append(f"| `{name}` | {figure.per} | {figure.shows} | {needs} |")
    return "\n".join(rows) + "\n"
