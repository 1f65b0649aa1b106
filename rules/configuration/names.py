"""Names for readers, as `topomaps.common.reader_names` takes them, from the sections `names`."""

SECTIONS = ("layers", "groups", "variables", "methods")


def names_of(config, experiment=None):
    """Names for readers in an experiment: those that hold for all, and its own.

    Parameters
    ----------
    config : dict
    experiment : dict, optional
        Its entry in the configuration; without it, what holds for all.

    Returns
    -------
    dict of str -> dict
        Each of `SECTIONS`, with text as keys.
    """
    own = (experiment or {}).get("names", {})
    return {
        section: {**_as_text(config["names"].get(section)), **_as_text(own.get(section))}
        for section in SECTIONS
    }


def _as_text(names):
    """Names by text: numbers without quotes are labels, too."""
    return {
        str(key): _as_text(name) if isinstance(name, dict) else name
        for key, name in (names or {}).items()
    }
