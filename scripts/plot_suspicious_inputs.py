"""Show the inputs whose label is probably wrong, beside the maps of both labels."""

from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import grouped_by, named
from topomaps.figures.style import save_figure
from topomaps.figures.suspicious_inputs import N_ROWS, plot_suspicious_inputs
from topomaps.groups.labelled_inputs import read_labelled
from topomaps.maps.suspect_maps import suspect_maps
from topomaps.statistics.files import load_suspects, load_verdict
from topomaps.statistics.suspect_tables import suspect_pairs

SCORE = "the probability that the label is wrong"


def main(
    *, suspects, expected, maps, png, pdf, source, judged, layer, labels, resolution, image_size,
    color_limit, title, with_pictures=True, activations=None, dataset=None, images=None, missing=(),
):  # fmt: skip
    """Draw the figure; `source` are the activations of the maps, `judged` those of the suspects."""
    table = load_suspects(suspects)
    pairs = suspect_pairs(table, N_ROWS)
    inputs, (values,) = read_labelled(source, [layer], labels, missing)
    images_of = suspect_maps(
        pairs, table, inputs, values, load_arrays(maps)["positions"],
        are_theirs=judged == source["path"], resolution=resolution, image_size=image_size,
        percentile=color_limit,
    )  # fmt: skip
    pictures = open_shown_inputs(judged, dataset) if with_pictures else None
    sentence = f"{title}. {load_verdict(expected)} Below inputs: {SCORE}."
    with grouped_by(labels["by"]):
        figure = plot_suspicious_inputs(pairs, table, images_of, pictures, sentence)
    save_figure(figure, png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
