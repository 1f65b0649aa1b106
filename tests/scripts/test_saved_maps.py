"""A file that `topomaps.Maps` saves has the same numbers in the workflow's stages, to the byte."""

import compare_groups
import compute_layout
import compute_naps
import find_suspicious_inputs
import numpy as np
import pandas as pd
import topomaps
from stages import averaging, grouped
from topomaps.common.files import load_arrays, load_table

LABELS = np.array(["cat", "dog", "owl"])[np.arange(90) % 3]
GENERATOR = np.random.default_rng(0)
ACTIVATIONS = (
    GENERATOR.normal(size=(90, 24)) + 2 * np.repeat(np.eye(3), 8, axis=1)[np.arange(90) % 3]
)
TESTS = {"permutations": 99, "resamples": 100, "alpha": 0.05}
NAMES = {"seed": 3, "experiment": "pets", "inputs_of": "pets", "condition": "layout"}


def test_all_stages_give_the_numbers_of_the_object(tmp_path):
    outputs = 0.1 + 0.7 * (LABELS[:, None] == np.array(["cat", "dog", "owl"]))
    maps = topomaps.Maps(
        {"units": ACTIVATIONS}, LABELS, probabilities=outputs, name="pets", **TESTS
    ).fit("TSNE", random_state=3)
    source = {"path": maps.save(tmp_path / "pets.npz")}
    groups = grouped(source["path"], tmp_path, layers=["units"], seed=3)["groups"]
    naps, layout = tmp_path / "naps.npz", tmp_path / "layout.npz"
    how = averaging(features="naps", feature_maps="values", weighted=False, stacked_examples=None,
                    balanced_correct_only=False)  # fmt: skip
    compute_naps.main(
        source=source, layer="units", groups=groups, naps=naps, sampling={"by": ["class"]},
        features="naps", how=how, names=NAMES, first=0, last=0,
    )  # fmt: skip
    keys = {key: NAMES[key] for key in ("experiment", "condition")}
    compute_layout.main(
        naps=[naps], layout=layout, method="TSNE", keys={**keys, "layer": "units"}, first=0,
        last=0, seed=3,
    )  # fmt: skip
    np.testing.assert_array_equal(load_arrays(naps)["naps"][0], maps.naps_)
    np.testing.assert_array_equal(load_arrays(layout)["positions"][0], maps.positions_)
    files = {key: tmp_path / f"{key}.tsv" for key in ("separation", "pairs")}
    compare_groups.main(
        source=source, layer="units", groups=groups, by=["class"], seed=3, **TESTS, **files,
        neurons=tmp_path / "neurons.npz",
    )  # fmt: skip
    for key, own in (("separation", maps.test()), ("pairs", maps.pairs())):
        pd.testing.assert_frame_equal(load_table(files[key]), own, check_exact=True)
    suspects = {key: tmp_path / f"{key}.tsv" for key in ("suspects", "expected")}
    find_suspicious_inputs.main(
        source=source, layers=["units"], labels={"by": ["class"], "min_size": 0}, seed=3, **suspects
    )
    found = load_table(suspects["suspects"])
    pd.testing.assert_frame_equal(found, maps.suspicious_inputs(), check_exact=True)
