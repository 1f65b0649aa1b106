"""What the report calls experiments, groupings, layers and methods."""

from collections import Counter

from scripts.topomaps.common.words import METHODS


def titles_of(experiments):
    """Titles of experiments and of their analyses, by their names.

    Parameters
    ----------
    experiments : dict of str -> Experiment

    Returns
    -------
    dict of str -> str
        The `title` of an experiment, where it has one, and the grouping, where there are several.
        All differ: Snakemake would show results of two experiments in one list.
    """
    titles = {}
    for name, experiment in experiments.items():
        titles[name] = experiment.given.get("title", name.replace("_", " "))
        if len(experiment.analyses) > 1:
            titles |= {
                each.name: f"{titles[name]}, by {each.variable}" for each in experiment.analyses
            }
    often = Counter(titles.values())
    return {key: f"{name} ({key})" if often[name] > 1 else name for key, name in titles.items()}


def place_labels(analysis, layer="", method=""):
    """Layer and method of a result, for its line in the report.

    Parameters
    ----------
    analysis : Analysis or None
        That the result is of; None where it is of no analysis, and has no layer.
    layer, method : str
        Of the names of files; empty for results of all layers or methods.
    """
    labels = {"layer": analysis.layer_title(layer)} if layer else {}
    methods = {**METHODS, **(analysis.common["names"]["methods"] if analysis else {})}
    return labels | ({"method": methods[method]} if method else {})
