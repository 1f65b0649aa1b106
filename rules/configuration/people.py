"""Whether an experiment is about people, so that warnings stand beside its results."""

from rules.configuration.facts import dataset_of, facts_of, source_of
from rules.configuration.groupings import groupings_of

# Names of attributes that inputs have which are people, or pictures of them.
ATTRIBUTES = {
    "age", "disability", "ethnicity", "gender", "nationality", "race", "religion", "sex",
    "sexual_orientation", "skin", "skin_color", "skin_tone", "skin_type",
}  # fmt: skip


def is_about_people(config, experiment):
    """Whether the inputs of an experiment with maps are people: as it says, or as far as is known.

    Parameters
    ----------
    config : dict
        The complete configuration.
    experiment : dict
        Of kind `maps`.
    """
    said = experiment["explorer"].get("people")
    if said is not None:
        return said
    dataset = dataset_of(config, experiment) if "model" in experiment else None
    if dataset in config["datasets"] and source_of(config["datasets"][dataset]).people:
        return True
    factors = [each for grouping in groupings_of(experiment).values() for each in grouping["by"]]
    names = [*factors, *(facts_of(config, experiment).attributes or ())]
    return any(str(name).lower().replace(" ", "_") in ATTRIBUTES for name in names)
