"""The contents of an explorer, as plain values that a page is made of."""

import numpy as np

from topomaps.common.reader_names import (
    BETWEEN_VALUES,
    class_name,
    group_name,
    named,
    variable_name,
)
from topomaps.common.words import MEASURES
from topomaps.data.kinds import TEXT
from topomaps.explorer.analyses import frames_of
from topomaps.explorer.evidence import evidence_view, inputs_of_evidence
from topomaps.explorer.gaps import words_of_gaps
from topomaps.explorer.intervals import MIN_UNITS
from topomaps.explorer.notices import warnings, why_no_pictures
from topomaps.explorer.nuisance import groups_of_inputs, hint_on_layer, words_on_nuisance
from topomaps.explorer.p_levels import LEVELS
from topomaps.explorer.regions import inputs_by_rank, regions_of_layouts
from topomaps.explorer.shown_inputs import shown_inputs, strongest_inputs
from topomaps.explorer.shown_texts import token_view
from topomaps.explorer.sources import activation_view, source_view
from topomaps.explorer.tables import plain, plain_table
from topomaps.explorer.views import layer_view
from topomaps.groups.configured import label_factors
from topomaps.maps.rendering import as_number
from topomaps.statistics.expected_errors import PROBABLE
from topomaps.statistics.marked_pairs import MIN_UNITS as MIN_TESTED

FORMAT = 2
MAX_ACTIVATIONS = 2**22  # that a page has of a layer, one byte each
MAX_SUSPICIOUS = 50  # inputs to see
MAX_LISTED = 5000  # suspicious inputs in the page, to be downloaded


def explorer_contents(
    sources,
    analyses,
    *,
    title,
    name,
    alpha,
    about_people,
    pictures,
    n_inputs,
    picture_size,
    regions,
    color_limit,
):
    """Contents of the explorer of some analyses.

    Parameters
    ----------
    sources : list of topomaps.explorer.analyses.Source
    analyses : list of topomaps.explorer.analyses.Analysis
    title, name : str
        What the page is called, and the beginning of the names of files that it writes.
    alpha : float
        Level of the tests.
    about_people : bool
        Whether the inputs are people, so that warnings are shown; they need not be pictures.
    pictures : bool
        Whether pictures are shown.
    n_inputs : int
        Inputs to show of each source.
    picture_size : int
        Pixels of the longer side of a picture.
    regions : dict
        threshold, min_neurons and n_inputs, as of `topomaps.explorer.regions.regions_of_layouts`.
    color_limit : float or "max"
        Percentile of |NAP| that has the strongest colour, as of `topomaps.maps.rendering`.

    Returns
    -------
    dict
        Plain values, with arrays encoded by `topomaps.explorer.quantise`.
    """
    found = [
        [regions_of_layouts(layer, analysis.groups, **regions) for layer in analysis.layers]
        for analysis in analyses
    ]
    shown = [_shown(source, analyses, found, n_inputs) for source in range(len(sources))]
    places = [{number: place for place, number in enumerate(each)} for each in shown]
    source_views = []
    for number, each in enumerate(sources):
        n_total, n_pictures = _n_total(analyses, number), n_inputs * pictures
        with named(next(own.names for own in analyses if own.source == number)):
            view = source_view(each, n_total, shown[number], n_pictures, picture_size)
        source_views.append(view)
    levels = sorted({*LEVELS, alpha})
    texts = [_is_read(each) and pictures for each in sources]
    views, activations = _views(
        analyses, found, shown, places, n_inputs, levels, color_limit,
        [each.shown if seen else None for each, seen in zip(sources, texts, strict=True)],
    )  # fmt: skip
    how = {"size": picture_size, "pictures": pictures}
    for view, (analysis, layer) in zip(views, _layers_of(analyses), strict=True):
        view["hint"] = hint_on_layer(layer.test, layer.activations, *_facts(analysis, sources))
        with named(analysis.names):
            view["evidence"] = {
                method: [evidence_view(each, places[analysis.source], **how) for each in of_method]
                for method, of_method in layer.evidence.items()
            }
    has_pictures = any(each["pictures"] or each["texts"] for each in source_views)
    return {
        "format": FORMAT,
        "title": title,
        "name": name,
        "about_people": about_people,
        "has_pictures": has_pictures,
        "why_no_pictures": "" if has_pictures else why_no_pictures(sources, about_people, pictures),
        "warnings": warnings(sources) if about_people else [],
        "alpha": alpha,
        "percentile": as_number(color_limit),
        "levels": levels,
        "min_units": {"interval": MIN_UNITS, "test": MIN_TESTED},
        "regions": {key: regions[key] for key in ("threshold", "min_neurons")},
        "sources": source_views,
        "groupings": [
            {
                **_grouping_view(analysis, places[analysis.source]),
                "on_nuisance": _on_nuisance(analysis, sources),
            }
            for analysis in analyses
        ],
        "measures": {key: list(words) for key, words in MEASURES.items()},
        "activations": activations,
        "views": views,
    }


