"""Tables of regions: what they do, whether they respond to groups, and what drives them."""

from topomaps.common.reader_names import class_name, group_name, region_name
from topomaps.common.words import ATTRIBUTIONS, turn_words
from topomaps.effects.measures import GAP
from topomaps.report.columns import (
    Column,
    count,
    group,
    interval,
    joined,
    layer,
    number,
    p_by_holm,
    p_of_draws,
    p_value,
    text,
    words,
)
from topomaps.report.words import YES


def _measured(measure, output):
    """What an effect is of; accuracy and odds are of no output."""
    return measure if output in ("", measure) else f"{measure} of {class_name(output)}"


def _of_gap(group):
    return "gap between groups" if group == GAP else group_name(group)


def _turn(degrees):
    return turn_words(float(degrees))


TABLES_OF_REGIONS = {
    "measure_effects": (
        joined(("region", "found_in"), "region", region_name),
        joined(("group",), "group", _of_gap),
        joined(("measure", "output"), "what is measured", _measured),
        number("change", "change"),
        interval("low", "high", "95 % interval"),
        interval("control_low", "control_high", "by other sets, 95 %"),
        p_value("p"),
        p_by_holm(),
        text("finding", "finding"),
        number("before", "before"),
        number("after", "after"),
        count("n_neurons", "neurons"),
        text("kind", "kind of region"),
    ),
    "compare_regions": (
        text("region", "region"),
        group("group", "group"),
        count("neurons", "neurons"),
        number("mean_nap", "mean above the groups' mean"),
        p_value("p"),
        group("found_in", "found in"),
        words("discovery", "found in these inputs", {"same": "yes", "other": "no"}),
        text("note", "note"),
    ),
    "split_regions": (
        group("found_in", "region found in"),
        group("group", "group"),
        count("neurons", "neurons"),
        number("mean_nap", "mean above the groups' mean"),
        p_value("p"),
    ),
    "attribute_regions": (
        joined(("region", "group"), "region", region_name),
        words("attribution", "attribution", ATTRIBUTIONS),
        number("halves", "likeness of the region's halves"),
        number("chance_halves", "the same by chance"),
        number("similarity", "likeness with randomised weights"),
        number("chance_similarity", "the same by chance"),
        p_of_draws("p_randomised", "randomised", "p of the sanity check"),
        text("sanity", "sanity check"),
        number("deletion_area", "area of deletion"),
        number("random_area", "area in random order"),
        p_of_draws("p_orders", "orders", "p of deletion"),
        text("deletion", "deletion"),
    ),
    "likeness_of_layers": (
        layer(),
        Column("turned by", ("degrees",), _turn),
        words("mirrored", "mirrored", YES),
        number("similarity", "correlation r with the first"),
        interval("chance_low", "chance_high", "r by chance, 95 %"),
        p_value("p"),
        count("permutations", "permutations"),
    ),
}
