"""The configuration, checked and completed before any job starts.

Imports no more than the standard library and what comes with Snakemake, so that a dry run needs
nothing else; so do all modules of this folder.
"""

from copy import deepcopy

from jsonschema import Draft202012Validator

from rules.configuration.dataset_checks import dataset_errors, image_size_errors, order_errors
from rules.configuration.experiment_checks import experiment_errors
from rules.configuration.figures import with_figures
from rules.configuration.file_times import time_errors
from rules.configuration.model_checks import model_errors
from rules.configuration.name_checks import name_errors
from rules.configuration.retired import retired_errors
from rules.configuration.schema_checks import schema_errors
from scripts.topomaps.models.preprocessing_settings import with_scaling

CHECKS = (
    dataset_errors, model_errors, experiment_errors, name_errors, image_size_errors, order_errors,
    time_errors,
)  # fmt: skip


class ConfigurationError(Exception):
    """All errors of a configuration, one sentence a line."""

    def __init__(self, errors):
        lines = "\n".join(f"  - {error}" for error in errors)
        super().__init__(f"the configuration cannot be used:\n{lines}")


def validate_config(config, schema):
    """Check a configuration and fill in what it leaves out.

    Parameters
    ----------
    config : dict
        As read from files and the command line; it is not changed.
    schema : dict
        JSON schema with defaults.

    Returns
    -------
    dict
        A copy in which every optional key has its value.

    Raises
    ------
    ConfigurationError
        Naming key, value and what is allowed, for all errors at once.
    """
    schema = with_figures(schema)
    if errors := [*retired_errors(config)] or schema_errors(config, schema):
        raise ConfigurationError(errors)
    config = deepcopy(config)
    _fill(config, schema, schema["$defs"])
    for model in config["models"].values():
        if "application" in model:
            default = config["images"]["preprocessing"]
            given = model.get("preprocessing", default)
            is_mapping = isinstance(given, dict)
            model["preprocessing"] = with_scaling(given, default) if is_mapping else given
    if errors := [error for check in CHECKS for error in check(config)]:
        raise ConfigurationError(errors)
    return config


def _fill(value, schema, definitions):
    """Set the defaults of `schema` and of all parts of it in `value`."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[1]]
    if "if" in schema:
        chosen = Draft202012Validator(schema["if"]).is_valid(value)
        return _fill(value, schema["then" if chosen else "else"], definitions)
    for key, part in schema.get("properties", {}).items():
        if key not in value and "default" in part:
            value[key] = deepcopy(part["default"])
        if isinstance(value.get(key), dict):
            _fill(value[key], part, definitions)
    if isinstance(schema.get("additionalProperties"), dict):
        for part in value.values():
            _fill(part, schema["additionalProperties"], definitions)
