"""Evidence on regions: what the tables of earlier stages become in a page."""

import numpy as np
import pandas as pd
import pytest
from page_arrays import restored
from topomaps.common.files import save_arrays, save_table
from topomaps.explorer.evidence import evidence_view, inputs_of_evidence, read_evidence

GROUPS = ["a", "b", "gap"]


def effect_rows(region, outputs):
    """Rows of a table of effects of one region."""
    for group in GROUPS:
        for output, change in outputs.items():
            yield {
                "region": region, "kind": "found", "found_in": "a", "group": group,
                "output": output, "before": 0.5, "after": 0.5 + change, "change": change,
                "low": change - 0.1, "high": change + 0.1, "p": 0.01,
                "p_holm": 0.02, "least_p": 0.01,
                "measure": "accuracy" if output == "accuracy" else "mean output", "n": 9,
                "n_neurons": 3, "control_low": -0.05, "control_median": 0.0, "control_high": 0.05,
                "finding": "acts",
            }  # fmt: skip


@pytest.fixture
def files(tmp_path):
    """Effects of two sets of neurons, and attributions of one of them."""
    outputs = {f"class {number}": number / 100 for number in range(12)} | {"accuracy": -0.001}
    rows = [row for region in ("a above", "whole layer") for row in effect_rows(region, outputs)]
    neurons = {"region": ["a above"] * 3 + ["whole layer"] * 5, "neuron": [4, 1, 2, 0, 1, 2, 3, 4]}
    table = pd.DataFrame(neurons).assign(kind="found", found_in="a")
    save_table(tmp_path / "effects.tsv", pd.DataFrame(rows))
    save_table(tmp_path / "neurons.tsv", table)
    save_arrays(
        tmp_path / "arrays.npz", regions=np.array(["a above"]), groups=np.array(["a"]),
        neurons=np.array([[1, 2, 4, -1]]), inputs=np.array([[7, 3]]),
        attributions=np.array(["occlusion"]),
        **{"occlusion/inputs": np.arange(12.0).reshape(1, 2, 2, 3) - 6},
    )  # fmt: skip
    check = {"region": "a above", "attribution": "occlusion", "sanity": "failed", "similarity": 0.3}
    others = (
        "p_randomised",
        "halves",
        "chance_halves",
        "chance_similarity",
        "deletion",
        "deletion_area",
        "random_area",
    )
    check |= dict.fromkeys((*others, "orders", "p_orders", "randomised"), 0.25)
    save_table(tmp_path / "checks.tsv", pd.DataFrame([check]))
    return {
        "effects": {"table": tmp_path / "effects.tsv", "neurons": tmp_path / "neurons.tsv"},
        "attributions": {"arrays": tmp_path / "arrays.npz", "checks": tmp_path / "checks.tsv"},
    }


def test_evidence_on_the_same_neurons_stands_together(files):
    first, second = read_evidence(**files)
    assert (first.name, first.neurons, second.neurons) == ("a above", [1, 2, 4], [0, 1, 2, 3, 4])
    assert len(first.effects) == 3 * 13
    assert [each.method for each in first.attributions] == ["occlusion"]
    assert inputs_of_evidence([first, second]) == [7, 3]
    assert read_evidence() == []


def test_the_page_has_the_outputs_that_change_most_and_pictures_only_where_allowed(files):
    first, _ = read_evidence(**files)
    view = evidence_view(first, {7: 0, 3: 5}, 64, pictures=True)
    columns, rows = view["effects"]["columns"], view["effects"]["rows"]
    outputs = {row[columns.index("output")] for row in rows}
    assert outputs == {f"class {number}" for number in range(4, 12)} | {"accuracy"}
    assert view["effects"]["outputs"] == 12
    (attribution,) = view["attributions"]
    assert attribution["inputs"] == [0, 5]
    assert attribution["check"]["sanity"] == "failed"
    values = restored(attribution["values"])
    np.testing.assert_allclose(values, np.arange(12.0).reshape(2, 2, 3) - 6, atol=0.03)
    without = evidence_view(first, {7: 0}, 64, pictures=False)
    assert without["attributions"][0]["values"] is None
    assert without["attributions"][0]["inputs"] == [0]


def test_preferred_inputs_are_pictures_where_allowed(tmp_path):
    made = np.random.default_rng(0).integers(0, 255, (1, 4, 8, 8, 3)).astype(np.uint8)
    save_arrays(
        tmp_path / "p.npz", regions=np.array(["r"]), groups=np.array([""]),
        neurons=np.array([[3, 5]]), preferred=made,
    )  # fmt: skip
    (found,) = read_evidence(preferred=tmp_path / "p.npz")
    view = evidence_view(found, {}, 64, pictures=True)
    assert [each[:14] for each in view["preferred"]] == ["data:image/png"] * 4
    assert evidence_view(found, {}, 64, pictures=False)["preferred"] == []
