"""Names of the layout methods (HHAI, section 3.2), and where the function of each one lies.

Imports nothing, so that rules can read it.
"""

EMBEDDINGS = ("PCA", "TSNE", "UMAP")
BASE_METHODS = ("SOM", "graph", *EMBEDDINGS)  # each is the start of a hybrid
SORTED = "sorted"
FINAL_METHODS = (SORTED,)  # computed as these are, but no start of a hybrid
COMPUTED_METHODS = (*BASE_METHODS, *FINAL_METHODS)
HYBRIDS = tuple(f"{base}_PSO" for base in BASE_METHODS)
BASELINE = "random"
SWARM_METHODS = ("PSO", *HYBRIDS, BASELINE)
METHODS = (*COMPUTED_METHODS, *SWARM_METHODS)

# The order in which readers are shown them: the best first (docs/layouts.md), the baseline last.
BEST_FIRST = (
    SORTED, "UMAP_PSO", "TSNE_PSO", "graph_PSO", "SOM_PSO", "PCA_PSO", "UMAP", "TSNE", "graph",
    "SOM", "PCA", "PSO", BASELINE,
)  # fmt: skip

# A module of its own for each method, loaded by name: an edit lets the layouts of that method run
# again, and no others. Hybrids and `random` are the swarm's local force, which all of them share.
FUNCTIONS = {
    "SOM": "topomaps.layouts.som:som_layout",
    "graph": "topomaps.layouts.graph:graph_layout",
    "PCA": "topomaps.layouts.pca:pca_layout",
    "TSNE": "topomaps.layouts.tsne:tsne_layout",
    "UMAP": "topomaps.layouts.umap_layout:umap_layout",
    "PSO": "topomaps.layouts.pso:pso_layout",
    SORTED: "topomaps.layouts.sorted_layout:sorted_layout",
    "shared": "topomaps.layouts.shared_layouts:shared_layouts",  # of several layers, as `sorted`
}


def base_of(method):
    """Base method whose layout a hybrid starts from; None for methods without one."""
    base = method.removesuffix("_PSO")
    return base if method in HYBRIDS else None


def modules_of(*methods):
    """Modules that laying out by the methods loads by name, for the digest of the code.

    That of a hybrid's base is not among them: the base layout comes from elsewhere.
    """
    return sorted({FUNCTIONS[method].split(":")[0] for method in methods if method in FUNCTIONS})
