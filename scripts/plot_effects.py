"""Show what regions do to the outputs for each group, beside sets of as many neurons."""

from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import PREDICTION, named
from topomaps.effects.files import load_effects
from topomaps.figures.effects import plot_effects, probe_words
from topomaps.figures.style import save_figure


def main(*, maps, effects, neurons, png, pdf, title, replace, variable=PREDICTION, probe=None):
    """Draw the figure; of a probe its title says how well it reads the attribute."""
    regions = load_table(neurons, dtype={"kind": str}).fillna({"found_in": ""})
    if probe:
        title = f"{title}\n{probe_words(load_arrays(probe))}"
    found = load_effects(effects)
    figure = plot_effects(load_arrays(maps), regions, found, title, replace, variable)
    save_figure(figure, png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
