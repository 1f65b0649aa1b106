"""What the schema finds wrong in a configuration, in sentences."""

import math

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from rules.configuration.sentences import guess, shown

LIMITS = {
    "minimum": "at least",
    "maximum": "at most",
    "exclusiveMinimum": "more than",
    "exclusiveMaximum": "less than",
    "type": "of type",
    "maxLength": "of at most this many letters:",
    "minItems": "of at least this length:",
    "minProperties": "of at least this many entries:",
    "pattern": "of the form",
}

HINTS = {"folds": "; folds are for models trained here, others are judged as they are"}


def _is_number(checker, value):
    """Whether a value is a number that can be counted with: not .nan or .inf of YAML."""
    is_number = Draft202012Validator.TYPE_CHECKER.is_type(value, "number")
    return is_number and not _is_not_finite(value)


Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number),
)


def schema_errors(config, schema):
    """All that the schema refuses, each error once, in alphabetical order."""
    errors = Validator(schema).iter_errors(config)
    return sorted({sentence for error in errors for sentence in _say(error)})


def _say(error):
    """Sentences for one error that the schema found."""
    key = ".".join(str(part) for part in error.absolute_path) or "top level"
    if error.validator == "additionalProperties":
        allowed = sorted(error.schema["properties"])
        return [
            f"{key}: unknown key {name!r}{guess(name, allowed)}{HINTS.get(name, '')}; allowed: "
            f"{', '.join(allowed)}"
            for name in set(error.instance) - set(allowed)
        ]
    if error.validator in ("enum", "const"):
        allowed = error.schema.get("enum", [error.schema.get("const")])
        names = ", ".join(str(name) for name in allowed)
        return [
            f"{key}: {shown(error.instance)} is unknown{guess(error.instance, allowed)}; "
            f"allowed: {names}"
        ]
    if error.validator in ("if", "then", "else"):
        return [sentence for part in error.context for sentence in _say(part)]
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return [f"{key}: the key {name!r} is missing" for name in missing]
    if error.validator == "uniqueItems":
        first = next(each for each in error.instance if error.instance.count(each) > 1)
        return [f"{key}: {shown(first)} stands more than once; keep one of them"]
    if error.validator == "type" and _is_not_finite(error.instance):
        return [f"{key}: {error.instance} is no number to count with; write a finite one"]
    if error.validator in LIMITS:
        return [
            f"{key}: {shown(error.instance)} is not allowed; it must be "
            f"{LIMITS[error.validator]} {error.validator_value}{_quotes(error)}"
        ]
    return [f"{key}: {error.message}"]


def _is_not_finite(value):
    return isinstance(value, float) and not math.isfinite(value)


def _quotes(error):
    """That a text needs quotes, where YAML has made something else of it."""
    is_text = error.validator == "type" and "string" in error.validator_value
    if not is_text or isinstance(error.instance, (dict, list)):
        return ""
    return "; a text that YAML reads as something else, such as no, 01 or a date, needs quotes"
