"""Layouts with the interface of scikit-learn."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator
from topomaps import TopographicLayout, compute_layout

FEATURES = np.random.default_rng(0).standard_normal((30, 4))


@pytest.mark.parametrize("method", ["PCA", "sorted"])
@pytest.mark.filterwarnings("ignore:Skipping check check_array_api_input")
def test_it_keeps_the_conventions(method):
    failed = [
        (each["check_name"], each["exception"])
        for each in check_estimator(TopographicLayout(method), on_skip=None, on_fail=None)
        if each["status"] == "failed"
    ]
    assert failed == []


def test_its_layout_is_that_of_the_function():
    layout = TopographicLayout("random", random_state=3, n_steps=50)
    found = layout.fit_transform(FEATURES)
    np.testing.assert_array_equal(found, compute_layout("random", FEATURES, 3, n_steps=50))
    assert found is layout.embedding_
    assert layout.n_features_in_ == 4
    sort = TopographicLayout().fit(FEATURES)
    np.testing.assert_array_equal(sort.embedding_, compute_layout("sorted", FEATURES))


def test_it_can_be_cloned_and_stand_in_a_pipeline():
    pipeline = make_pipeline(StandardScaler(), TopographicLayout("PCA"))
    found = pipeline.fit_transform(FEATURES)
    np.testing.assert_array_equal(found, clone(pipeline).fit_transform(FEATURES))
    assert clone(TopographicLayout("PCA", 5)).get_params()["random_state"] == 5
    pipeline.set_params(topographiclayout__method="random", topographiclayout__n_steps=5)
    assert pipeline.fit_transform(FEATURES).shape == (30, 2)


def test_tables_and_tensors_are_taken():
    table = pd.DataFrame(FEATURES, columns=list("abcd"))
    layout = TopographicLayout("pca").fit(table)  # names in small letters, too
    assert layout.feature_names_in_.tolist() == list("abcd")
    np.testing.assert_array_equal(layout.embedding_, compute_layout("PCA", FEATURES))
    torch = pytest.importorskip("torch")
    tensor = torch.tensor(FEATURES, requires_grad=True)
    np.testing.assert_array_equal(TopographicLayout("PCA").fit_transform(tensor), layout.embedding_)


def test_what_cannot_be_laid_out_is_refused():
    with pytest.raises(ValueError, match="Unknown layout method 'tsen': did you mean 'TSNE'"):
        TopographicLayout("tsen").fit(FEATURES)
    profiles = FEATURES.T - FEATURES.T.mean(axis=0)
    with pytest.warns(UserWarning, match=r"topomaps\.profile_features\(profiles\)"):
        TopographicLayout("PCA").fit(profiles)


def test_scikit_learn_is_imported_when_it_is_used():
    code = "import sys, topomaps; print('sklearn' in sys.modules); topomaps.TopographicLayout"
    done = subprocess.run(
        [sys.executable, "-c", code + "; print('sklearn' in sys.modules)"], check=True, text=True,
        capture_output=True, env={"PYTHONPATH": str(Path(__file__).parents[2] / "scripts")},
    )  # fmt: skip
    assert done.stdout.split() == ["False", "True"]
