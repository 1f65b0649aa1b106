"""Show the largest region of each group and the inputs that activate it most."""

from topomaps.activations.shown_inputs import open_shown_inputs, open_tokens
from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.regions import plot_regions, shown_named_regions
from topomaps.figures.style import save_figure
from topomaps.maps.named_regions import read_named_regions


def main(
    *, maps, neurons, examples, png, pdf, source, layer=None, named=None, region_layer=None,
    named_regions=None, named_examples=None, activations=None, dataset=None, images=None,
    with_texts=True,
):  # fmt: skip
    """Draw the figure; inputs that cannot be seen are shown by number and label."""
    text = {"region": int, "group": str, "label": str}
    tables = [load_table(each, dtype=text) for each in (neurons, examples)]
    shown, of_users = load_arrays(maps), []
    if named:
        text = {"region": str, "group": str, "found_in": str, "label": str}
        regions = read_named_regions(named, region_layer, len(shown["positions"]))
        found = [load_table(each, dtype=text) for each in (named_regions, named_examples)]
        of_users = shown_named_regions(shown, regions, *found)
    inputs = open_shown_inputs(source["path"], dataset, with_texts)
    tokens = open_tokens(source["path"], layer, inputs)
    save_figure(plot_regions(shown, *tables, inputs, of_users, tokens), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
