"""Show which parts of the inputs drive regions, and what checks say of that."""

from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.attributions import plot_attributions
from topomaps.figures.style import save_figure


def main(
    *, maps, arrays, checks, parts, png, pdf, source, title, with_pictures=True, activations=None,
    dataset=None, images=None,
):  # fmt: skip
    """Draw the figure; where inputs may not be seen, attributions stand alone."""
    text = {"region": str, "group": str, "name": str}
    tables = [load_table(each, dtype=text, keep_default_na=False, na_values=[""])
              for each in (checks, parts)]  # fmt: skip
    shown = open_shown_inputs(source["path"], dataset) if with_pictures else None
    found = load_arrays(arrays)
    save_figure(plot_attributions(found, *tables, load_arrays(maps), title, shown), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
