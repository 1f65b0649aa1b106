"""Files that the experiments of a configuration ask for."""

from rules.configuration import paths
from rules.configuration.figures import ALL_FIGURES
from rules.figures.record import EXPERIMENT, MAPS
from rules.report.tables import pages_of

ENDINGS = ("png", "pdf")
TESTS = ("separation", "pairs")


def targets(experiments, people):
    """Figures and tables of the experiments that show pictures of people, or of all others."""
    chosen = [each for each in experiments.values() if each.shows_people == people]
    figures = [file for each in chosen for file in figures_of(each)]
    files = [f"results/figures/{file}.{ending}" for file in figures for ending in ENDINGS]
    return list(dict.fromkeys([*files, *(file for each in chosen for file in tables_of(each))]))


def figures_of(experiment):
    """Figures of an experiment and of its analyses, below results/figures, without ending."""
    for figure in ALL_FIGURES.values():
        if figure.kind != MAPS and figure.kind != experiment.kind:
            continue
        if figure.per == EXPERIMENT:
            wanted = figure.kind != MAPS or figure.name in experiment.given.get("figures", ())
            yield from figure.files_of(experiment) if wanted else ()
        else:
            for analysis in experiment.analyses:
                yield from figure.files_of(analysis) if figure.name in analysis.figures else ()


def tables_of(experiment):
    """Tables of an experiment, their pages for the report, and its explorer."""
    if experiment.kind == "comparison":
        yield paths.METHOD_TESTS.format(experiment=experiment.name)
    if experiment.kind == "architectures":
        yield paths.ARCHITECTURES.format(experiment=experiment.name)
    if experiment.has_explorer:
        yield paths.EXPLORER.format(experiment=experiment.name)
    for analysis in experiment.analyses:
        yield from tables_of_analysis(analysis)
    if pages_of(experiment):
        yield paths.SHOWN_TABLES.format(experiment=experiment.name)


def tables_of_analysis(analysis):
    """The same of an analysis."""
    if analysis.is_scored:
        yield from map(analysis.path, (paths.SCORES, paths.SUMMARY))
    if "tests" in analysis.figures:
        yield from (f"results/tests/{analysis.name}_{each}.tsv" for each in TESTS)
    if analysis.source:
        yield analysis.outcomes
    for layer in analysis.named:
        yield analysis.path(f"{paths.NAMED_REGIONS}.tsv", layer=layer)
    if analysis.is_split:
        for method in analysis.methods:
            yield from analysis.of_layers(f"{paths.REGIONS}_halves.tsv", method=method)
