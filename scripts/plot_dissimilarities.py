"""Show which groups each layer sees alike, and whether layers agree on it."""

import numpy as np
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.figures.dissimilarities import plot_dissimilarities
from topomaps.figures.style import save_figure
from topomaps.statistics.dissimilarities import (
    correlation_table,
    dissimilarity_matrix,
    dissimilarity_table,
    layer_correlations,
)


def main(*, naps, png, pdf, dissimilarities, correlations, layers):
    """Draw the figure and write its numbers."""
    profiles = [load_arrays(path) for path in naps]
    groups = profiles[0]["groups"].tolist()
    matrices = np.stack([dissimilarity_matrix(each["naps"][0]) for each in profiles])
    agreement = layer_correlations(matrices)
    save_table(dissimilarities, dissimilarity_table(layers, groups, matrices))
    save_table(correlations, correlation_table(layers, agreement))
    save_figure(plot_dissimilarities(layers, groups, matrices, agreement), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
