"""Show which groups each layer sees alike, and whether layers agree on it."""

import numpy as np
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.dissimilarities import plot_dissimilarities
from topomaps.figures.style import save_figure
from topomaps.statistics.dissimilarities import (
    correlation_table,
    dissimilarity_matrix,
    dissimilarity_table,
    of_given_groups,
)


def main(*, naps, chance, png, pdf, dissimilarities, correlations, layers, alpha):
    """Draw the figure and write its numbers."""
    profiles = [load_arrays(path) for path in naps]
    groups = profiles[0]["groups"].tolist()
    given = [of_given_groups(each["naps"][0], each["kinds"]) for each in profiles]
    matrices = np.stack([dissimilarity_matrix(each) for each in given])
    permuted = [load_arrays(path)["dissimilarities"] for path in chance]
    agreement = correlation_table(layers, matrices, permuted)
    save_table(dissimilarities, dissimilarity_table(layers, groups, matrices))
    save_table(correlations, agreement)
    save_figure(plot_dissimilarities(layers, groups, matrices, agreement, alpha), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
