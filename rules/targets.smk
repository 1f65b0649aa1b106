"""Files that the experiments of the configuration ask for."""


def scored_experiments():
    """Experiments that a figure of scores is made of."""
    return [name for name, experiment in MAPS.items() if "quality" in experiment["figures"]]


def score_blocks(wildcards):
    """Scores of all layers, conditions, methods and blocks of an experiment."""
    experiment = MAPS[wildcards.experiment]
    return [
        SCORES.format(
            experiment=wildcards.experiment,
            layer=layer,
            condition=condition,
            method=method,
            first=first,
            last=last,
        )
        for layer in experiment["layers"]
        for condition in experiment["conditions"]
        for method in experiment["methods"]
        for first, last in trial_blocks(wildcards.experiment)
    ]


def all_scores():
    """Tables of scores of all experiments that have them."""
    return [
        f"results/scores/{name}{ending}"
        for name in scored_experiments()
        for ending in (".tsv.gz", "_summary.tsv")
    ]


def all_figures():
    """Figures of all experiments, as PNG and PDF."""
    names = [f"results/figures/{name}/runtime" for name in RUNTIMES]
    for name, experiment in MAPS.items():
        for layer in experiment["layers"]:
            folder = f"results/figures/{name}/{layer}"
            for figure in experiment["figures"]:
                if figure == "map_grid":
                    names += [f"{folder}/{method}/map_grid" for method in experiment["methods"]]
                elif figure == "quality":
                    names += [f"{folder}/quality_{arithmetic}" for arithmetic in ARITHMETICS]
                else:
                    names.append(f"{folder}/{figure}")
    return [f"{name}.{ending}" for name in names for ending in ("png", "pdf")]


def shown_group(experiment):
    """Index of the group that the method comparison shows, among the groups of the experiment."""
    return experiment["groups"].get("classes", range(10**6)).index(experiment["shown_class"])
