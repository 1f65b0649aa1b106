import numpy as np
import pandas as pd
import pytest
from topomaps.maps.region_inputs import region_activations, top_inputs


@pytest.mark.parametrize("shape", [(5, 49), (5, 2, 3, 49)])
def test_region_activations_are_means_however_they_are_read(shape, monkeypatch):
    monkeypatch.setattr("topomaps.activations.chunks.CHUNK_VALUES", 2 * np.prod(shape[1:]))
    values = np.random.default_rng(0).random(shape).astype(np.float32)
    sets = [np.array([0, 3]), np.array([48])]
    expected = [values[..., each].reshape(5, -1).mean(axis=1) for each in sets]
    np.testing.assert_allclose(region_activations(values, sets), np.transpose(expected), rtol=1e-6)


def test_top_inputs_are_the_first_of_equals_however_they_are_read(monkeypatch):
    rng = np.random.default_rng(1)
    values = rng.integers(3, size=(50, 8)).astype(np.float32)
    regions = pd.DataFrame(
        {"group": "a", "direction": "above", "region": [0, 0, 1], "neuron": [5, 6, 0]}
    )
    tables = []
    for rows in (1, 3, 7, 50):
        monkeypatch.setattr("topomaps.activations.chunks.CHUNK_VALUES", rows * 8)
        tables.append(top_inputs(values, regions, 9))
    for table in tables[:-1]:
        pd.testing.assert_frame_equal(table, tables[-1], check_exact=True)
    order = np.argsort(-values[:, 0], kind="stable")[:9]
    assert tables[0][tables[0]["region"] == 1]["input"].tolist() == order.tolist()


def test_top_inputs_are_the_most_active():
    regions = pd.DataFrame(
        {
            "group": "a",
            "direction": ["above", "above", "above", "above", "below"],
            "region": [0, 0, 1, 1, 0],
            "neuron": [5, 6, 0, 1, 3],
        }
    )
    activations = np.zeros((4, 8), dtype=np.float32)
    activations[2, [5, 6]] = 3
    activations[1, [0, 1]] = 2
    top = top_inputs(activations, regions, 2)
    assert top[["group", "region", "rank", "input"]].values.tolist() == [
        ["a", 0, 0, 2],
        ["a", 0, 1, 0],
        ["a", 1, 0, 1],
        ["a", 1, 1, 0],
    ]
    assert top["activation"][0] == pytest.approx(3)
