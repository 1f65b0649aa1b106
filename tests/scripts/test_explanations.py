"""Attributions and preferred inputs of a small network, from its files to the figures."""

import attribute_regions
import numpy as np
import pandas as pd
import plot_attributions
import plot_preferred_inputs
import prefer_inputs
import pytest
from topomaps.common.files import load_arrays, load_table, save_arrays
from topomaps.data.dataset import dataset_arrays
from topomaps.groups.files import GroupedInputs, save_groups
from topomaps.groups.groupings import Grouping
from topomaps.models.backend import keras, make_deterministic

N_INPUTS, SIDE, N_NEURONS = 24, 6, 8
CHOSEN = {
    "neurons": "regions", "n_regions": 3, "n_inputs": 2, "n_of_group": 3, "cells": 3, "alpha": 0.05,
    "methods": ["occlusion", "integrated_gradients"], "baseline": "mean", "randomised": 3,
    "orders": 3, "n_images": 2, "n_steps": 4, "diversity": 0.3, "largest_side": 6,
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Images that are bright above or below, and a layer with neurons for both."""
    make_deterministic(0, 2)
    folder, generator = tmp_path_factory.mktemp("explained"), np.random.default_rng(0)
    labels = np.arange(N_INPUTS) % 2
    images = generator.integers(0, 60, (N_INPUTS, SIDE, SIDE, 1))
    images[labels == 0, :3] += 180
    images[labels == 1, 3:] += 180
    arrays = dataset_arrays(
        np.full(N_INPUTS, "test"), scale=255, labels=labels, class_names=("above", "below"),
        inputs=images.astype(np.uint8),
    )  # fmt: skip
    save_arrays(folder / "data.npz", **arrays)
    model = keras.Sequential([
        keras.Input((SIDE, SIDE, 1)), keras.layers.Flatten(),
        keras.layers.Dense(N_NEURONS, activation="relu", name="dense"),
    ])  # fmt: skip
    wants = np.where(np.arange(SIDE * SIDE) < 18, 1.0, -1.0)[:, None]
    sign = np.where(np.arange(N_NEURONS) < 4, 1, -1)
    noise = generator.normal(0, 0.1, (SIDE * SIDE, N_NEURONS))
    model.layers[-1].set_weights([wants * sign + noise, np.full(N_NEURONS, 0.1)])
    model.save(folder / "m.keras")
    activations = model(images / 255).numpy()
    (folder / "seen").mkdir()
    np.save(folder / "seen/dense.npy", activations)
    save_arrays(folder / "seen/inputs.npz", rows=np.arange(N_INPUTS))
    _write_maps(folder, activations, labels, generator)
    return folder


def _write_maps(folder, activations, labels, generator):
    naps = np.stack([activations[labels == each].mean(axis=0) for each in (0, 1)])
    names = np.array(["above", "below"])
    save_arrays(
        folder / "maps.npz", naps=naps - naps.mean(axis=0), groups=names,
        kinds=np.array(["given"] * 2), counts=np.array([12, 12]),
        positions=generator.random((N_NEURONS, 2)),
        images=np.full((2, 30, 30, 3), 200, np.uint8), limit=1.0, percentile=100.0,
    )  # fmt: skip
    rows = [(names[neuron // 4], "above", 0, neuron) for neuron in range(N_NEURONS)]
    table = pd.DataFrame(rows, columns=["group", "direction", "region", "neuron"])
    table.to_csv(folder / "neurons.tsv", sep="\t", index=False)
    grouping = Grouping(tuple(names), ("", ""), tuple(names), labels)
    save_groups(folder / "groups.npz", GroupedInputs(grouping, np.zeros(N_INPUTS, bool), None))


def settings(folder, **outputs):
    return {
        "dataset": folder / "data.npz", "network": folder / "m.keras",
        "source": {"path": str(folder / "seen")}, "layer": "dense", "network_layer": "dense",
        "tokens": None, "model": {"batch_size": 16}, "seed": 0, "tensorflow_threads": 2,
        "chosen": CHOSEN, "names": ["test", 0], "maps": folder / "maps.npz",
        "neurons": folder / "neurons.tsv", "groups": folder / "groups.npz", **outputs,
    }  # fmt: skip


def test_attributions_find_the_half_that_a_region_wants(folder):
    files = {name: folder / f"{name}.tsv" for name in ("checks", "parts")}
    arrays = folder / "attributions.npz"
    attribute_regions.main(**settings(folder, arrays=arrays, **files))
    found, checks = load_arrays(arrays), load_table(files["checks"])
    assert found["regions"].tolist() == ["above", "below"]
    assert found["neurons"].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert (found["inputs"] % 2 == [[0], [1]]).all()
    for method, side in (("occlusion", 3), ("integrated_gradients", SIDE)):
        values, of_group = found[f"{method}/inputs"], found[f"{method}/group"]
        assert values.shape == (2, 2, side, side)
        half = side // 2
        assert (values[0, :, :half].mean(axis=(1, 2)) > 0).all()
        assert (values[1, :, -half:].mean(axis=(1, 2)) > 0).all()
        assert of_group[0, :half].sum() > of_group[0, -half:].sum() - 1
        assert found[f"{method}/deletion"][:, [0, -1]].tolist() == [[1, 0], [1, 0]]
    assert checks["deletion_area"].between(0.2, 0.6).all()  # all parts of these matter as much
    assert (checks["halves"] > 0.8).all()
    assert (checks["randomised"] == 3).all()
    assert load_table(files["parts"]).empty  # cells have no names
    figures = {each: folder / f"attributions.{each}" for each in ("png", "pdf")}
    shown = {"maps": folder / "maps.npz", "arrays": arrays, **files, **figures}
    source = {"source": {"path": str(folder / "seen")}, "title": "test"}
    for with_pictures in (True, False):
        plot_attributions.main(
            **shown, **source, dataset=folder / "data.npz", with_pictures=with_pictures
        )
        assert figures["png"].stat().st_size > 10_000


def test_preferred_inputs_are_the_same_bytes_again(folder):
    arrays = [folder / f"preferred_{each}.npz" for each in (0, 1)]
    for each in arrays:
        prefer_inputs.main(**settings(folder, arrays=each))
    assert arrays[0].read_bytes() == arrays[1].read_bytes()
    found = load_arrays(arrays[0])
    assert found["preferred"].shape == (2, 2, SIDE, SIDE)
    assert (found["activities"] > found["noise"]).all()
    assert (found["most_activities"] > found["least_activities"]).all()
    assert (found["most"] % 2 == [[0], [1]]).all()
    assert str(found["why"]) == ""
    figures = {each: folder / f"preferred.{each}" for each in ("png", "pdf")}
    plot_preferred_inputs.main(
        maps=folder / "maps.npz", arrays=arrays[0], **figures, title="test",
        source={"path": str(folder / "seen")}, dataset=folder / "data.npz",
    )  # fmt: skip
    assert figures["png"].stat().st_size > 10_000
