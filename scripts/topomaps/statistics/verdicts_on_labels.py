"""What can be said of all labels, in sentences: how many are wrong, nothing, or no answer."""

import pandas as pd

from topomaps.statistics.expected_errors import PROBABLE, chance_of_notice, expected_wrong
from topomaps.statistics.label_noise import CLARITY, trust

SHARES = (0.005, 0.01, 0.02, 0.05, 0.1)  # of wrong labels, of which the first that is seen is told
POWER = 0.9  # a share is seen if it is noticed with this probability
MOST = 0.05  # of the inputs may at most be in the interval where nothing is suspicious
VAGUE = 0.25  # an interval that holds more of the inputs does not tell how many are wrong


def verdict_on_labels(suspects: pd.DataFrame) -> str:
    """Sentences on all labels, for figures, tables and pages.

    Labels are called unsuspicious only where one of `SHARES`, wrong at random, would have been
    noticed with the probability `POWER`, and the interval holds at most `MOST` of the inputs.

    Parameters
    ----------
    suspects : pandas.DataFrame
        As of `topomaps.statistics.suspicious_inputs.suspicious_inputs`, with planted errors.

    Raises
    ------
    ValueError
        If no errors were planted.
    """
    planted = suspects.attrs.get("planted")
    if planted is None:
        raise ValueError(
            "Without planted errors nothing can be said of all labels: give the table that "
            "`suspicious_inputs` returns, made without `plant=False`."
        )
    numbers = expected_wrong(suspects)
    number = _some_wrong if numbers[1] else _none_seen
    sentences = [number(suspects, planted, *numbers), _not_counted(planted["near_boundary"]),
                 unclear(planted["clarity"])]  # fmt: skip
    return " ".join(each for each in sentences if each)


def unclear(clarity):
    """What a mean clarity below the needed one means for scores; empty where it suffices."""
    believed = trust(clarity)
    if believed == 1:
        return ""
    return (
        f"Most inputs belong to no class clearly (clarity {clarity:.2f}, where 1 is certain and "
        f"{CLARITY[1]:.2f} are needed): scores "
        + ("are too low." if believed else "only order the inputs.")
    )


def _some_wrong(suspects, planted, expected, low, high):
    n, likely = len(suspects), int((suspects["score"] > PROBABLE).sum())
    interval = f"95 % interval {low:,.0f} to {high:,.0f}"
    if high - low > VAGUE * n:
        return (
            f"Of {n:,} labels some are wrong, but how many cannot be told ({interval}): "
            f"{_found(planted)}."
        )
    return (
        f"Of {n:,} labels {_counted(expected)} expected wrong ({interval}), {likely:,} more "
        f"probably wrong than right; {_found(planted)}."
    )


def _none_seen(suspects, planted, _, low, high):
    n, likely = len(suspects), int((suspects["score"] > PROBABLE).sum())
    for share in SHARES:
        chance = chance_of_notice(share, planted)
        if is_seen := chance >= POWER and high <= MOST * n:
            break
    about = f"{low:,.0f} to {high:,.0f} of {n:,} (95 % interval)"
    said = f"Nothing suspicious: wrong labels are {about}" if is_seen else (
        f"Cannot tell whether labels are wrong: {about}")  # fmt: skip
    odd = f"; {likely:,} scores above {PROBABLE} may be of odd inputs" if likely else ""
    return (
        f"{said}; had {share * 100:g} % been wrong at random, this would be noticed with a "
        f"probability of {chance:.2f}, as {_found(planted)}{odd}."
    )


def _found(planted):
    return f"{planted['found']:.0%} of the errors planted at random were found"


def _not_counted(found):
    seen = "" if found > POWER else " cannot be seen, and"
    return (
        f"Errors near a boundary between classes{seen} are not counted: of those planted there, "
        f"{found:.0%} were found."
    )


def _counted(number):
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"
