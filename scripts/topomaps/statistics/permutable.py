"""How much a permutation test has to permute, in words."""

import logging

import numpy as np

from topomaps.common.logs import warn_user
from topomaps.common.probabilities import written_p
from topomaps.statistics.exchangeable_units import permuted_within, units_alone
from topomaps.statistics.labelled import large_enough

logger = logging.getLogger(__name__)

FEW = 0.5  # share of the inputs that can be permuted, below which it is said
LARGE_P = 0.001  # least possible p, above which it is said


def words_on_few(n_permutable, n_units, n_inputs, smallest_p):
    """What is to be known of a test of blocks, or with little to permute; "" where there is enough.

    Parameters
    ----------
    n_permutable, n_units, n_inputs : int
        Inputs that can be permuted, and what is permuted: all inputs, or blocks of them.
    smallest_p : float
        That can come out.
    """
    words = []
    if n_units < n_inputs:
        words.append(f"{n_inputs:,} inputs in {n_units:,} blocks")
    if n_permutable < FEW * n_inputs:
        words.append(f"only {n_permutable:,} of {n_inputs:,} inputs can be permuted")
    if smallest_p > LARGE_P:
        words.append(f"no p below {written_p(smallest_p)} is possible")
    return ", ".join(words)


def noted(table):
    """Table of tests with a column `note` of `words_on_few`.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns n_permutable, n_units and least_p, and n_images or n_first and n_second; NaN where
        nothing could be tested.
    """
    n_inputs = table["n_images"] if "n_images" in table else table["n_first"] + table["n_second"]
    counts = zip(table["n_permutable"], table["n_units"], n_inputs, strict=True)
    words = [
        "nothing can be permuted" if np.isnan(each[0]) else words_on_few(*map(int, each), least)
        for each, least in zip(counts, table["least_p"], strict=True)
    ]
    return table.assign(note=words)


def say_what_can_be_permuted(inputs):
    """Log `note_on_permutations`; tell the user where nuisance or blocks leave little."""
    words, is_little = note_on_permutations(inputs)
    is_told = is_little and not (inputs.strata is None and inputs.blocks is None)
    (warn_user if is_told else logger.info)(words)


def note_on_permutations(inputs):
    """What a test of groups of inputs will have to permute, in words, and whether it is little.

    Parameters
    ----------
    inputs : topomaps.groups.files.GroupedInputs

    Returns
    -------
    words : str
        "" where fewer than two groups can be tested.
    is_little : bool
    """
    used, labels = large_enough(inputs.grouping)
    names, codes = np.unique(labels, return_inverse=True)
    if len(names) < 2:
        return "", False
    strata = np.zeros_like(codes) if inputs.strata is None else inputs.strata[used]
    blocks = None if inputs.blocks is None else inputs.blocks[used]
    try:
        stratum = np.unique(strata, return_inverse=True)[1]
        within, are_wholes = permuted_within(codes, stratum, blocks)
    except ValueError as error:
        return f"The groups cannot be tested. {error}", True
    units = units_alone(codes, within, blocks if are_wholes else None)
    if not units.n_permutable:
        return "The groups cannot be tested: every stratum holds inputs of one group only", True
    smallest_p = float(np.exp(-min(units.log_arrangements(), 700)))
    in_blocks = f" in {len(units.codes):,} blocks" if len(units.codes) < len(codes) else ""
    words = (
        f"The test of the groups can permute {units.n_permutable:,} of {len(codes):,} inputs"
        f"{in_blocks}; the least p that they allow is {written_p(smallest_p)}"
    )
    is_little = words_on_few(units.n_permutable, len(codes), len(codes), smallest_p)
    return words, bool(is_little)
