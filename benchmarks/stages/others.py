"""The same work in other ways: as published, by hand, and by MNE, as functions to be timed."""

import io
from itertools import islice

import matplotlib as mpl
import numpy as np
from scipy.interpolate import griddata
from scoring_speed import maps_one_by_one, pillow_scores
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from stages.ours import profiles, stored_activations
from swarm_speed import N_STEPS, published_step
from topomaps.layouts.swarm import local_weights

mpl.use("Agg")
from matplotlib import pyplot as plt

STEPS = 2  # of the published swarm that are timed; the other 998 take as long


def published_scoring(**sizes):
    """Maps with a triangulation each, and a Pillow picture for each error."""
    naps, layout = profiles(**sizes).T, np.random.default_rng(0).random((sizes["neurons"], 2))
    return lambda: pillow_scores(maps_one_by_one(naps, layout))


def published_swarm(neurons, **_):
    """Two of the 1,000 steps of the local force over arrays of all pairs."""
    start = np.random.default_rng(0).random((neurons, 2))

    def spread():
        points = start
        for weight in islice(local_weights(N_STEPS), STEPS):
            points = published_step(points, weight)

    return spread


def _by_hand(embedding, sizes):
    features = profiles(**sizes)

    def paint():
        layout = embedding.fit_transform(features)
        low, high = layout.min(axis=0), layout.max(axis=0)
        grid = np.meshgrid(*(np.linspace(*ends, 100) for ends in zip(low, high, strict=True)))
        limit = np.abs(features).max()
        for values in features.T:
            figure, axes = plt.subplots(figsize=(3, 3))
            field = griddata(layout, values, tuple(grid))
            axes.imshow(field, origin="lower", cmap="bwr", vmin=-limit, vmax=limit)
            axes.axis("off")
            figure.savefig(io.BytesIO(), dpi=100)
            plt.close(figure)

    return paint


def pca_by_hand(**sizes):
    """PCA of scikit-learn, griddata, and a picture of matplotlib for each group."""
    return _by_hand(PCA(2, random_state=0), sizes)


def tsne_by_hand(**sizes):
    """t-SNE of scikit-learn, griddata, and a picture of matplotlib for each group."""
    return _by_hand(TSNE(2, perplexity=min(30, sizes["neurons"] // 4), random_state=0), sizes)


def cluster_test(permutations=99, **sizes):
    """Cluster permutation test of MNE over all groups; neurons are neighbours in one line."""
    from mne.stats import permutation_cluster_test

    values, labels = stored_activations(**sizes)
    groups = [np.array(values[labels == group]) for group in range(sizes["groups"])]
    return lambda: permutation_cluster_test(
        groups, n_permutations=permutations, rng=0, n_jobs=1, out_type="mask", verbose="error"
    )
