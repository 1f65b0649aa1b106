"""What people have, in every function: the same values as of plain arrays, or one sentence."""

import warnings
from functools import partial

import numpy as np
import pandas as pd
import pytest
import topomaps

RANDOM = np.random.default_rng(0)
CODES = np.arange(80) % 4
NAMES = np.array(["cat", "dog", "fox", "owl"])[CODES]
ACTIVATIONS = RANDOM.normal(size=(80, 12)).astype(np.float32)
ACTIVATIONS[:, :5] += 2 * (CODES == 1)[:, None]
MAPS = np.stack([ACTIVATIONS - 0.5, ACTIVATIONS + 0.5] * 2, axis=1).reshape(80, 2, 2, 12)
GROUPS, PROFILES = topomaps.neuron_activation_profiles(ACTIVATIONS, NAMES)
FEATURES = topomaps.profile_features(PROFILES)
POSITIONS = topomaps.compute_layout("sorted", FEATURES)


def of_torch(**how):
    torch = pytest.importorskip("torch")
    return torch.tensor(ACTIVATIONS, **how)


def of_scipy(kind):
    return getattr(pytest.importorskip("scipy.sparse"), kind)(ACTIVATIONS)


def of_anndata():
    obs = pd.DataFrame({"kind": NAMES}, index=[str(each) for each in range(80)])
    return pytest.importorskip("anndata").AnnData(of_scipy("csr_matrix"), obs=obs)


def of_xarray():
    return pytest.importorskip("xarray").DataArray(ACTIVATIONS, dims=("input", "neuron"))


KINDS = {
    "list": ACTIVATIONS.tolist,
    "table": lambda: pd.DataFrame(ACTIVATIONS).set_index(np.arange(80) + 5),
    "torch": partial(of_torch, requires_grad=True),
    "sparse": partial(of_scipy, "csc_array"),
    "anndata": of_anndata,
    "xarray": of_xarray,
    "dictionary": lambda: {"hidden": ACTIVATIONS},
}
TESTED = {
    "neuron_activation_profiles": lambda found: found[1],
    "group_separation": lambda found: found.neuron_p,
    "pairwise_differences": lambda found: found["mean_abs_g"],
    "suspicious_inputs": lambda found: found["score"],
    "hidden_subgroups": lambda found: found.table["dip"],
}
QUICK = {
    "group_separation": {"n_permutations": 19},
    "pairwise_differences": {"n_permutations": 199},
    "suspicious_inputs": {"plant": False},
}


def called(name, activations, labels, **how):
    found = getattr(topomaps, name)(activations, labels, **QUICK.get(name, {}), **how)
    return np.asarray(TESTED[name](found))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TESTED)
