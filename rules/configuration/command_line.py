"""Values that the command line gave within a mapping: Snakemake hands them on as texts."""

import yaml

from rules.configuration.configuration_files import LOADER


def with_numbers(config, given):
    """A configuration with the numbers that `--config 'maps={color_limit: 99}'` means.

    Parameters
    ----------
    config : dict
        As read from files and the command line; it is not changed.
    given : dict
        What the command line alone gave.

    Returns
    -------
    dict
        A copy in which the texts of mappings that were given there are the numbers and truth
        values that YAML reads in them.
    """
    nested = {key: each for key, each in given.items() if isinstance(each, dict | list)}
    return {**config, **{key: _read(config[key], each) for key, each in nested.items()}}


def _read(value, given):
    """The value with all texts that were given read by YAML, as far as it has these places."""
    if isinstance(given, dict) and isinstance(value, dict):
        return {key: _read(each, given[key]) if key in given else each
                for key, each in value.items()}  # fmt: skip
    if isinstance(given, list) and isinstance(value, list):
        return [_read(each, each) for each in value]
    return _number(value) if isinstance(value, str) else value


def _number(text):
    """What YAML reads in a text if that is a number or a truth value, else the text."""
    try:
        value = yaml.load(text, LOADER)
    except yaml.YAMLError:
        return text
    return value if isinstance(value, bool | int | float) else text
