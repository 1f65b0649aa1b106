"""Checks of the groupings of an experiment: the inputs and predictions have what they need."""

from rules.configuration.group_values import value_counts
from rules.configuration.groupings import COMPARING, KEYWORDS
from rules.configuration.sentences import guess

BETWEEN_VALUES = " × "  # as in `topomaps.groups.factors`


def grouping_errors(key, experiment, grouping, facts):
    """Errors of what a grouping groups by, which the inputs or predictions do not have."""
    for factor in (*grouping.by, *grouping.nuisance, *grouping.blocks):
        if factor not in KEYWORDS and facts.attributes is not None:
            yield from _attribute_errors(key, factor, facts.attributes)
    if grouping.needs_labels and facts.labels is False:
        there = f"; they have: {', '.join(facts.attributes[:20])}" if facts.attributes else ""
        yield f"{key}.groups: {_by(grouping)} needs labels, and the inputs have none{there}"
    if grouping.needs_predictions and facts.predictions is False:
        yield f"{key}.groups: {_by(grouping)} needs predictions, and {facts.unpredicted}"
    elif {*COMPARING} & {*grouping.by}:
        yield from _class_name_errors(key, grouping, facts)
    if "checkpoint" in grouping.by:
        yield from _checkpoint_errors(key, experiment, grouping, facts)


def _attribute_errors(key, name, known):
    if name not in known:
        allowed = ", ".join([*KEYWORDS, *known])
        yield (
            f"{key}.groups: the inputs have no attribute {name!r}"
            f"{guess(name, [*known, *KEYWORDS])}; groups can be by: {allowed}"
        )


def _class_name_errors(key, grouping, facts):
    if facts.classes is None or facts.outputs is None:
        return
    if missing := [name for name in facts.classes if name not in facts.outputs]:
        outputs = ", ".join(facts.outputs[:20]) or "numbers without names"
        yield (
            f"{key}.groups: {_by(grouping)} compares labels with predictions, but the model's "
            f"classes ({outputs}) are not those of the labels ({', '.join(facts.classes[:20])}): "
            f"there is no {missing[0]!r} among them; if they mean the same, say so by "
            "`class_names` of the model, or `class_names: labels`"
        )


def _checkpoint_errors(key, experiment, grouping, facts):
    if not grouping.is_by("checkpoint"):
        yield f"{key}.groups: 'checkpoint' stands for the classes at each checkpoint, and alone"
    if not facts.checkpoints:
        yield (
            f"{key}.groups: groups by checkpoint need a model trained here with the key "
            "`checkpoints`"
        )
    if experiment["trials"] > 1 or experiment["features"] != "naps" or grouping.random_groups:
        yield (
            f"{key}: groups by checkpoint allow one trial, the features 'naps' and no random groups"
        )


def _by(grouping):
    return f"grouping by {BETWEEN_VALUES.join(grouping.by)}"


def interest_errors(config, key, experiment, grouping):
    """Errors of groups of interest and of least sizes that leave nothing to compare.

    Told as far as values are known before any job; what else is wrong, the first job says.
    """
    if {*grouping.by} & ({*KEYWORDS} - {"class"}):
        return
    counts = [value_counts(config, experiment, name) for name in grouping.by]
    if all(counts):
        yield from _only_errors(key, grouping, counts)
        yield from _size_errors(key, grouping, counts)


def _only_errors(key, grouping, counts):
    """Errors of groups of interest that no input belongs to."""
    values = [value for each in counts for value in each]
    for name in map(str, grouping.only or ()):
        parts = name.split(BETWEEN_VALUES)
        is_group = len(parts) == len(counts) and all(map(dict.__contains__, counts, parts))
        if name not in values and not is_group:
            there = ", ".join(values[:20])
            yield (
                f"{key}.only: no input belongs to {name!r}{guess(name, values)}; the values of "
                f"{' and '.join(grouping.by)} are: {there}"
            )


def _size_errors(key, grouping, counts):
    """Error of a least size that fewer than two groups can have."""
    least, needed = grouping.min_size or 0, 2 if len(counts) == 1 else 1
    for name, each in zip(grouping.by, counts, strict=True):
        sizes = [count for count in each.values() if count is not None]
        enough = sum(count >= least for count in sizes)
        if len(sizes) >= needed > enough:
            yield (
                f"{key}: min_size is {least}, but {enough or 'none'} of the {len(sizes)} values of "
                f"{name} has so many inputs, the largest {max(sizes)}; lower min_size"
            )
