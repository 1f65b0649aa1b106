import pytest
from topomaps.activations.shown_inputs import Pictures, ShownSounds, ShownTexts
from topomaps.explorer.analyses import Source
from topomaps.explorer.notices import warnings, why_no_pictures


def source(dataset="", pictures=None):
    return Source("s", "", dataset, None, None, pictures)


@pytest.mark.parametrize(
    ("dataset", "words"),
    [("d", "rows of numbers about people"), ("", "No pictures of the inputs about people")],
)
def test_people_without_pictures_are_not_said_to_have_any(dataset, words):
    assert words in why_no_pictures([source(dataset)], True, False)
    assert "people" not in why_no_pictures([source(dataset)], False, True)
    assert "words, names" in warnings([source(dataset)])[0]


def test_pictures_of_people_are_shown_only_if_asked_for():
    seen = [source("d", Pictures(None))]
    assert why_no_pictures(seen, True, False).startswith("The inputs are pictures of people")
    assert "explorer.pictures: false" in why_no_pictures(seen, False, False)
    assert "skin, hair" in warnings(seen)[0]


def test_texts_of_people_are_shown_only_if_asked_for():
    seen = [source("d", ShownTexts(None))]
    assert why_no_pictures(seen, True, False).startswith("The inputs are texts about people")
    assert "explorer.pictures: false" in why_no_pictures(seen, False, False)
    assert "words, names" in warnings(seen)[0]


def test_sounds_of_people_are_shown_only_if_asked_for():
    seen = [source("d", ShownSounds(None, None))]
    assert why_no_pictures(seen, True, False).startswith("The inputs are sounds of people")
    assert "microphones" in warnings(seen)[0]
