"""Tables as plain values for a page."""

import math

import pandas as pd


def plain(value):
    """A cell as text, number or None: NaN and infinite numbers are missing."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or (isinstance(value, float) and not math.isfinite(value)) or value is pd.NA:
        return None
    return value if isinstance(value, (bool, int, float)) else str(value)


def plain_table(table):
    """A table (pandas.DataFrame) as a dictionary of columns and rows.

    Numbers are rounded to six digits.
    """
    rows = [[_rounded(plain(each)) for each in row] for row in table.itertuples(index=False)]
    return {"columns": [str(each) for each in table.columns], "rows": rows}


def _rounded(value):
    return float(f"{value:.6g}") if isinstance(value, float) else value
