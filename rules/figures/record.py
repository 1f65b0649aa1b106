"""What is known of a figure: one record, from which its rule, targets, checks and docs follow.

A new figure is a record in a table of this folder, a script, a module of `topomaps.figures` that
draws it, a caption in rules/report, and tests.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

METHOD, LAYER, GROUPING, EXPERIMENT = "method", "layer", "grouping", "experiment"
MAPS = "maps"  # kind of the experiments that name their figures


def nothing(subject, wildcards):
    """Inputs or settings of a figure that has none."""
    return {}


def shown_name(path):
    """Name of a file without its wildcards and ending: what the report calls it."""
    return re.sub(r"_?{\w+}|\..*", "", path.rsplit("/", 1)[-1])


@dataclass(frozen=True)
class Figure:
    """A figure, or several that one job makes together.

    Attributes
    ----------
    name : str
        In the configuration; its rule is called `plot_` and this.
    per : {"method", "layer", "grouping", "experiment"}
        One for each of these. Its inputs and settings are functions of an `Experiment` where it is
        one for each experiment, of an `Analysis` elsewhere, and of the wildcards.
    shows : str
        What it shows, for the docs.
    category : str
        Chapter of the report.
    files : tuple of str
        Figures below results/figures, without ending.
    script : str
        Empty where the figure has rules of its own.
    caption : str
        Of the figure in the report, a file of rules/report. Empty where a job makes several: each
        has one of its own, `plot_` and the name of its file.
    inputs : callable
        Gives files, or lists of files, by name.
    settings : callable
        Gives what the script is told.
    needs : tuple of str
        Names of `needs.NEEDS`.
    tables : dict
        Further files that the job writes, by name; rules/report/tables.py says which are shown.
    kind : str
        Of the experiments that have it; those with maps have what they name.
    """

    name: str
    per: str
    shows: str
    category: str
    files: tuple
    script: str
    caption: str
    inputs: Callable = nothing
    settings: Callable = nothing
    needs: tuple = ()
    tables: dict = field(default_factory=dict)
    kind: str = MAPS

    def caption_of(self, file):
        """Caption of one of its files."""
        return self.caption or f"plot_{shown_name(file)}.rst"

    @property
    def rule(self):
        """Name of its rule."""
        return f"plot_{self.name}"

    def files_of(self, subject):
        """Paths of the figure of an experiment or an analysis, below results/figures."""
        if self.per == EXPERIMENT:
            return [file.format(experiment=subject.name) for file in self.files]
        found = [
            subject.path(file, layer=layer, method=method)
            for file in self.files
            for layer in subject.layers
            for method in subject.methods
        ]
        return list(dict.fromkeys(found))


def by_name(figures):
    """Figures by their names."""
    return {figure.name: figure for figure in figures}
