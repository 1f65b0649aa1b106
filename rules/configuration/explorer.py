"""What an explorer of an experiment is made from, and what it is told."""

import hashlib

from rules.configuration import paths


def explored(experiments, name):
    """Experiments that an explorer shows: its own, then those named with it."""
    return [experiments[each] for each in (name, *experiments[name].given["explorer"]["together"])]


def explorer_files(experiments, name):
    """Files that an explorer is made from, activations and inputs included."""
    files = [
        file
        for experiment in explored(experiments, name)
        for analysis in experiment.analyses
        for file in _files(analysis)
    ]
    return list(dict.fromkeys(files))


def _files(analysis):
    layers = [_layer(analysis, layer) for layer in analysis.layers]
    found = [*analysis.activation_files(), analysis.groups, *_tables(analysis).values()]
    found += [analysis.dataset.file, *analysis.dataset.images] if analysis.dataset else []
    for layer in layers:
        found += [layer["naps"], *layer["layouts"].values(), layer["scores"]]
        found += (layer["tests"] or {}).values()
        found += [layer["named"]["path"]] if layer["named"] else []
        for files in layer["evidence"].values():
            found += [*(files.get("effects") or {}).values(), files.get("preferred")]
            found += (files.get("attributions") or {}).values()
    return [file for file in found if file]


def _tables(analysis):
    """Tables of an analysis that an explorer shows: suspicious inputs only where there are."""
    judged = "suspicious_inputs" in analysis.figures and not analysis.is_judged_on_folds
    return {
        "outcomes": analysis.outcomes,
        "gap_tests": analysis.gap_tests,
        "suspicious": analysis.path(paths.SUSPICIOUS_INPUTS) if judged else None,
        "expected": analysis.path(paths.EXPECTED_WRONG) if judged else None,
        "inputs": analysis.inputs_table,
    }


def _layer(analysis, layer):
    """What an explorer reads of a layer."""
    files = {"neurons": "neurons.npz", "separation": "separation.tsv", "pairs": "pairs.tsv"}
    at = {key: f"{paths.TESTS}/{file}" for key, file in files.items()}
    tests = {key: analysis.path(pattern, layer=layer) for key, pattern in at.items()}
    named = {"path": analysis.regions.get("named"), "layer": analysis.named.get(layer)}
    return {
        "name": layer,
        "stored": analysis.stored(layer),
        "naps": analysis.naps(layer),
        "layouts": {each: analysis.first_layout(layer, each) for each in analysis.methods},
        "tests": tests if "tests" in analysis.figures else None,
        "scores": analysis.path(paths.SUMMARY) if analysis.is_scored else None,
        "named": named if layer in analysis.named else None,
        "evidence": {method: _evidence(analysis, layer, method) for method in analysis.methods},
    }


def _evidence(analysis, layer, method):
    """Files of what is known of the regions of a layer beyond its maps, as figures make them."""
    at, files = {"layer": layer, "method": method}, {}
    if "effects" in analysis.figures:
        tables = {"table": paths.EFFECTS, "neurons": paths.EFFECT_REGIONS}
        files["effects"] = {key: analysis.path(each, **at) for key, each in tables.items()}
    if "attributions" in analysis.figures:
        stem = analysis.path(paths.ATTRIBUTIONS, **at)
        files["attributions"] = {"arrays": f"{stem}.npz", "checks": f"{stem}_checks.tsv"}
    if "preferred_inputs" in analysis.figures:
        files["preferred"] = f"{analysis.path(paths.PREFERRED_INPUTS, **at)}.npz"
    return files


def explorer_settings(experiments, name):
    """What an explorer shows and how."""
    shown, wanted = explored(experiments, name), experiments[name].given["explorer"]
    analyses = [each for experiment in shown for each in experiment.analyses]
    sources = [_source(each) for each in analyses]
    distinct = [each for number, each in enumerate(sources) if each not in sources[:number]]
    return {
        "sources": distinct,
        "analyses": [
            _analysis(each, distinct.index(source))
            for each, source in zip(analyses, sources, strict=True)
        ],
        "seed": experiments[name].common["seed"],
        "title": ", ".join(each.given.get("title", each.name.replace("_", " ")) for each in shown),
        "name": name,
        "alpha": experiments[name].given["alpha"],
        "about_people": any(each.about_people for each in shown),
        "pictures": wanted.get("pictures", not any(each.shows_people for each in shown)),
        "n_inputs": wanted["n_inputs"],
        "picture_size": wanted["picture_size"],
        "regions": experiments[name].common["regions"],
        "color_limit": experiments[name].common["maps"]["color_limit"],
    }


def _source(analysis):
    """Which inputs an analysis is about."""
    return {
        "name": analysis.source.name,
        "model": analysis.source.model,
        "dataset": analysis.dataset.name if analysis.dataset else "",
        "activations": analysis.source.path,
        "file": analysis.dataset.file if analysis.dataset else None,
    }


def _analysis(analysis, source):
    """An analysis of an explorer, with the number of its source."""
    return {
        "name": analysis.name,
        "experiment": analysis.experiment,
        "title": analysis.title,
        "by": analysis.grouping.by,
        "nuisance": list(analysis.grouping.nuisance),
        "blocks": list(analysis.grouping.blocks),
        "weighted": analysis.grouping.weighted,
        "source": source,
        "activations": analysis.source.path,
        **{key: analysis.source.axes.get(key) for key in ("tokens", "channels")},
        "sampling": analysis.grouping.sampling,
        "inputs_of": analysis.source.seen,
        "groups": analysis.groups,
        **_tables(analysis),
        "layers": [_layer(analysis, layer) for layer in analysis.layers],
        "permutations": analysis.tests["permutations"],
        "alpha": analysis.tests["alpha"],
        "names": analysis.names_for_readers,
    }


def browser_digest(folder):
    """Digest of the files of the page that are no Python."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
