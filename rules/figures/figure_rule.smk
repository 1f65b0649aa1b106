"""What the rule of a figure reads, writes and is told, as its record says.

input:  the records of rules/figures
output: functions for figures.smk
"""

from rules.figures.record import EXPERIMENT


def subject_of(figure, wildcards):
    """What a figure is one of: an analysis, or an experiment."""
    return (experiment if figure.per == EXPERIMENT else analysis)(wildcards)


def subjects_of(figure):
    """Pattern of the names of all experiments, or analyses, that a figure is one of."""
    if figure.per == EXPERIMENT:
        return of_kind(figure.kind)
    kinds = {name: EXPERIMENTS[each.experiment].kind for name, each in ANALYSES.items()}
    return one_of(name for name, kind in kinds.items() if kind == figure.kind)


def figure_inputs(figure, wildcards):
    """Files that a figure is made from."""
    return figure.inputs(subject_of(figure, wildcards), wildcards)


def figure_settings(figure, wildcards):
    """What the script of a figure is told."""
    return figure.settings(subject_of(figure, wildcards), wildcards)


def figure_names(figure, wildcards):
    """What readers of a figure are shown for the names that results have."""
    return subject_of(figure, wildcards).names_for_readers


def figure_outputs(figure):
    """Files of a figure; of several figures that are made together, lists."""
    png = [f"results/figures/{file}.png" for file in figure.files]
    png = [in_report(file, figure.category, figure.caption_of(file)) for file in png]
    pdf = [f"results/figures/{file}.pdf" for file in figure.files]
    files = {"png": png, "pdf": pdf} if len(png) > 1 else {"png": png[0], "pdf": pdf[0]}
    return files | figure.tables
