"""Values of tables as text, and their natural order."""

import re

import numpy as np

MISSING = ("", "nan", "NaN", "None", "NA", "<NA>")


def natural_key(value):
    """Key that sorts numbers, and ranges such as "10-19", by their first number, before text."""
    number = re.match(r"-?[0-9]+(\.[0-9]+)?", value)
    return (0, float(number[0]), value) if number else (1, 0, value)


def as_text(values):
    """Values as text; whole numbers without decimals, NaN where a value is missing."""
    import pandas as pd  # here, for most jobs only sort, and it takes half a second

    values = pd.Series(np.asarray(values))
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")  # what pandas made of integers with gaps
    text = values.astype(str).str.strip()
    return text.mask(text.isin(MISSING)).astype(object)
