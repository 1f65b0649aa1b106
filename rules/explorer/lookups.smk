"""What the rules of the explorer read, and what they are told."""

import hashlib

from rules.configuration.people import is_about_people, shows_people

EXPLORED = {
    name: each
    for name, each in experiments_of_kind(SETTINGS, "maps").items()
    if "explorer" in each["figures"]
}


def explored_parts(experiment):
    """Names of the parts that an explorer shows: those of its experiment, then of others."""
    names = [experiment, *EXPLORED[experiment]["explorer"]["together"]]
    return [part for name in names for part in parts_of(name)]


def explorer_inputs(wildcards):
    """Files that an explorer is made from."""
    parts = explored_parts(wildcards.experiment)
    files = [file for part in parts for file in files_of_explored(part)]
    return list(dict.fromkeys(files))


def files_of_explored(name):
    """Files of a part that an explorer is made from, activations and inputs included."""
    part = PARTS[name]
    files = [
        *files_of_activations(part),
        f"results/groups/{part['groups_of']}.npz",
        *tables_of_explored(name).values(),
    ]
    files += [f"results/datasets/{part['dataset']}.npz"] if "dataset" in part else []
    files += images_of(part["dataset"]) if "dataset" in part else []
    for layer in layers_of_explored(name):
        files += [layer["naps"], *layer["layouts"].values(), layer["scores"]]
        files += (layer["tests"] or {}).values()
        files += [layer["named"]["path"]] if layer["named"] else []
    return [file for file in files if file]


def tables_of_explored(name):
    """Tables of a part that an explorer shows: suspicious inputs only where there are."""
    part = PARTS[name]
    judged = "suspicious_inputs" in part["figures"] and part["suspects"] == "test"
    return {
        "outcomes": f"results/tables/{part['groups_of']}/outcomes.tsv",
        "suspicious": f"results/tables/{name}/suspicious_inputs.tsv" if judged else None,
        "inputs": INPUTS_TABLE.format(experiment=part["groups_of"]),
    }


def layers_of_explored(name):
    """What an explorer reads of each layer of a part."""
    part = PARTS[name]
    has_tests, has_scores = "tests" in part["figures"], is_scored(name)
    return [
        {
            "name": layer,
            "stored": stored_layer(part, layer),
            "naps": naps_file(name, layer),
            "layouts": {method: first_layout(name, layer, method) for method in part["methods"]},
            "tests": tests_of_layer(name, layer) if has_tests else None,
            "scores": f"results/scores/{name}_summary.tsv" if has_scores else None,
            "named": named_settings(part, layer),
        }
        for layer in part["layers"]
    ]


def named_settings(part, layer):
    """The table of named regions, and what it calls a layer; None where there are none."""
    if layer not in part["named"]:
        return None
    return {"path": part["regions"]["named"], "layer": part["named"][layer]}


def tests_of_layer(name, layer):
    """Files of the test of a layer that an explorer reads."""
    files = {"neurons": "neurons.npz", "separation": "separation.tsv", "pairs": "pairs.tsv"}
    return {key: f"results/tests/{name}/{layer}/{file}" for key, file in files.items()}


def source_settings(part):
    """Which inputs a part is about, for the params."""
    model, dataset = part.get("model", ""), part.get("dataset", "")
    return {
        "name": f"{model_title(model)} on {dataset}" if model else part["activations"],
        "model": model,
        "dataset": dataset,
        "activations": activations_of(part),
        "file": f"results/datasets/{dataset}.npz" if dataset else None,
    }


def explorer_settings(wildcards):
    """What an explorer shows and how, for its params."""
    experiment = wildcards.experiment
    parts = explored_parts(experiment)
    sources = {repr(each): each for each in map(source_settings, map(PARTS.get, parts))}
    number_of = {key: number for number, key in enumerate(sources)}
    wanted = EXPLORED[experiment]["explorer"]
    shown = {PARTS[part]["experiment"]: None for part in parts}
    experiments = [SETTINGS["experiments"][each] for each in shown]
    return {
        "sources": list(sources.values()),
        "parts": [
            part_settings(part, number_of[repr(source_settings(PARTS[part]))]) for part in parts
        ],
        "seed": SETTINGS["seed"],
        "title": ", ".join(each.replace("_", " ") for each in shown),
        "name": experiment,
        "alpha": EXPLORED[experiment]["alpha"],
        "about_people": any(is_about_people(SETTINGS, each) for each in experiments),
        "pictures": wanted.get(
            "pictures", not any(shows_people(SETTINGS, each) for each in experiments)
        ),
        "n_inputs": wanted["n_inputs"],
        "picture_size": wanted["picture_size"],
        "regions": SETTINGS["regions"],
    }


def part_settings(name, source):
    """A part of an explorer, for the params."""
    part = PARTS[name]
    return {
        "name": name,
        "experiment": part["experiment"],
        "title": title_of(name),
        "by": part["grouping"]["by"],
        "weighted": part["grouping"]["weighted"],
        "source": source,
        "activations": activations_of(part),
        **axes_of(part),
        "drawing": drawing_settings(SETTINGS, part),
        "inputs_of": part.get("dataset", part.get("activations")),
        "groups": f"results/groups/{part['groups_of']}.npz",
        **tables_of_explored(name),
        "layers": layers_of_explored(name),
        "permutations": part["tests"]["permutations"],
    }


def browser_digest():
    """Digest of the files of the page that are no Python."""
    folder = Path(workflow.basedir) / "scripts/topomaps/explorer/browser"
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
