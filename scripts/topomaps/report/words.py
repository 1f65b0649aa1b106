"""Words of readers for the codes in tables of results."""

CONDITIONS = {"layout": "same profiles, new layouts", "naps": "resampled inputs"}
ARITHMETICS = {"float": ", in floating point", "uint8": ", in 8 bits that wrap around"}
MEASURES = {
    "blur_mse": "error of blurred maps",
    "resize_mse": "error of maps made small and large again",
    "density_variation": "unevenness of distances between neighbours",
    "trustworthiness": "trustworthiness: neighbours on the map act alike",
    "continuity": "continuity: neurons that act alike are neighbours",
    "neighbor_preservation": "preserved neighbours",
    "morans_i": "Moran's I: neighbours have like values",
    "DPQ": "preserved order of distances (DPQ)",
    "roundness": "roundness of the map",
    "component_count": "number of the maps' components",
    "mean_relative_size": "mean size of the maps' components",
    "size_weighted_convexity": "convexity of the maps' components, weighted by size",
}
METHODS = {"random": "random (baseline)"}
STAGES = {"base": "layout alone", "swarm": "swarm alone", "total": "in all"}
YES = {"True": "yes", "False": "no"}


def measure_words(name, arithmetic=""):
    """Words for a measure of maps or layouts, with its number of neighbours and its arithmetic."""
    measure, _, neighbours = name.rpartition("_")
    of = f" ({neighbours} neighbours)" if neighbours.isdecimal() else ""
    known = measure if of else name
    words = MEASURES.get(known, known.replace("_", " "))
    return f"{words}{of}{ARITHMETICS.get(arithmetic, '')}"


def outcome_words(measure, predicted):
    """Words for what a row of outcomes counts."""
    if measure == "inputs":
        return "share of all inputs"
    return "classified correctly" if measure == "accuracy" else f"predicted as “{predicted}”"