def _facts(analysis, sources):
    """Attributes of the inputs, the group of each, and the attributes that are nuisance."""
    attributes = sources[analysis.source].known.attributes
    return attributes, groups_of_inputs(analysis.groups, len(attributes)), [*analysis.nuisance]


def _on_nuisance(analysis, sources):
    used = [*analysis.by, *analysis.block_names]
    with named(analysis.names):
        return words_on_nuisance(*_facts(analysis, sources), used)


def _layers_of(analyses):
    """Pairs of an analysis and a layer, in the order of the views."""
    return [(analysis, layer) for analysis in analyses for layer in analysis.layers]


def _shown(source, analyses, found, n_inputs):
    """Numbers of the inputs of a source to show."""
    own = [
        (analysis, of_layers) for analysis, of_layers in zip(analyses, found, strict=True)
        if analysis.source == source
    ]  # fmt: skip
    suspicious = [
        number
        for analysis, _ in own
        if analysis.suspicious is not None
        for number in _suspects(analysis.suspicious)["index"].head(MAX_SUSPICIOUS)
    ]
    several = [each for analysis, _ in own for layer in analysis.layers
               for of_method in layer.evidence.values() for each in of_method]  # fmt: skip
    examples = [number for analysis, _ in own for number in analysis.examples if number >= 0]
    of_regions = [inputs_by_rank(regions) for _, of_layers in own for regions in of_layers]
    layers = {layer.stored: layer for analysis, _ in own for layer in analysis.layers}
    strongest = [strongest_inputs(layer.activations) for layer in layers.values()]
    longest = max(map(len, of_regions), default=0)
    by_rank = [each[rank] for rank in range(longest) for each in of_regions if rank < len(each)]
    named = [*suspicious, *inputs_of_evidence(several), *examples, *by_rank]
    return shown_inputs(named, strongest, _n_total(analyses, source), n_inputs)


def _n_total(analyses, source):
    return next(
        len(analysis.layers[0].activations) for analysis in analyses if analysis.source == source
    )


def _is_read(source):
    """Whether the inputs of a source are texts."""
    return source.shown is not None and source.shown.kind == TEXT


