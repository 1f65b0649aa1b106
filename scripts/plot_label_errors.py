"""Show correctly and wrongly classified groups, the suspicious pair framed (HHAI, Figure 5)."""

from topomaps.activations.pictures import open_pictures
from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.label_errors import plot_label_errors
from topomaps.figures.style import save_figure
from topomaps.maps.groups_shown import groups_of_outcomes
from topomaps.statistics.label_errors import suspicious_pair


def main(
    *, maps, suspects, png, pdf, suspected, source, activations=None, dataset=None, images=None
):
    """Draw the figure; the pair is that of the class ranked first."""
    options = {"dtype": {"class": str, "most_similar_class": str}}
    framed = suspicious_pair(load_table(suspects, **options), suspected)
    shown, pictures = groups_of_outcomes(load_arrays(maps)), open_pictures(source, dataset)
    save_figure(plot_label_errors(shown, pictures, framed, suspected), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
