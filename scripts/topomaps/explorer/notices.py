"""What a page says of its inputs: warnings about people, and why there are no pictures."""

from topomaps.data.kinds import IMAGE, SOUND, TEXT

NO_PICTURES_OF_PEOPLE = (
    "The inputs are pictures of people, which are shown only if the configuration says so "
    "(explorer.pictures: true)."
)
NO_TEXTS_OF_PEOPLE = (
    "The inputs are texts about people, which are shown only if the configuration says so "
    "(explorer.pictures: true)."
)
NO_SOUNDS_OF_PEOPLE = (
    "The inputs are sounds of people, which are shown only if the configuration says so "
    "(explorer.pictures: true)."
)
NOT_SHOWN = {IMAGE: NO_PICTURES_OF_PEOPLE, TEXT: NO_TEXTS_OF_PEOPLE, SOUND: NO_SOUNDS_OF_PEOPLE}
NOT_WANTED = "The configuration says that no inputs are shown (explorer.pictures: false)."
NUMBERS = "The inputs are rows of numbers{}, of which there are no pictures."
NO_PICTURES = "No pictures of the inputs{} lie with their activations."
# What docs/bias.md says, in short.
BY_WHAT_OF_PICTURES = "skin, hair, clothes, light, camera or background"
BY_WHAT_OF_SOUNDS = "microphones, rooms, noise, loudness, length, or what is said"
BY_WHAT_OF_OTHERS = "whatever goes along with them: words, names, topics, other columns of a table"
BY_WHAT = {IMAGE: BY_WHAT_OF_PICTURES, SOUND: BY_WHAT_OF_SOUNDS}
WARNINGS = (
    "No cause: a layer that tells groups of people apart may do so by {}. Maps show that "
    "activations differ, not why.",
    "No harm in an application: a representation that distinguishes groups makes unequal treatment "
    "possible, not necessary, and one that does not is no proof of fairness.",
    "The groups are the data set's. People are not these boxes.",
    "Small differences become certain in large samples: look at the effect sizes beside the "
    "p-values.",
)


def why_no_pictures(sources, about_people, pictures):
    """A sentence that says why a page has no pictures.

    Parameters
    ----------
    sources : list of topomaps.explorer.analyses.Source
    about_people : bool
        Whether the inputs are people, in pictures or otherwise.
    pictures : bool
        Whether the page was to have pictures.

    Returns
    -------
    str
    """
    if pictures or not _are_seen(sources):
        words = dict.fromkeys(NUMBERS if each.dataset else NO_PICTURES for each in sources)
        return " ".join(each.format(" about people" if about_people else "") for each in words)
    if not about_people:
        return NOT_WANTED
    kinds = {each.shown.kind for each in sources if each.shown is not None}
    return NOT_SHOWN[kinds.pop()] if len(kinds) == 1 else NO_PICTURES_OF_PEOPLE


def warnings(sources):
    """What maps of people do not say, a list of str."""
    kinds = {each.shown.kind for each in sources if each.shown is not None}
    kind = next((each for each in (IMAGE, SOUND) if each in kinds), None)
    by_what = BY_WHAT.get(kind, BY_WHAT_OF_OTHERS)
    return [each.format(by_what) for each in WARNINGS]


def _are_seen(sources):
    """Whether any inputs can be seen, shown or not."""
    return any(each.shown is not None for each in sources)
