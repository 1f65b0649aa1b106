"""Adapters of activations times gradients: extraction, its shards, and the NAPs of both."""

import compute_naps
import keras
import numpy as np
import prepare_dataset
import pytest
from extractions import content, extract, extract_in_shards, kept
from stages import grouped
from topomaps.activations.group_means import load_group_means
from topomaps.activations.inputs import read_inputs
from topomaps.common.files import load_arrays

OF_LABEL = {"output": "label", "scale": "score"}
OF_PREDICTED = {"output": "predicted", "scale": "score"}


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    path = tmp_path_factory.mktemp("digits") / "digits.npz"
    prepare_dataset.main(source="digits", files=[], output=path)
    return path


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A file of a small network with feature maps and units, whose weights are random."""
    keras.utils.set_random_seed(0)
    layers, path = keras.layers, tmp_path_factory.mktemp("model") / "m.keras"
    given = keras.Input((8, 8, 1))
    maps = layers.Conv2D(6, 3, activation="relu", name="maps")(given)
    units = layers.Dense(12, activation="relu", name="units")(layers.Flatten()(maps))
    model = keras.Model(given, layers.Dense(10, "softmax", name="classes")(units))
    model.save(path)
    return path, model


def products_by_hand(model, folder):
    """Activations of the units times the weights of the label's class."""
    known, weights = read_inputs(folder), model.get_layer("classes").get_weights()[0]
    return weights[:, known.labels].T


def test_units_are_multiplied_by_the_weights_of_their_class(digits, network, tmp_path):
    path, model = network
    plain = extract(digits, path, tmp_path / "plain", ["units", "maps"])
    folder = extract(digits, path, tmp_path / "own", ["units", "maps"], saliency=OF_LABEL)
    expected = np.load(plain / "units.npy") * products_by_hand(model, folder)
    np.testing.assert_allclose(np.load(folder / "units.npy"), expected, rtol=1e-5, atol=1e-7)
    assert content(folder)["inputs.npz"] == content(plain)["inputs.npz"]


def test_maps_have_the_means_of_their_products(digits, network, tmp_path):
    path, model = network
    layers = {"maps": kept("maps", values=True)}
    plain = extract(digits, path, tmp_path / "plain", layers)
    folder = extract(digits, path, tmp_path / "own", layers, saliency=OF_LABEL)
    values, products = np.load(plain / "maps.npy"), np.load(folder / "maps.npy")
    hidden, classes = (model.get_layer(name).get_weights() for name in ("units", "classes"))
    acts = values.reshape(len(values), -1) @ hidden[0] + hidden[1] > 0
    of_class = classes[0][:, read_inputs(folder).labels].T
    gradients = ((acts * of_class) @ hidden[0].T).reshape(values.shape)
    np.testing.assert_allclose(products, values * gradients, atol=2e-5)
    means = np.load(folder / "maps.means.npy")
    np.testing.assert_allclose(means, products.mean(axis=(1, 2)), atol=1e-6)


@pytest.mark.parametrize(("n_shards", "saliency"), [(3, OF_PREDICTED), (2, OF_LABEL)])
def test_shards_join_to_the_bytes_of_one_job(n_shards, saliency, digits, network, tmp_path):
    layers = {
        "units": kept("units"),
        "maps": kept("maps", sums={"e": {"by": ["prediction"]}, "f": {"by": ["class"]}}),
    }
    whole = extract(digits, network[0], tmp_path / "whole", layers, saliency=saliency)
    joined = extract_in_shards(n_shards, digits, network[0], tmp_path, layers, saliency=saliency)
    assert content(joined) == content(whole)
    assert load_group_means(whole, "maps", "f").means.shape == (10, 6, 6, 6)


def naps_of(folder, groups, tmp_path, **changes):
    """Arrays of NAPs of the units of a folder."""
    how = {"pool_maps": False, "weighted": False}
    names = {"seed": 0, "experiment": "e", "inputs_of": "d", "condition": "layout"}
    compute_naps.main(
        source={"path": folder}, layer="units", groups=groups, naps=tmp_path / "naps.npz",
        sampling={"by": ["class"]}, features="naps", how=how, names=names, first=0, last=0,
        **changes,
    )  # fmt: skip
    return load_arrays(tmp_path / "naps.npz")


def test_features_may_be_of_others_than_the_colours(digits, network, tmp_path):
    plain = extract(digits, network[0], tmp_path / "plain", ["units"])
    folder = extract(digits, network[0], tmp_path / "own", ["units"], saliency=OF_LABEL)
    groups = grouped(plain, tmp_path)["groups"]
    first, second = (naps_of(each, groups, tmp_path) for each in (plain, folder))
    mixed = naps_of(plain, groups, tmp_path, features_path=str(folder))
    np.testing.assert_array_equal(mixed["naps"], first["naps"])
    np.testing.assert_array_equal(mixed["features"], second["features"])
    assert np.abs(first["features"] - second["features"]).max() > 0.01


def test_networks_without_gradients_are_refused(digits, network, tmp_path):
    folder = tmp_path / "saved"
    network[1].export(folder, verbose=False)
    with pytest.raises(ValueError, match="no layer 'x'; it has: ") as told:
        extract(digits, folder, tmp_path / "own", ["x"], saliency=OF_LABEL)
    layer = str(told.value).split("it has: ")[1].split(",")[0]
    with pytest.raises(ValueError, match="gives no gradients; saliency needs a model of Keras"):
        extract(digits, folder, tmp_path / "own", [layer], saliency=OF_LABEL)
