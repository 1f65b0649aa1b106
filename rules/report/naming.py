"""What the report calls experiments, groupings, layers and methods."""

from collections import Counter

from scripts.topomaps.layouts.methods import BASELINE


def names_of(experiments):
    """Names for readers, by the names of experiments and of their analyses.

    Parameters
    ----------
    experiments : dict of str -> Experiment

    Returns
    -------
    dict of str -> str
        The `title` of an experiment, where it has one, and the grouping, where there are several.
        All differ: Snakemake would show results of two experiments in one list.
    """
    names = {}
    for name, experiment in experiments.items():
        names[name] = experiment.given.get("title", name.replace("_", " "))
        if len(experiment.analyses) > 1:
            names |= {
                each.name: f"{names[name]}, by {each.grouping.title}"
                for each in experiment.analyses
            }
    often = Counter(names.values())
    return {key: f"{name} ({key})" if often[name] > 1 else name for key, name in names.items()}


def place_labels(analysis, layer="", method=""):
    """Layer and method of a result, for its line in the report.

    Parameters
    ----------
    analysis : Analysis or None
        That the result is of; None where it is of no analysis, and has no layer.
    layer, method : str
        Of the names of files; empty for results of all layers or methods.
    """
    labels = {"layer": analysis.layers[layer]} if layer else {}
    called = f"{method} (baseline)" if method == BASELINE else method
    return labels | ({"method": called} if method else {})
