"""Tables that the report shows: which ones an experiment has, and what each is called.

A table of results is shown as a page for a browser, in words and rounded numbers.
"""

from collections.abc import Callable
from typing import NamedTuple

from rules.configuration import paths
from rules.configuration.figures import ALL_FIGURES
from rules.figures.record import EXPERIMENT
from rules.report.captions import caption_in
from rules.report.naming import place_labels


class ShownTable(NamedTuple):
    """A kind of table.

    Attributes
    ----------
    caption : str
        File of this folder, whose name is the kind that `topomaps.report` knows.
    path : str
        With the wildcards of what it is one of.
    category : str
        Chapter of the report.
    is_made : callable
        Whether an analysis, or an experiment, has it.
    """

    caption: str
    path: str
    category: str
    is_made: Callable


class Page(NamedTuple):
    """A table of an experiment: where it lies, and how it stands in the report."""

    path: str
    kind: str
    category: str
    subject: str
    labels: dict


def _has_groups(analysis):
    """Whether its groups are its own, and not those of another analysis."""
    return analysis.source is not None and analysis.groups_of == analysis.name


def _has_suspects(analysis):
    ranked = {"label_errors", "confusion"} & {*analysis.figures}
    return "suspicious_inputs" in analysis.figures or bool(ranked and analysis.is_judged)


def _has_gaps(analysis):
    """Whether what is predicted does not follow from the groups alone."""
    fixed = ("correctness", "confusion", "checkpoint")
    return _has_groups(analysis) and not any(map(analysis.grouping.is_by, fixed))


def _is_scored(analysis):
    return analysis.is_scored


def _compares(analysis):
    return analysis.is_scored and len(analysis.methods) > 1


def _has(figure):
    return lambda analysis: figure in analysis.figures


def _is_of_kind(kind):
    return lambda experiment: experiment.kind == kind


def _of_figure(figure, table, caption):
    """A table that a figure writes."""
    record = ALL_FIGURES[figure]
    is_made = _is_of_kind(record.kind) if record.per == EXPERIMENT else _has(figure)
    return ShownTable(caption, record.tables[table], record.category, is_made)


TABLES = (
    ShownTable("inputs.rst", paths.INPUTS, "Tables", _has_groups),
    ShownTable("outcomes.rst", paths.OUTCOMES, "Tables", _has_groups),
    ShownTable("outcome_gaps.rst", paths.OUTCOME_GAPS, "Tables", _has_gaps),
    ShownTable("outcome_tests.rst", paths.OUTCOME_TESTS, "Tables", _has_gaps),
    ShownTable("aggregate_scores.rst", paths.SUMMARY, "Tables", _is_scored),
    ShownTable("compare_methods.rst", paths.METHOD_TESTS, "Tables", _compares),
    ShownTable(
        "find_suspicious_inputs.rst", paths.SUSPICIOUS_INPUTS, "Label errors",
        _has_suspects,
    ),
    ShownTable(
        "expected_wrong.rst", paths.EXPECTED_WRONG, "Label errors", _has_suspects
    ),
    ShownTable(
        "find_subgroups.rst", f"{paths.SUBGROUPS}s.tsv", "Groups", _has("subgroups")
    ),
    ShownTable("measure_effects.rst", paths.EFFECTS, "Maps", _has("effects")),
    ShownTable(
        "attribute_regions.rst", f"{paths.ATTRIBUTIONS}_checks.tsv", "Explanations",
        _has("attributions"),
    ),
    ShownTable(
        "compare_regions.rst", f"{paths.NAMED_REGIONS}.tsv", "Maps",
        lambda analysis: bool(analysis.named),
    ),
    ShownTable(
        "split_regions.rst", f"{paths.REGIONS}_halves.tsv", "Maps",
        lambda analysis: analysis.is_split,
    ),
    _of_figure("tests", "separation", "tests_of_layers.rst"),
    _of_figure("tests", "pairs", "pairs_of_groups.rst"),
    _of_figure("dissimilarities", "correlations", "agreement_of_layers.rst"),
    _of_figure("layers", "turns", "likeness_of_layers.rst"),
    _of_figure("models", "turns", "likeness_of_layers.rst"),
    _of_figure("label_errors", "suspects", "rank_label_errors.rst"),
    _of_figure("confusion", "suspects", "rank_confused_cells.rst"),
    _of_figure("layouts", "table", "rank_methods.rst"),
    _of_figure("method_comparison", "layouts", "shapes_of_layouts.rst"),
)  # fmt: skip
TABLES_OF_EXPERIMENTS = (
    _of_figure("runtime", "seconds", "seconds.rst"),
    _of_figure("runtime", "growth", "growth.rst"),
    _of_figure("drawn_maps", "scores", "measures_of_drawn_maps.rst"),
    ShownTable(
        "compare_methods.rst", paths.METHOD_TESTS, "Tables",
        _is_of_kind("comparison"),
    ),
    ShownTable(
        "describe_architectures.rst", paths.ARCHITECTURES, "Tables",
        _is_of_kind("architectures"),
    ),
)  # fmt: skip


def pages_of(experiment):
    """Tables of an experiment and of its analyses, by the names of their pages (`Page`)."""
    found = [
        _page(table, table.path.format(experiment=experiment.name), experiment.name)
        for table in TABLES_OF_EXPERIMENTS
        if table.is_made(experiment)
    ]
    for analysis in experiment.analyses:
        for table in TABLES:
            found += _pages_of_analysis(table, analysis) if table.is_made(analysis) else []
    return {page_name(each.path): each for each in found}


def page_name(path):
    """Name of the page of a table, below the folder of the pages of its experiment."""
    return path.removeprefix("results/").removesuffix(".tsv")


def _pages_of_analysis(table, analysis):
    """The pages of a kind of table: one, or one for each layer and method."""
    layers = analysis.named if table.path.startswith(paths.NAMED_REGIONS) else analysis.layers
    places = {
        analysis.path(table.path, layer=layer, method=method): {
            key: value
            for key, value in (("layer", layer), ("method", method))
            if f"{{{key}}}" in table.path
        }
        for layer in layers
        for method in analysis.methods
    }
    return [
        _page(table, path, analysis.name, place_labels(analysis, **place))
        for path, place in places.items()
    ]


def _page(table, path, subject, labels=()):
    title = caption_in(table.caption).title
    kind = table.caption.removesuffix(".rst")
    return Page(path, kind, table.category, subject, {"shows": title, **dict(labels)})


def what_is_said(pages, titles):
    """What stands above each table, and of which kind it is, by the names of their pages.

    `titles` are those of `rules.report.naming.titles_of`.
    """
    said = {}
    for name, page in pages.items():
        place = [value for key, value in page.labels.items() if key != "shows"]
        of = " · ".join([titles[page.subject], *place])
        caption = caption_in(f"{page.kind}.rst")._asdict()
        said[name] = {"kind": page.kind, "subject": page.subject, "of": of, **caption}
    return said


def names_of_pages(experiment):
    """Names for readers in the tables of an experiment and of its analyses, by their names."""
    subjects = [experiment, *experiment.analyses]
    return {each.name: each.names_for_readers for each in subjects}
