"""Words of readers for the codes in tables that no figure shows."""

from topomaps.common.reader_names import class_name
from topomaps.common.words import measure_name

ARITHMETICS = {"float": ", in floating point", "uint8": ", in 8 bits that wrap around"}
STAGES = {"base": "layout alone", "swarm": "swarm alone", "total": "in all"}
YES = {"True": "yes", "False": "no"}


def measure_words(measure, arithmetic=""):
    """Name of a measure of maps or layouts, and the arithmetic that it was computed in."""
    return f"{measure_name(measure)}{ARITHMETICS.get(arithmetic, '')}"


def outcome_words(measure, predicted):
    """Words for what a row of outcomes counts."""
    if measure == "inputs":
        return "share of all inputs"
    return (
        "classified correctly"
        if measure == "accuracy"
        else f"predicted as “{class_name(predicted)}”"
    )