def test_activations_of_any_kind_give_what_arrays_give(name, kind):
    expected = called(name, ACTIVATIONS, NAMES)
    np.testing.assert_allclose(called(name, KINDS[kind](), NAMES), expected, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("labels", [pd.Series(NAMES, dtype="category"), list(NAMES), CODES])
@pytest.mark.parametrize("name", TESTED)
def test_labels_of_any_kind_give_the_same(name, labels):
    np.testing.assert_array_equal(
        called(name, ACTIVATIONS, labels), called(name, ACTIVATIONS, NAMES)
    )


@pytest.mark.parametrize("name", TESTED)
def test_inputs_without_label_are_left_out_and_counted(name):
    some = NAMES.astype(object)
    some[::10] = None
    known = np.flatnonzero(np.arange(80) % 10)
    with pytest.warns(UserWarning, match="8 of 80 inputs have no label") as record:
        found = called(name, ACTIVATIONS, some)
    assert record[0].filename == __file__
    np.testing.assert_array_equal(found, called(name, ACTIVATIONS[known], NAMES[known]))


@pytest.mark.parametrize("name", [*TESTED][1:])
def test_feature_maps_are_tested_as_their_means(name):
    expected = called(name, ACTIVATIONS, NAMES)
    for given, how in ((MAPS, {}), (np.moveaxis(MAPS, -1, 1), {"channels": "first"})):
        found = called(name, given, NAMES, **how)
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", TESTED)
def test_tokens_are_reduced_without_their_padding(name):
    tokens = np.stack([ACTIVATIONS, ACTIVATIONS, np.full_like(ACTIVATIONS, 9)], axis=1)
    found = called(name, tokens, NAMES, mask=np.array([[1, 1, 0]] * 80))
    np.testing.assert_allclose(found, called(name, ACTIVATIONS, NAMES), rtol=1e-5, atol=1e-7)


def test_names_come_out_as_they_went_in():
    some = pd.Series(NAMES).where(CODES != 3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        suspects = topomaps.suspicious_inputs(ACTIVATIONS, some, plant=False)
        parts = topomaps.hidden_subgroups(ACTIVATIONS, some)
    assert suspects["index"].tolist() == np.flatnonzero(CODES != 3).tolist()
    assert (suspects["given_label"] == NAMES[CODES != 3]).all()
    assert set(suspects["predicted_label"]) <= {"cat", "dog", "fox"}
    assert parts.table["group"].tolist() == ["cat", "dog", "fox"]
    assert np.isnan(parts.membership).tolist() == (CODES == 3).tolist()


def test_probabilities_are_matched_with_labels_by_their_names():
    outputs = RANDOM.dirichlet(np.ones(4), size=80) / 2 + np.eye(4)[CODES] / 2
    expected = topomaps.suspicious_inputs(ACTIVATIONS, CODES, outputs, plant=False)
    table = pd.DataFrame(outputs, columns=["cat", "dog", "fox", "owl"])
    for given in (table, table[["owl", "dog", "cat", "fox"]]):
        found = topomaps.suspicious_inputs(ACTIVATIONS, NAMES, given, plant=False)
        np.testing.assert_allclose(found["from_outputs"], expected["from_outputs"])
    with pytest.raises(ValueError, match="nothing says which column of probabilities"):
        topomaps.suspicious_inputs(ACTIVATIONS, NAMES, outputs)
    with pytest.raises(ValueError, match="no column of the label 'owl'; they have: cat, dog, fox"):
        topomaps.suspicious_inputs(ACTIVATIONS, NAMES, table.drop(columns="owl"))


@pytest.mark.parametrize("name", ["compute_layout", "shared_layouts", *[*TESTED][1:]])
def test_seeds_have_two_names_and_a_default(name):
    if name == "compute_layout":
        call = partial(topomaps.compute_layout, "random", FEATURES, n_steps=2)
    elif name == "shared_layouts":
        call = partial(topomaps.shared_layouts, {"a": FEATURES})
    else:
        call = partial(called, name, ACTIVATIONS, NAMES)
    default = np.asarray(call())
    np.testing.assert_array_equal(default, call(seed=0))
    np.testing.assert_array_equal(call(random_state=5), call(seed=5))
    with pytest.raises(ValueError, match="seed is 1 and random_state is 2: these are two names"):
        call(seed=1, random_state=2)


def test_layouts_take_names_in_small_letters_and_warn_of_profiles():
    np.testing.assert_array_equal(
        topomaps.compute_layout("pca", FEATURES), topomaps.compute_layout("PCA", FEATURES)
    )
    with pytest.warns(UserWarning, match="laid out as 4 neurons.*topomaps.profile_features"):
        topomaps.compute_layout("sorted", PROFILES)
    with pytest.raises(ValueError, match=r"shown has the shape \(4, 12\), but features \(12, 4\)"):
        topomaps.compute_layout("sorted", FEATURES, shown=PROFILES)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: topomaps.faithfulness(PROFILES, POSITIONS), r"\(4, 12\).*profile_features"),
        (lambda: topomaps.find_regions(PROFILES, POSITIONS[:4]), r"\(4, 12\).*profile_features"),
        (lambda: topomaps.MapGrid(POSITIONS).interpolate(FEATURES), r"values of shape \(12, 4\)"),
        (lambda: topomaps.find_regions(PROFILES, POSITIONS, ["a"]), "4 rows of NAPs, but 1 names"),
        (lambda: topomaps.verdict_on_labels([0.1]), "is a list without the column 'score'"),
        (lambda: topomaps.summarise_regions(pd.DataFrame()), "topomaps.find_regions returns"),
        (lambda: topomaps.group_separation(ACTIVATIONS.T, CODES), r"give activations\.T"),
        (lambda: topomaps.compute_layout("tsen", FEATURES), "did you mean 'TSNE'"),
    ],
)
def test_what_does_not_fit_is_said_with_the_way_out(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_single_maps_and_tensors_pass_all_the_way():
    torch = pytest.importorskip("torch")
    naps, positions = torch.tensor(PROFILES, requires_grad=True), torch.tensor(POSITIONS)
    grid = topomaps.MapGrid(positions)
    np.testing.assert_array_equal(grid.interpolate(naps[1]), grid.interpolate(naps)[1:2])
    regions = topomaps.find_regions(naps, positions, GROUPS)
    pd.testing.assert_frame_equal(regions, topomaps.find_regions(PROFILES, POSITIONS, GROUPS))
    assert set(topomaps.find_regions(naps[1], positions, "dog")["group"]) == {"dog"}
    assert topomaps.color_limit(naps) == abs(PROFILES).max()
    np.testing.assert_array_equal(topomaps.profile_features(naps), FEATURES)
