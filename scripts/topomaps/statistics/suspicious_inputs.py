"""Which single inputs probably bear a wrong label, from outputs and activations together."""

import logging
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit

from topomaps.statistics.confident_learning import self_confidence
from topomaps.statistics.expected_errors import PROBABLE
from topomaps.statistics.label_evidence import against, judge, others, with_labels
from topomaps.statistics.label_noise import weigh
from topomaps.statistics.labelled_checks import checked_blocks
from topomaps.statistics.labelled_layers import check_labelled, components
from topomaps.statistics.planted_errors import planted_errors
from topomaps.statistics.verdicts_on_labels import unclear

COLUMNS = (
    "index", "given_label", "predicted_label", "score", "is_label_issue", "from_outputs",
    "from_activations", "clarity",
)  # fmt: skip
ALIASES = {
    "given": "given_label", "likelier": "predicted_label", "outputs": "from_outputs",
    "activations": "from_activations",
}  # fmt: skip

logger = logging.getLogger(__name__)


def suspicious_inputs(
    activations: ArrayLike | Sequence[ArrayLike],
    labels: ArrayLike,
    probabilities: ArrayLike | None = None,
    *,
    folds: ArrayLike | None = None,
    blocks: ArrayLike | None = None,
    seed: int = 0,
    plant: bool = True,
) -> pd.DataFrame:
    """Probability of each input that its given label is wrong.

    Three kinds of evidence of an input's population are weighed against each other, as
    `topomaps.statistics.label_evidence` says. Where the labels of one class belong to two
    populations, the second one is suspicious, though a network that learned these labels is sure of
    them. Where labels are wrong here and there, outputs decide. Then errors are planted, and all is
    judged again several times, for `expected_wrong` and `verdict_on_labels` to say what the scores
    miss.

    Parameters
    ----------
    activations : array-like (n, N), or list of them (n, N_i)
        Units, or means of feature maps, of one layer or several. May be mapped from files, or
        computed when rows are read: they are read twice, in blocks.
    labels : array of int (n,)
        Given labels, 0 to C - 1.
    probabilities : array (n, C), optional
        Predictions of a network that was not trained with these labels.
    folds : array (n,), optional
        With cross-validation, which of the networks gives an input's activations and predictions;
        neurons of different networks are never compared.
    blocks : array (n,), optional
        Inputs that depend on each other, as those of one person; they are planted as wholes, and
        count for fewer.
    seed : int
    plant : bool
        Whether errors are planted, which takes several times as long.

    Returns
    -------
    pandas.DataFrame
        A row per input, in their order, with the columns `COLUMNS`. `predicted_label` is the most
        probable class other than the given one: what the label should be if it is wrong. `score` is
        the probability that the label is wrong, `is_label_issue` whether it is above 0.5.
        `from_outputs` is evidence against the label from outputs alone: one minus confident
        learning's self-confidence, NaN without probabilities. `from_activations` is the same
        probability as the score, by densities of populations of activations alone. `clarity` is how
        clearly the input belongs to one class, up to 1. `ALIASES` are shorter names of the same
        columns. `attrs["planted"]` are the `topomaps.statistics.planted_errors.planted_errors`.

    Raises
    ------
    ValueError
        As `topomaps.statistics.labelled_layers.check_labelled`, if activations are not finite, or
        if blocks are not one value per input.
    """
    data = check_labelled(activations, labels, probabilities, folds)
    blocks = checked_blocks(blocks, len(data.labels))
    features = [components(data, rows, seed) for rows in data.folds]
    found = judge(data, features, seed)
    planted = planted_errors(data, features, found, blocks=blocks, seed=seed) if plant else None
    del features  # as large as all that follows
    table = _table(data, found)
    if planted:
        table.attrs["planted"] = planted
    if sentence := unclear(table["clarity"].mean()):
        logger.warning("%s", sentence)
    return table


def _table(data, found):
    """Columns `COLUMNS` and their aliases of inputs that were judged."""
    labels, frequencies = data.labels, found.frequencies
    posterior = with_labels(found.logs, frequencies, labels)
    alone, *_ = weigh([found.densities], labels, frequencies, [0.1], update=False)
    outputs = np.full(len(labels), np.nan)
    if data.log_probabilities is not None:
        outputs = 1 - self_confidence(labels, np.exp(data.log_probabilities))
    score = expit(against(posterior, labels))
    columns = (
        np.arange(len(labels)), labels, others(posterior, labels).argmax(axis=1), score,
        score > PROBABLE, outputs,
        expit(against(alone + np.log(frequencies.T[labels]), labels)), found.clarity,
    )  # fmt: skip
    table = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    return table.assign(**{alias: table[name] for alias, name in ALIASES.items()})
