"""Keys of earlier versions: refused with the sentence what to write now."""

from scripts.topomaps.data.sources import SOURCES

EXPERIMENT = {
    "variables": "list them in `groups`, for example `groups: [race, gender, [race, gender]]`",
    "method": "write `methods: [{value}]`",
    "min_group_size": "write `min_size: {value}`",
    "shown_class": "write `shown_group:` and the name of the group",
}
KINDS = {
    "bias": "leave `kind` out, list the variables in `groups` and write `random_groups: true`",
    "own": "leave `kind` out; all experiments take any model, data, activations and groups",
    "maps": "",
}
GROUPS = {
    "attributes": "name them in `by`: `groups: {value}`",
    "classes": "write `only:` and the names of the classes",
}
DATASET = {
    "scale": "inputs are scaled by the model's `preprocessing`, for example `{{divisor: {value}}}`",
}
LAYOUTS = {
    "strength": "`sorted` is led by `smoothness`, from 0 (neighbours) to 1 (smooth maps)",
}
TOP = {"keras_file": "write `model_file={value}`"}


def retired_errors(config):
    """Sentences for all keys that an earlier version had; for what is no mapping, none."""
    yield from _errors("", config, TOP)
    yield from _errors("layouts.", _mapping(config.get("layouts")), LAYOUTS)
    for name, dataset in _entries(config, "datasets"):
        source = SOURCES.get(str(dataset.get("source")))
        if source and source.of_user and "scale" not in source.keys:
            yield from _errors(f"datasets.{name}.", dataset, DATASET)
    for name, experiment in _entries(config, "experiments"):
        key = f"experiments.{name}."
        kind = experiment.get("kind")
        if isinstance(kind, str) and KINDS.get(kind):
            yield f"{key}kind: {kind!r} is gone; {KINDS[kind]}"
        if kind in (None, *KINDS):
            yield from _errors(key, experiment, EXPERIMENT)
        yield from _errors(f"{key}layouts.", _mapping(experiment.get("layouts")), LAYOUTS)
        groups = experiment.get("groups")
        if isinstance(groups, dict):
            yield from _errors(f"{key}groups.", groups, GROUPS)
            if groups.get("by") == "attribute":
                yield f"{key}groups.by: 'attribute' is gone; name the attribute itself"


def _entries(config, section):
    entries = config.get(section)
    if isinstance(entries, dict):
        yield from ((name, each) for name, each in entries.items() if isinstance(each, dict))


def _mapping(given):
    return given if isinstance(given, dict) else {}


def _errors(key, given, retired):
    for name, now in retired.items():
        if name in given:
            yield f"{key}{name}: the key is gone; {now.format(value=_shown(given[name]))}"


def _shown(value):
    """A value as YAML writes it on one line."""
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else value
