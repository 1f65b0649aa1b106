"""What readers are shown in place of the names that the code has, if a configuration says nothing.

Imports nothing, so that rules can read it.
"""

METHODS = {
    "sorted": "sorted",
    "SOM": "SOM",
    "graph": "graph",
    "PCA": "PCA",
    "TSNE": "t-SNE",
    "UMAP": "UMAP",
    "PSO": "swarm",
    "SOM_PSO": "SOM, then swarm",
    "graph_PSO": "graph, then swarm",
    "PCA_PSO": "PCA, then swarm",
    "TSNE_PSO": "t-SNE, then swarm",
    "UMAP_PSO": "UMAP, then swarm",
    "random": "random (baseline)",
}
VARIABLES = {  # what inputs are grouped by, beside their attributes
    "class": "class",
    "prediction": "predicted class",
    "correctness": "class and correctness",
    "confusion": "class and predicted class",
    "checkpoint": "class and training step",
}
CONDITIONS = {"layout": "same NAPs, new layouts", "naps": "resampled inputs"}
ARITHMETICS = {"float": "floating point", "uint8": "8-bit arithmetic of the published code"}
ATTRIBUTIONS = {"occlusion": "occlusion", "integrated_gradients": "integrated gradients"}
# Measure, without its number of neighbours -> name, what it asks, and whether more is better.
MEASURES = {
    "trustworthiness": ("trustworthiness", "neighbours on the map act alike", True),
    "continuity": ("continuity", "neurons that act alike are neighbours", True),
    "neighbor_preservation": ("preserved neighbours", "share of neighbours that are kept", True),
    "morans_i": ("Moran's I", "neighbours have like values", True),
    "DPQ": ("DPQ", "the order of distances is kept", True),
    "roundness": ("roundness", "area of the hull over that of a circle", True),
    "density_variation": ("unevenness", "variation of the distances of neighbours", False),
    "blur_mse": ("error under blur", "area under the curve over all radii", False),
    "resize_mse": ("error under resizing", "area under the curve over all sizes", False),
    "component_count": ("number of components", "connected regions of a map", None),
    "mean_relative_size": ("mean relative size", "of the components, as a share of the map", None),
    "size_weighted_convexity": ("size-weighted convexity", "of the components of a map", True),
}


def turn_words(degrees):
    """A turn in whole degrees, the shorter way round."""
    return f"{(degrees + 180) % 360 - 180:.0f}°".replace("-", "−")


def measure_name(measure):
    """Name of a measure as tables call it, with the number of neighbours that it is of."""
    name, _, number = measure.rpartition("_")
    if number.isdigit() and name in MEASURES:
        return f"{MEASURES[name][0]}, k = {number}"
    return MEASURES[measure][0] if measure in MEASURES else measure.replace("_", " ")
