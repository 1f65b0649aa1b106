"""Show correctly and wrongly classified groups, the suspicious pair framed (HHAI, Figure 5)."""

from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.label_errors import plot_label_errors
from topomaps.figures.style import save_figure
from topomaps.statistics.label_errors import suspicious_pair


def main(*, maps, suspects, dataset, png, pdf, suspected):
    """Draw the figure; the pair is that of the class ranked first."""
    options = {"dtype": {"class": str, "most_similar_class": str}}
    framed = suspicious_pair(load_table(suspects, **options), suspected)
    inputs = load_arrays(dataset)["test_inputs"]
    save_figure(plot_label_errors(load_arrays(maps), inputs, framed, suspected), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