def _views(analyses, found, shown, places, n_inputs, levels, color_limit, texts):
    """Views of all layers, and the activations that they refer to, each once.

    `texts` are the inputs of each source that are texts to be shown, else None.
    """
    views, activations, number_of = [], [], {}
    for number, (analysis, of_layers) in enumerate(zip(analyses, found, strict=True)):
        frames, _ = frames_of(analysis)
        for layer, regions in zip(analysis.layers, of_layers, strict=True):
            placed = {
                method: [_placed(each, places[analysis.source]) for each in of_method]
                for method, of_method in regions.items()
            }
            if layer.stored not in number_of:
                number_of[layer.stored] = len(activations)
                n = max(1, min(n_inputs, MAX_ACTIVATIONS // layer.naps.shape[1]))
                own, read = shown[analysis.source], texts[analysis.source]
                tokens = None if read is None else token_view(layer.tokens, read, own[:n_inputs])
                activations.append(
                    {**activation_view(layer.activations, own[:n]), "tokens": tokens}
                )
            with named(analysis.names):
                view = layer_view(analysis, layer, placed, len(frames), levels, color_limit)
            views.append({"grouping": number, "activations": number_of[layer.stored], **view})
    return views, activations


def _placed(region, places):
    return {**region, "inputs": [places[number] for number in region["inputs"]]}


def _grouping_view(analysis, places):
    """What is known of the groups of an analysis; `key` is what links and files call each."""
    with named(analysis.names):
        return _named_grouping_view(analysis, places)


def _named_grouping_view(analysis, places):
    groups, (names, frames), testing = analysis.groups, frames_of(analysis), analysis.testing
    units = [_n_units(inputs, analysis.blocks) for inputs in groups.inputs]
    return {
        "analysis": analysis.name,
        "experiment": analysis.experiment,
        "title": analysis.title,
        "variable": BETWEEN_VALUES.join(map(variable_name, analysis.by)),
        "by": list(analysis.by),
        "source": analysis.source,
        "weighted": analysis.weighted,
        "groups": [
            {
                "name": group_name(groups.names[group]),
                "key": groups.names[group],
                "row": groups.rows[group],
                "column": groups.columns[group],
                "kind": groups.kinds[group],
                "frame": int(frames[group]),
                "count": len(groups.inputs[group]),
                "units": units[group],
                "tested": testing.units.get(groups.names[group], 0),
                "example": places.get(int(analysis.examples[group]), -1),
            }
            for group in range(len(groups.names))
        ],
        "frames": names,
        "has_blocks": analysis.blocks is not None,
        "tests_blocks": testing.are_blocks,
        "why_untested": testing.why,
        "outcomes": None if analysis.outcomes is None else _outcome_table(analysis.outcomes),
        "gaps": [] if analysis.gap_tests is None else words_of_gaps(analysis.gap_tests),
        "suspicious": _suspicious_view(analysis, places),
        "n_suspicious": 0 if analysis.suspicious is None else len(_suspects(analysis.suspicious)),
        "on_labels": analysis.on_labels,
        "inputs": None if analysis.inputs is None else plain_table(analysis.inputs),
    }


def _outcome_table(outcomes):
    """Plain table of outcomes with names for readers."""
    named = outcomes.assign(
        group=outcomes["group"].map(group_name),
        predicted=outcomes["predicted"].map(class_name, na_action="ignore"),
    )
    return plain_table(named)


def _n_units(inputs, blocks):
    """Inputs of a group, or blocks of inputs that depend on each other."""
    return len(inputs) if blocks is None else len(np.unique(blocks[inputs]))


def _suspects(table):
    """Rows of the table of suspicious inputs whose labels are more probably wrong than right."""
    return table[table["score"] > PROBABLE]


def _suspicious_view(analysis, places):
    """Suspicious inputs, each with its place among the inputs shown; -1 for those beyond."""
    if analysis.suspicious is None:
        return None
    listed, by = _suspects(analysis.suspicious).head(MAX_LISTED), label_factors(analysis.by)
    columns = ("index", "given_label", "predicted_label", "score")
    return [
        {
            "input": int(number),
            "place": places[int(number)] if rank < MAX_SUSPICIOUS else -1,
            "given": plain(given),
            "likelier": plain(likelier),
            "given_name": group_name(given, by),
            "likelier_name": group_name(likelier, by),
            "score": plain(score),
        }
        for rank, (number, given, likelier, score) in enumerate(
            zip(*(listed[column] for column in columns), strict=True)
        )
    ]
