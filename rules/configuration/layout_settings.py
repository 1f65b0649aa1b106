"""Which settings of layouts a method uses, so that its jobs are told no others."""

from scripts.topomaps.layouts.methods import (
    BASELINE,
    EMBEDDINGS,
    SORTED,
    SWARM_METHODS,
    base_of,
)

USERS = {
    "graph_quantile": ["graph"],
    "smoothness": [SORTED],
    "distances": EMBEDDINGS,
    "n_steps": SWARM_METHODS,
    "attraction": ["PSO"],
    "random_swarm": [BASELINE],
}


def with_bases(methods):
    """Methods, and the base methods that the hybrids among them start from."""
    bases = [base_of(method) for method in methods if base_of(method)]
    return list(dict.fromkeys([*methods, *bases]))


def method_settings(layouts, methods):
    """Those of the settings of layouts that some of the methods use."""
    return {key: layouts[key] for key, users in USERS.items() if {*users} & {*methods}}
