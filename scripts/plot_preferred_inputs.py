"""Show what would excite regions most, beside the inputs that excite them most and least."""

from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.preferred_inputs import plot_preferred_inputs
from topomaps.figures.style import save_figure


def main(
    *, maps, arrays, png, pdf, source, title, with_pictures=True, activations=None, dataset=None,
    images=None,
):  # fmt: skip
    """Draw the figure; where inputs of the data may not be seen, their numbers are shown."""
    shown = open_shown_inputs(source["path"], dataset) if with_pictures else None
    found = load_arrays(arrays)
    save_figure(plot_preferred_inputs(found, load_arrays(maps), title, shown), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
