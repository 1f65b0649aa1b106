"""Signs that inputs depend on each other: attributes that name whom or what inputs are of."""

import re

import numpy as np
import pandas as pd

# Words that name what several inputs are taken from, alone or as a part of a column's name.
SOURCES = (
    "person", "subject", "participant", "patient", "speaker", "identity", "individual", "author",
    "user", "annotator", "animal", "video", "clip", "movie", "scene", "recording", "session",
    "sequence", "document", "original", "site", "hospital", "household",
)  # fmt: skip
LAST_PART = re.compile(r"(?<=.)[-_. ]+[^-_. ]*$|(?<=[^\W\d_])\d+$|(?<=\d)[^\W\d_]$")
FEWEST_SETS = 21  # of files: fewer may be classes, as in "cat_1.png"
SHARED = 0.5  # of the inputs


def hints_of_dependence(attributes, files, used):
    """Sentences on attributes that look as if inputs with one value depended on each other.

    Parameters
    ----------
    attributes : pandas.DataFrame
        A row for each of n inputs, values as text.
    files : array-like of str, shape (n,), or None
        Names of the inputs' files.
    used : sequence of str
        Attributes that groups, `nuisance` or `blocks` are of: their meaning is known to the user.

    Returns
    -------
    list of str
    """
    values = {name: attributes[name].dropna() for name in attributes.columns if name not in used}
    hints = [
        _of_attribute(name, each)
        for name, each in values.items()
        if _names_a_source(name) and _are_shared(each, fewest=2)
    ]
    files = pd.Series([] if files is None else np.asarray(files), dtype=object)
    sets = files.map(_without_last_part)
    if _are_shared(sets, FEWEST_SETS):
        hints.append(_of_files(files, sets))
    return hints


def _names_a_source(name):
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    words = re.split(r"[^a-z]+", words)
    return any(word in SOURCES or word.removesuffix("s") in SOURCES for word in words)


def _are_shared(values, fewest):
    """Whether there are so many values, and most inputs share theirs with another one."""
    counts = values.value_counts().to_numpy()
    return len(counts) >= fewest and counts[counts > 1].sum() >= SHARED * len(values)


def _without_last_part(path):
    """Path without ending and without the last part of its name, as in "p12_03.png"."""
    folder, _, file = path.rpartition("/")
    stem = file.rpartition(".")[0] or file
    return f"{folder}/{LAST_PART.sub('', stem)}"


def _of_attribute(name, values):
    return (
        f"{values.nunique():,} values of {name!r} stand for {len(values):,} inputs. If inputs with "
        f"one value depend on each other, as images of one person do, add `blocks: {name}`: "
        "without it, p and intervals are too small"
    )


def _of_files(files, sets):
    first, second = files[sets == sets[sets.duplicated(keep=False)].iloc[0]].iloc[:2]
    return (
        f"the names of {len(files):,} files are of {sets.nunique():,} sets that differ in their "
        f"last part alone, such as {first} and {second}. If files of one set depend on each other "
        "(copies, frames, images of one person), give an attribute that says of whom or what each "
        "is, and name it by `blocks`: without it, p and intervals are too small"
    )
