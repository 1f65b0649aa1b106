"""How groups are written in a configuration; imports the standard library only, for the rules."""

import re

FOREIGN = re.compile(r"[^A-Za-z0-9_]+")
CLASS = "class"
OF_NETWORK = ("prediction", "correctness", "confusion")  # compare inputs with what the network says


def entries_of(groups):
    """Settings of each grouping of the key `groups`, as they are given.

    A text groups by one factor, a mapping adds settings; a list holds several groupings, and a list
    in it is a combination of factors.
    """
    entries = groups if isinstance(groups, list) else [groups]
    return [each if isinstance(each, dict) else {"by": each} for each in entries]


def factors_of(names):
    """Names of factors as a list, of one name or several."""
    return [names] if isinstance(names, str) else list(names)


def grouping_name(settings):
    """Name of a grouping, a part of file names: letters, digits and underscores alone."""
    return settings.get("name") or FOREIGN.sub("_", "_".join(factors_of(settings["by"])))


def analysis_name(experiment, grouping, n_groupings):
    """Name of the results of a grouping: the experiment's, with its own if there are several."""
    return experiment if n_groupings == 1 else f"{experiment}_{grouping}"


def label_factors(by):
    """Factors whose values are the labels that may be wrong: all that is known of the inputs.

    Where groups are of what the network says, these are the classes.
    """
    return [each for each in by if each not in OF_NETWORK] or [CLASS]


def label_settings(by, groups):
    """What decides the label of each input, as of `topomaps.groups.labelled_inputs`.

    Parameters
    ----------
    by : list of str
        Factors of the groups.
    groups : dict
        Of these perhaps `only` and `min_size`, as of `topomaps.groups.groupings.group_inputs`.
    """
    factors = label_factors(by)
    own = groups if factors == list(by) else {}
    # A class may have lost all of its labels; values of attributes are those that inputs have.
    smallest = {"min_size": 0} if factors == [CLASS] else {}
    return {"by": factors, **smallest, **own}
