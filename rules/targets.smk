"""Files that the experiments of the configuration ask for.

input:  the checked configuration (common.smk)
output: lists of files, for the rule `all` and the inputs of other rules
"""

# Figures of the maps of all groups by one method.
FIGURES_PER_METHOD = (
    "map_grid",
    "alterations",
    "label_errors",
    "confusion",
    "training",
    "measures",
    "measure_steps",
    "regions",
)
FIGURES_OF_EXPERIMENT = ("layers", "dissimilarities", "tests")
TEST_FIGURES = ("separation", "significant", "similarities")


def score_blocks(wildcards):
    """Scores of all layers, conditions, methods and blocks of an experiment."""
    experiment = MAPS[wildcards.experiment]
    quality = wildcards.experiment in SCORED
    files = [SCORES] * quality + [COMPONENTS] * experiment["components"]
    return [
        file.format(
            experiment=wildcards.experiment,
            layer=layer,
            condition=condition,
            method=method,
            first=first,
            last=last,
        )
        for file in files
        for layer in experiment["layers"]
        for condition in experiment["conditions"]
        for method in experiment["methods"]
        for first, last in trial_blocks(wildcards.experiment)
    ]


def faithfulness_blocks(wildcards):
    """Faithfulness of the layouts of all layers, conditions and blocks, where a figure shows it."""
    experiment = MAPS[wildcards.experiment]
    return [
        FAITHFULNESS.format(
            experiment=wildcards.experiment,
            layer=layer,
            condition=condition,
            first=first,
            last=last,
        )
        for layer in experiment["layers"]
        for condition in experiment["conditions"]
        for first, last in trial_blocks(wildcards.experiment)
        if "faithfulness" in experiment["figures"]
    ]


def with_bases(methods):
    """Methods, and the base methods that the hybrids among them start from."""
    bases = [base_of(method) for method in methods if base_of(method)]
    return list(dict.fromkeys([*methods, *bases]))


def score_tables(experiments):
    """Tables of scores of maps or of layouts of those of the experiments that have them."""
    return [
        f"results/scores/{name}{ending}"
        for name, experiment in experiments.items()
        if name in SCORED or "faithfulness" in experiment["figures"] or experiment["components"]
        for ending in (".tsv.gz", "_summary.tsv")
    ]


def other_tables():
    """Tables of experiments without pictures of people that no figure is made of."""
    tables = [f"results/tables/{name}/architectures.tsv" for name in ARCHITECTURES]
    several = [name for name in SCORED if len(MAPS[name]["methods"]) > 1]
    return [*tables, *(f"results/tables/{name}/tests.tsv" for name in (*several, *COMPARISONS))]


def map_figures():
    """Figures of all experiments without pictures of people, as PNG and PDF."""
    names = [f"results/figures/{name}/runtime" for name in RUNTIMES]
    for name in COMPARISONS:
        names += [f"results/figures/{name}/comparison_{each}" for each in ARITHMETICS]
    for name, experiment in MAPS.items():
        folder = f"results/figures/{name}"
        for figure in experiment["figures"]:
            if figure == "layers":
                names += [f"{folder}/layers_{method}" for method in experiment["methods"]]
            elif figure == "dissimilarities":
                names.append(f"{folder}/dissimilarities")
            elif figure == "tests":
                names += [f"{folder}/{test}" for test in TEST_FIGURES]
        for layer in experiment["layers"]:
            folder = f"results/figures/{name}/{layer}"
            for figure in experiment["figures"]:
                if figure in FIGURES_OF_EXPERIMENT:
                    continue
                if figure in FIGURES_PER_METHOD:
                    names += [f"{folder}/{method}/{figure}" for method in experiment["methods"]]
                elif figure == "quality":
                    names += [f"{folder}/quality_{arithmetic}" for arithmetic in ARITHMETICS]
                else:
                    names.append(f"{folder}/{figure}")
    return [f"{name}.{ending}" for name in names for ending in ("png", "pdf")]


def shown_group(experiment):
    """Index of the group that the method comparison shows, among the groups of the experiment."""
    return experiment["groups"].get("classes", range(10**6)).index(experiment["shown_class"])
