"""Files that the experiments of the configuration ask for.

input:  the checked configuration (settings.smk), the table of figures (figures.smk)
output: lists of files, for the rule `all`
"""

from rules.configuration.figures import FIGURES, PER_METHOD
from rules.configuration.people import shows_people

# Figures of a part whose files are not named after them alone.
FILES_OF_FIGURES = {
    "quality": [f"{{layer}}/quality_{each}" for each in ARITHMETICS],
    "layers": ["layers_{method}"],
    "models": ["models_{method}"],
    "layouts": ["layouts"],
    "tests": ["separation", "significant", "similarities"],
    "method_comparison": ["{layer}/method_comparison"],
    "faithfulness": ["{layer}/faithfulness"],
    "dissimilarities": ["dissimilarities"],
    "outcomes": ["outcomes"],
    "suspicious_inputs": ["suspicious_inputs"],
    "subgroups": ["subgroups"],
    "similar_groups": [f"similar_groups_{extent}" for extent in EXTENTS],
}

# Those that show all groupings of an experiment together.
OF_EXPERIMENTS = ("variables", "explorer")


def figures_of_part(name, part):
    """Names of the figures of a part, without ending."""
    patterns = [
        pattern
        for figure in part["figures"]
        if figure not in OF_EXPERIMENTS
        for pattern in FILES_OF_FIGURES.get(figure, [f"{{layer}}/{{method}}/{figure}"])
    ]
    found = [
        f"{name}/{pattern.format(layer=layer, method=method)}"
        for pattern in patterns
        for layer in part["layers"]
        for method in part["methods"]
    ]
    return list(dict.fromkeys(found))


def figures_of_experiments(names):
    """Figures of all groupings of experiments together."""
    return [
        f"{name}/variables_{extent}"
        for name in names
        if "variables" in SETTINGS["experiments"][name].get("figures", ())
        for extent in EXTENTS
    ]


def figure_files(names):
    """All figures of the named experiments, as PNG and PDF."""
    figures = [
        each
        for part_name, part in PARTS.items()
        if part["experiment"] in names
        for each in figures_of_part(part_name, part)
    ]
    figures += figures_of_experiments(names)
    figures += [f"{name}/runtime" for name in RUNTIMES if name in names]
    figures += [f"{name}/measures" for name in DRAWN if name in names]
    figures += [
        f"{name}/comparison_{each}" for name in COMPARISONS if name in names for each in ARITHMETICS
    ]
    return [f"results/figures/{name}.{ending}" for name in figures for ending in ("png", "pdf")]


def groups_of(parts):
    """Names under which the groups of parts lie; experiments of kind `models` have none."""
    return dict.fromkeys(part["groups_of"] for part in parts.values() if "groups_of" in part)


def table_files(names):
    """Tables of the named experiments that stand beside figures or for themselves, and explorers."""
    parts = {name: part for name, part in PARTS.items() if part["experiment"] in names}
    scored = [name for name in parts if is_scored(name)]
    tested = [name for name, part in parts.items() if "tests" in part["figures"]]
    explored = [name for name in EXPLORED if name in names]
    compared = [name for name in COMPARISONS if name in names]
    return [
        *(f"results/scores/{name}{end}" for name in scored for end in (".tsv.gz", "_summary.tsv")),
        *(f"results/tables/{name}/tests.tsv" for name in compared),
        *(f"results/tests/{name}_{t}.tsv" for name in tested for t in ("separation", "pairs")),
        *(f"results/tables/{each}/outcomes.tsv" for each in groups_of(parts)),
        *(f"results/tables/{name}/architectures.tsv" for name in ARCHITECTURES if name in names),
        *(f"results/explorer/{name}.html" for name in explored),
        *(
            f"{NAMED_REGIONS}.tsv".format(experiment=name, layer=layer)
            for name, part in parts.items()
            for layer in part.get("named", ())
        ),
        *(
            f"results/regions/{name}/{layer}/{method}_halves.tsv"
            for name, part in parts.items()
            if name in SPLIT
            for layer in part["layers"]
            for method in part["methods"]
        ),
    ]


def all_files(people):
    """Figures and tables of the experiments that show pictures of people, or of all others."""
    names = [
        name
        for name, each in SETTINGS["experiments"].items()
        if shows_people(SETTINGS, each) == people
    ]
    return [*figure_files(names), *table_files(names)]
