"""Small files of every stage, as the stage before would write them."""

import numpy as np
import pytest
from topomaps.common.files import save_arrays

N_INPUTS, N_CLASSES, N_NEURONS = 60, 3, 12


@pytest.fixture
def activations(tmp_path):
    """File of the activations of 60 inputs in 3 classes, 9 of them wrongly classified."""
    from stages import CLASS_NAMES  # here, for it needs what most environments do not hold

    generator = np.random.default_rng(0)
    labels = np.arange(N_INPUTS) % N_CLASSES
    values = generator.random((N_INPUTS, N_NEURONS)) + np.eye(N_CLASSES, N_NEURONS)[labels]
    predictions = np.where(np.arange(N_INPUTS) < 9, (labels + 1) % N_CLASSES, labels)
    path = tmp_path / "activations.npz"
    arrays = {
        "activations/units": values.astype(np.float32),
        "inputs": generator.integers(0, 255, (N_INPUTS, 8, 8)).astype(np.uint8),
        "attributes/sex": np.array(["F", "M"])[np.arange(N_INPUTS) // 3 % 2],
    }
    save_arrays(path, labels=labels, predictions=predictions, class_names=CLASS_NAMES, **arrays)
    return path


@pytest.fixture
def draw(activations, tmp_path):
    """Function that draws NAPs with changed settings, and gives their file."""
    from stages import sampled

    return lambda source=activations, **changes: sampled(source, tmp_path, **changes)


@pytest.fixture
def figures(tmp_path):
    """Files of a figure."""
    return {"png": tmp_path / "figures/a.png", "pdf": tmp_path / "figures/a.pdf"}


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
        kinds=np.array(["given"] * 3),
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
