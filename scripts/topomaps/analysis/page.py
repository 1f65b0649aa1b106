"""The explorer of an analysis in memory: the workflow's page, of the same contents."""

import json
from typing import NamedTuple

from topomaps.common.user_warnings import warn_user
from topomaps.data.words_of_people import are_people, is_dataset_of_people, is_fact_of_people
from topomaps.explorer.analyses import Analysis, Layer, Source, tested_groups
from topomaps.explorer.contents import explorer_contents
from topomaps.explorer.page import explorer_page
from topomaps.explorer.quantise import json_text
from topomaps.explorer.testing import testing_of
from topomaps.groups.factors import CLASS, CONFUSION, CORRECTNESS, PREDICTION
from topomaps.models.layer_names import file_names
from topomaps.scores.comparison import summarise

KEYWORDS = (CLASS, PREDICTION, CORRECTNESS, CONFUSION)


class Wanted(NamedTuple):
    """What a page is to show.

    Attributes
    ----------
    title : str
        Of the page; empty for the name of the analysis.
    pictures : bool or None
        Whether the inputs are shown; None for all but those of people.
    n_inputs, picture_size : int
        Inputs in the page, and pixels of the longer side of a picture.
    suspicious : bool
        Whether labels are judged.
    """

    title: str = ""
    pictures: bool | None = None
    n_inputs: int = 500
    picture_size: int = 64
    suspicious: bool = True


def page_of(tables, wanted):
    """The page (str) of an analysis.

    Parameters
    ----------
    tables : topomaps.analysis.tables.Tables
    wanted : Wanted
    """
    given, settings = tables.given, tables.settings
    people = is_about_people(given, settings)
    title = wanted.title or settings.name.replace("_", " ")
    source = Source(given.source or settings.name, "", "", given.known, given.names, given.shown)
    contents = explorer_contents(
        [source], [_analysis(tables, title, wanted.suspicious)], title=title, name=settings.name,
        alpha=settings.alpha, about_people=people,
        pictures=not people if wanted.pictures is None else wanted.pictures,
        n_inputs=wanted.n_inputs, picture_size=wanted.picture_size,
        regions={key: getattr(settings, key) for key in ("threshold", "min_neurons", "n_inputs")},
        color_limit=settings.color_limit,
    )  # fmt: skip
    return explorer_page(json.loads(json_text(contents)))


def is_about_people(given, settings):
    """Whether inputs are people, as is said, or as far as names and values tell it."""
    if settings.about_people is not None:
        return settings.about_people
    known = given.known
    names = [*known.attributes.columns, given.title, *(set(given.by) - {*KEYWORDS})]
    values = [known.class_names, known.prediction_names]
    values += [
        known.attributes[name].dropna().unique() for name in given.by if name in known.attributes
    ]
    return (
        is_dataset_of_people(settings.name)
        or any(map(is_fact_of_people, names))
        or any(map(are_people, values))
    )


def _analysis(tables, title, suspicious):
    """What the page shows (`topomaps.explorer.analyses.Analysis`)."""
    given, settings, fitted = tables.given, tables.settings, tables.fitted
    testing = testing_of(tables.inputs, given.by)
    suspects = _suspects(tables) if suspicious else None
    examples = next(iter(fitted.profiles.values()))["examples"][0]
    return Analysis(
        settings.name, settings.name, f"{title}, by {given.title}", given.by, settings.weighted, 0,
        fitted.sampled, examples, _layers(tables, not testing.why), testing, tables.inputs.blocks,
        tables.outcomes, tables.gap_tests, suspects, tables.account,
        "" if suspects is None else tables.expected_wrong["verdict"].iloc[0],
        nuisance=given.nuisance, block_names=given.blocks,
    )  # fmt: skip


def _layers(tables, are_tested):
    files = file_names(tables.given.layers)
    scores = summarise(tables.faithfulness).drop(columns="experiment")
    return [
        Layer(
            files[layer], layer, stored.means, _are_maps(stored), tables.fitted.naps(layer),
            tables.fitted.positions[layer], {}, _tested(tables.compared[layer], are_tested),
            scores[scores["layer"] == layer].drop(columns="layer"),
        )
        for layer, stored in tables.given.layers.items()
    ]  # fmt: skip


def _are_maps(stored):
    return stored.values is None or stored.values.ndim > 2


def _tested(compared, are_tested):
    if not are_tested:
        return None
    summary = compared.separation_table.iloc[0].to_dict()
    return tested_groups(compared.neurons, summary, compared.pairs)


def _suspects(tables):
    """Table of suspicious inputs; None, with a warning, where labels cannot be judged."""
    try:
        return tables.suspects
    except ValueError as error:
        warn_user(f"the page has no suspicious inputs: {error}")
        return None
