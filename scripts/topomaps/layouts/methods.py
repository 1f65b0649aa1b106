"""Names of the layout methods (HHAI, section 3.2); imports nothing, so that rules can read it."""

EMBEDDINGS = ("PCA", "TSNE", "UMAP")
BASE_METHODS = ("SOM", "graph", *EMBEDDINGS)
HYBRIDS = tuple(f"{base}_PSO" for base in BASE_METHODS)
BASELINE = "random"
SWARM_METHODS = ("PSO", *HYBRIDS, BASELINE)
METHODS = (*BASE_METHODS, *SWARM_METHODS)


def base_of(method):
    """Base method whose layout a hybrid starts from; None for methods without one."""
    base = method.removesuffix("_PSO")
    return base if method in HYBRIDS else None
