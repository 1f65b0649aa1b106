"""Values of tables as text, and their natural order."""

import re

import numpy as np

# Texts that other programs take for missing values, in small letters.
DOUBTFUL = ("na", "n/a", "nan", "none", "null", "<na>", "#n/a", "#na")
UNUSABLE = "[\0\ufeff]"  # lost at the end of texts in arrays; a byte order mark, in no PDF
LONGEST_NAME = 200  # characters of a name that is drawn on figures and stands in tables


def natural_key(value):
    """Key that sorts numbers, and ranges such as "10-19", by their first number, before text."""
    number = re.match(r"-?[0-9]+(\.[0-9]+)?", value)
    return (0, float(number[0]), value) if number else (1, 0, value)


def as_text(values, missing=(), name="a column"):
    """Values as text, each as it is written; whole numbers without decimals.

    Text is text: NA, None and nan are names. What is missing is empty text, a number that is NaN,
    None, and the texts that the caller counts as missing.

    Parameters
    ----------
    values : array-like, shape (n,)
    missing : sequence of str
        Texts that stand for a missing value, too.
    name : str
        Of the values, for errors.

    Returns
    -------
    pandas.Series of object
        Of str, NaN where a value is missing.

    Raises
    ------
    ValueError
        If a text is not in UTF-8, cannot be written to any file (a lone surrogate), or holds one of
        `UNUSABLE`.
    """
    import pandas as pd  # here, for most jobs only sort, and it takes half a second

    if not pd.api.types.is_integer_dtype(values):  # of which NumPy rounds large ones beside gaps
        values = np.asarray(values)
    try:
        values = pd.Series(values).reset_index(drop=True)
    except UnicodeEncodeError as error:
        raise ValueError(_half_character(values, name)) from error
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")  # what pandas made of integers with gaps
    absent = values.isna()
    text = _written(values, name)
    if len(wrong := np.flatnonzero(text.str.contains(UNUSABLE) & ~absent)):
        value = text.iloc[wrong[0]]
        raise ValueError(
            f"{name}: value {wrong[0] + 1} ({value!a}) holds the invisible character "
            f"{re.search(UNUSABLE, value)[0]!a}; write the text without it"
        )
    return text.mask(absent | (text.str.strip() == "") | text.isin(missing))


def _written(values, name):
    """Values as strings, bytes decoded; raises ValueError where these are no UTF-8."""
    try:
        if values.dtype.kind == "S":
            values = values.str.decode("utf-8")
        return values.astype(str).astype(object)
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: a text is not in UTF-8 ({error}); write it in UTF-8") from error


def notes_on_texts(columns):
    """Sentences on texts in columns that could stand for a missing value, and are taken as names.

    Parameters
    ----------
    columns : mapping of str to pandas.Series
        Texts by the name of the column, as of `as_text`.

    Returns
    -------
    list of str
    """
    return [
        f"{n:,} inputs hold the text {text!r} in {name!r}, taken as it stands; if it means that "
        f'the value is missing, say so: missing: ["{text}"]'
        for name, values in columns.items()
        for text, n in values.value_counts(sort=False).items()
        if text.lower() in DOUBTFUL
    ]


def _half_character(values, name):
    """Sentence for the first text with a lone half of a character, which no file can hold."""
    for row, text in enumerate(values.tolist()):
        if isinstance(text, str) and any("\ud800" <= each <= "\udfff" for each in text):
            return (
                f"{name}: value {row + 1} ({text!r}) holds half of a character (a lone surrogate), "
                "which no file can hold; write the text anew in UTF-8"
            )
    return f"{name}: a text cannot be written in UTF-8"


def check_names(names, what):
    """Raise ValueError if a name is too long to be drawn.

    Parameters
    ----------
    names : sequence of str
    what : str
        What is called so, for the sentence.
    """
    longest = max(names, key=len, default="")
    if len(longest) > LONGEST_NAME:
        raise ValueError(
            f"{what} has a value of {len(longest):,} characters ({longest[:40]!r}…); names of "
            f"groups have {LONGEST_NAME} at most. Group by something shorter, or shorten it"
        )
