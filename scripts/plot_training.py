"""Show the maps of the classes over the training, as a strip and as an animation."""

from topomaps.activations.inputs import read_inputs
from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.style import save_figure
from topomaps.figures.training import plot_training, save_animation, training_frames
from topomaps.groups.outcomes import accuracy_by


def main(*, maps, activations, png, pdf, gif):
    """Draw the strip and the frames of the animation."""
    arrays, accuracies = load_arrays(maps), accuracy_by(read_inputs(activations), "checkpoint")
    save_figure(plot_training(arrays, accuracies), png, pdf)
    save_animation(gif, training_frames(arrays, accuracies))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
