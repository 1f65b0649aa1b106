"""Small files of every stage, as the stage before would write them."""

import numpy as np
import pytest
from topomaps.common.files import save_arrays

N_INPUTS, N_CLASSES, N_NEURONS = 60, 3, 12


@pytest.fixture
def activations(tmp_path):
    """Activations of 60 inputs in 3 classes; (activations file, examples file)."""
    generator = np.random.default_rng(0)
    labels = np.arange(N_INPUTS) % N_CLASSES
    values = generator.random((N_INPUTS, N_NEURONS)) + np.eye(N_CLASSES, N_NEURONS)[labels]
    np.save(tmp_path / "activations.npy", values.astype(np.float32))
    predictions = np.where(np.arange(N_INPUTS) < 9, (labels + 1) % N_CLASSES, labels)
    save_arrays(
        tmp_path / "examples.npz",
        labels=labels,
        predictions=predictions,
        class_names=np.array(["cat", "dog", "owl"]),
    )
    return tmp_path / "activations.npy", tmp_path / "examples.npz"


@pytest.fixture
def naps(tmp_path):
    """NAPs of two trials of three groups, the last of them empty."""
    generator = np.random.default_rng(1)
    values = generator.normal(size=(2, 3, N_NEURONS))
    values[:, 2] = np.nan
    path = tmp_path / "naps.npz"
    save_arrays(
        path,
        naps=values,
        features=values[:, :2].transpose(0, 2, 1).astype(np.float32),
        counts=np.array([[5, 5, 0]] * 2),
        examples=np.array([[0, 1, -1]] * 2),
        groups=np.array(["a", "b", "c"]),
        rows=np.array([""] * 3),
        columns=np.array(["a", "b", "c"]),
        trials=np.array([0, 1]),
    )
    return path


@pytest.fixture
def layout(tmp_path):
    """Layouts of two trials."""
    path = tmp_path / "layout.npz"
    save_arrays(
        path,
        positions=np.random.default_rng(2).random((2, N_NEURONS, 2)),
        seconds=np.ones(2),
        seeds=np.arange(2),
        trials=np.array([0, 1]),
    )
    return path
