import numpy as np
import pytest
from topomaps.layouts.compute import METHODS, compute_layout
from topomaps.scores.faithfulness import METRICS, neighbor_ranks, trustworthiness


def awkward(kind):
    rng = np.random.default_rng(0)
    features = rng.standard_normal((40, 5))
    if kind == "mostly dead":
        features[8:] = 0
    if kind == "two groups":
        features = np.column_stack([features[:, 0], -features[:, 0]])
    if kind == "two kinds":
        features = np.repeat(features[:2], 20, axis=0)
    if kind == "features without variance":
        features[:, 2:] = 1.0
    if kind == "four neurons":
        features = features[:4]
    if kind == "proportional":
        features = np.outer(np.arange(1.0, 41), np.ones(5))
    if kind == "tiny":
        features *= 1e-24
    if kind == "tiny, one column":
        features = features[:, :1] * 1e-300
    return features


KINDS = (
    "mostly dead",
    "two groups",
    "two kinds",
    "features without variance",
    "four neurons",
    "proportional",
    "tiny",
    "tiny, one column",
)


def test_the_methods():
    hybrids = {"SOM_PSO", "graph_PSO", "PCA_PSO", "TSNE_PSO", "UMAP_PSO"}
    of_the_papers = {"SOM", "graph", "PCA", "TSNE", "UMAP", "PSO", "random"} | hybrids
    assert set(METHODS) == {"sorted", *of_the_papers}
    assert len(METHODS) == 13


@pytest.mark.parametrize("method", METHODS)
def test_layouts_of_a_real_layer(method, published_layouts):
    features = published_layouts["naps"].T
    layout = compute_layout(method, features, seed=3)
    assert layout.shape == (128, 2)
    np.testing.assert_array_equal(layout.min(axis=0), 0)
    np.testing.assert_array_equal(layout.max(axis=0), 1)
    np.testing.assert_array_equal(compute_layout(method, features, seed=3, threads=2), layout)
    trust = trustworthiness(neighbor_ranks(features, layout, 10, METRICS[method]))
    assert (trust < 0.6) == (method == "random")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", METHODS)
def test_awkward_layers_have_a_layout_without_nan(method, kind):
    features = awkward(kind)
    layout = compute_layout(method, features, seed=0, n_steps=100)
    assert layout.shape == (len(features), 2)
    assert layout.min() >= 0
    assert layout.max() <= 1


@pytest.mark.parametrize("method", METHODS)
def test_every_method_refuses_nan(method):
    features = awkward("none")
    features[3, 1] = np.nan
    with pytest.raises(ValueError, match="first: neuron 3"):
        compute_layout(method, features, seed=0)


def test_unknown_methods_and_parameters_are_named():
    with pytest.raises(ValueError, match=r"Unknown layout method 'TSNE-PSO': choose from SOM, .*"):
        compute_layout("TSNE-PSO", awkward("none"), seed=0)
    with pytest.raises(ValueError, match=r"Unknown layout parameter 'steps': choose .*n_steps"):
        compute_layout("PCA", awkward("none"), seed=0, steps=10)


def test_parameters_reach_base_and_swarm():
    features = awkward("none")
    plain = compute_layout("PCA_PSO", features, 0)
    assert (compute_layout("PCA_PSO", features, 0, distances=True) != plain).any()
    assert (compute_layout("PCA_PSO", features, 0, n_steps=10) != plain).any()


@pytest.mark.parametrize("seed", [-1, 2**32, None, 1.5])
@pytest.mark.parametrize("method", ["SOM", "PCA_PSO", "random"])
def test_a_seed_out_of_range_is_refused(method, seed):
    with pytest.raises(ValueError, match="seed must be a whole number"):
        compute_layout(method, awkward("features"), seed)
