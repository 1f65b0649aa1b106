"""Scores as tidy tables: one row per trial, group, measure, parameter and arithmetic."""

import numpy as np
import pandas as pd

from topomaps.scores.image_errors import auc

COLUMNS = [
    "experiment",
    "layer",
    "method",
    "condition",
    "trial",
    "group",
    "measure",
    "parameter",
    "arithmetic",
    "value",
]


def complete_table(table):
    """Put a table into the order of `COLUMNS`; columns that it lacks are empty."""
    return table.reindex(columns=COLUMNS)


def in_trial_order(table):
    """Sort rows by layer, condition and method, as these first appear, and then by trial.

    Blocks of trials can be cut in other ways then without changing the order of the rows.
    """
    place = table.groupby(["layer", "condition", "method"], sort=False).ngroup()
    sorted_rows = table.assign(place=place).sort_values(["place", "trial"], kind="stable")
    return sorted_rows.drop(columns="place")


def image_score_table(errors, parameters, groups):
    """Errors of one trial as a table, with their averages over groups and their AUC.

    Parameters
    ----------
    errors : dict
        (measure, arithmetic) -> errors (G, P).
    parameters : dict
        measure -> the P radii or sizes.
    groups : sequence of str, length G

    Returns
    -------
    pandas.DataFrame
        Columns group, measure, parameter, arithmetic, value. The group is empty for the errors
        averaged over groups, the parameter is empty for the AUC (HHAI, section 4.2).
    """
    tables = []
    for (measure, arithmetic), values in errors.items():
        with_mean = np.vstack([values, values.mean(axis=0)])
        with_auc = np.column_stack([with_mean, auc(with_mean)])
        table = pd.DataFrame(
            with_auc,
            index=pd.Index([*groups, ""], name="group"),
            columns=pd.Index([*map(str, parameters[measure]), ""], name="parameter"),
        )
        long = table.stack().rename("value").reset_index()
        tables.append(long.assign(measure=measure, arithmetic=arithmetic))
    return pd.concat(tables)


def component_score_table(scores):
    """Measures of connected regions of one trial as a table.

    Parameters
    ----------
    scores : dict
        Group -> dictionary of `topomaps.scores.components.component_scores`.

    Returns
    -------
    pandas.DataFrame
        Columns group, measure, parameter and arithmetic (both empty), value; the group is empty
        for the mean over groups.
    """
    table = pd.DataFrame.from_dict(scores, orient="index").rename_axis(index="group")
    table.loc[""] = table.mean()
    long = table.melt(var_name="measure", ignore_index=False).reset_index()
    return long.assign(parameter="", arithmetic="")


def first_trial_measures(scores, layer, method):
    """Aggregated measures of each group in the first trial, as a table group × measure.

    Parameters
    ----------
    scores : pandas.DataFrame
        Tidy scores, empty cells as NaN. Of errors those in floating point are taken.
    layer, method : str
    """
    chosen = scores[
        (scores["layer"] == layer)
        & (scores["method"] == method)
        & (scores["condition"] == "layout")
        & (scores["trial"] == 0)
        & scores["group"].notna()
        & scores["parameter"].isna()
        & (scores["arithmetic"] != "uint8")
    ]
    return chosen.pivot(index="group", columns="measure", values="value")
