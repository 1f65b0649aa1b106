"""How a p is written: everywhere in the same way, and right where it is a bound."""

import numpy as np

DIGITS = 3
SMALLEST = 1e-6  # a smaller p depends on tails that nobody knows
TOLERANCE = 1e-9  # relative; quotients that differ by rounding alone are equal


def written_p(p, least=0.0):
    """A probability in a few characters, as `shortP` of the explorer writes it.

    Parameters
    ----------
    p : float
        NaN where there is no test.
    least : float
        The smallest p that a permutation test can give: what is as small may be smaller.

    Returns
    -------
    str
        Three digits without an exponent; "≤ 0.0001" of the smallest, "–" where there is no test.
    """
    if np.isnan(p):
        return "–"
    if p < SMALLEST:
        return f"< {np.format_float_positional(SMALLEST)}"
    digits = np.format_float_positional(float(f"{p:.{DIGITS}g}"), trim="-")
    return f"≤ {digits}" if p <= least * (1 + TOLERANCE) else digits


def equals_p(p, least=0.0):
    """A probability of `written_p` after a sign: "= 0.033", "≤ 0.0001", "< 0.000001"."""
    words = written_p(p, least)
    return words if words[0] in "≤<" else f"= {words}"


def holm_p(corrected, p, least=0.0):
    """A probability that Holm corrected: a bound where the one that it was made from is."""
    return written_p(corrected, _holm_bound(corrected, p, least))


def equals_holm_p(corrected, p, least=0.0):
    """A probability of `holm_p` after a sign, as of `equals_p`."""
    return equals_p(corrected, _holm_bound(corrected, p, least))


def least_p(n_permutations):
    """The smallest p that so many permutations, or other draws of chance, can give."""
    return 1 / (n_permutations + 1)


def _holm_bound(corrected, p, least):
    return corrected if p <= least * (1 + TOLERANCE) else 0.0
