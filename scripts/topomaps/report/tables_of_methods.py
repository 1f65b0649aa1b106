"""Tables that compare layout methods, and of networks and drawn maps."""

from topomaps.common.words import CONDITIONS
from topomaps.report.columns import (
    count,
    interval,
    joined,
    layer,
    method,
    number,
    p_by_holm,
    p_value,
    percent,
    text,
    words,
)
from topomaps.report.words import STAGES, measure_words

_MEASURE = joined(("measure", "arithmetic"), "measure", measure_words)
_CONDITION = words("condition", "trials", CONDITIONS)
_STAGE = words("stage", "part", STAGES)

TABLES_OF_METHODS = {
    "aggregate_scores": (
        layer(),
        _CONDITION,
        _MEASURE,
        method(),
        number("mean", "mean"),
        number("sd", "standard deviation"),
        interval("min", "max", "range"),
        count("n", "number of trials"),
    ),
    "compare_methods": (
        layer(),
        _CONDITION,
        _MEASURE,
        method("first", "first"),
        method("second", "second"),
        number("mean_first", "mean of the first"),
        number("mean_second", "mean of the second"),
        number("mean_difference", "difference"),
        percent("share_lower", "first is lower in"),
        text("test", "test"),
        p_value("p"),
        p_by_holm(),
    ),
    "rank_methods": (
        layer(),
        _CONDITION,
        _MEASURE,
        count("rank", "rank"),
        method(),
        number("mean", "mean"),
        number("sd", "standard deviation"),
        p_value("p_holm", "p against the best (Holm)", "least_p_holm"),
        count("n", "number of trials"),
    ),
    "seconds": (
        method(),
        _STAGE,
        count("n_neurons", "neurons"),
        number("median", "median, s"),
        interval("lower_quartile", "upper_quartile", "quartiles, s"),
        number("mean", "mean, s"),
        interval("min", "max", "range, s"),
    ),
    "growth": (
        method(),
        _STAGE,
        number("exponent", "exponent of growth"),
        count("from_neurons", "fitted from neurons"),
        count("to_neurons", "to neurons"),
        number("seconds", "median at the most neurons, s"),
    ),
    "shapes_of_layouts": (
        method(),
        number("density_variation", "unevenness of distances between neighbours"),
        number("roundness", "roundness"),
        number("blur_auc_float", "blur error, floating point"),
        number("resize_auc_float", "resize error, floating point"),
        number("blur_auc_uint8", "blur error, 8 bits"),
        number("resize_auc_uint8", "resize error, 8 bits"),
    ),
    "measures_of_drawn_maps": (
        text("map", "map"),
        number("blur_mse", "blur error"),
        number("resize_mse", "resize error"),
        count("component_count", "components"),
        percent("mean_relative_size", "mean size of a component"),
        number("size_weighted_convexity", "convexity, weighted by size"),
    ),
    "describe_architectures": (
        text("model", "model"),
        text("layer", "layer"),
        text("kind", "kind"),
        text("kernel", "kernel"),
        text("stride", "stride"),
        text("padding", "padding"),
        count("neurons", "neurons"),
        text("output", "shape of the output"),
        count("parameters", "parameters"),
        text("activation", "activation"),
    ),
}
