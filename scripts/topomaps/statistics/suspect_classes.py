"""Rankings of classes beside the evidence of their single inputs."""


def with_inputs(classes, inputs):
    """Add to classes how many of their labels to expect wrong, and what these inputs act like.

    Parameters
    ----------
    classes : pandas.DataFrame
        A row for each class, with a column `class`, or for each cell of a confusion matrix, with
        `predicted` too.
    inputs : pandas.DataFrame or None
        As of `topomaps.statistics.suspect_tables.named_suspects`.

    Returns
    -------
    pandas.DataFrame
        With the columns `expected_wrong`, the sum of the scores of the inputs labelled so, and
        `likelier_class`, the class that most of it goes to; empty without inputs.
    """
    if inputs is None:
        return classes.assign(expected_wrong=float("nan"), likelier_class="")
    totals = inputs.groupby(["given_label", "predicted_label"], sort=True)["score"].sum()
    expected, likelier = [], []
    for name in classes["class"].astype(str):
        own = totals[totals.index.get_level_values(0) == name].droplevel(0)
        expected.append(round(float(own.sum()), 2))
        likelier.append(own.idxmax() if len(own) else "")
    return classes.assign(expected_wrong=expected, likelier_class=likelier)
