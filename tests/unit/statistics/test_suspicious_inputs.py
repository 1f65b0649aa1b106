"""Planted label errors in normal populations whose right labels are known."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score
from topomaps.statistics.suspicious_inputs import ALIASES, COLUMNS, suspicious_inputs

N, CLASSES, NEURONS = 200, 4, 12


@pytest.fixture
def truth():
    """Right labels and activations of four well separated populations."""
    generator = np.random.default_rng(3)
    labels = np.repeat(np.arange(CLASSES), N)
    centres = 1.5 * generator.normal(size=(CLASSES, NEURONS))
    return labels, centres[labels] + generator.normal(size=(len(labels), NEURONS))


def systematic(labels, share=0.9):
    """Move a share of class 0 to class 1."""
    given = labels.copy()
    given[: round(share * N)] = 1
    return given


def at_random(labels, share=0.1):
    """Give a share of all inputs another label."""
    generator = np.random.default_rng(4)
    rows = generator.choice(len(labels), round(share * len(labels)), replace=False)
    given = labels.copy()
    given[rows] = (given[rows] + generator.integers(1, CLASSES, len(rows))) % CLASSES
    return given


def learned(labels, given, doubt=0.02):
    """Predictions of a network that learned the given labels: their frequencies by right label."""
    counts = np.full((CLASSES, CLASSES), doubt)
    np.add.at(counts, (labels, given), 1)
    return (counts / counts.sum(axis=1, keepdims=True))[labels]


@pytest.mark.parametrize("alter", [systematic, at_random])
@pytest.mark.parametrize("with_outputs", [False, True])
def test_planted_errors_come_first_and_are_named(truth, alter, with_outputs):
    labels, activations = truth
    given = alter(labels)
    outputs = learned(labels, given) if with_outputs else None
    table = suspicious_inputs(activations, given, outputs)
    wrong = given != labels
    assert average_precision_score(wrong, table["score"]) > 0.97
    assert np.mean(table["likelier"][wrong] == labels[wrong]) > 0.9
    assert abs(table["score"].sum() - wrong.sum()) < 0.15 * wrong.sum()


def test_activations_find_what_a_network_has_learned(truth):
    labels, activations = truth
    given = systematic(labels, 0.5)
    table = suspicious_inputs(activations, given, learned(labels, given))
    wrong = given != labels
    assert average_precision_score(wrong, table["outputs"]) < 0.6
    assert average_precision_score(wrong, table["activations"]) > 0.97


def test_outputs_find_what_activations_do_not_show(truth):
    labels, activations = truth
    noise = np.random.default_rng(5).normal(size=activations.shape)
    given = at_random(labels)
    table = suspicious_inputs(noise, given, learned(labels, labels))
    assert average_precision_score(given != labels, table["score"]) > 0.95


@pytest.mark.parametrize("with_outputs", [False, True])
def test_nothing_is_suspicious_in_clean_data(truth, with_outputs):
    labels, activations = truth
    outputs = learned(labels, labels) if with_outputs else None
    table = suspicious_inputs(activations, labels, outputs)
    assert (table["score"] > 0.5).sum() <= 1
    assert table["score"].sum() < 4


def test_table_is_in_the_order_of_the_inputs(truth):
    labels, activations = truth
    table = suspicious_inputs(activations, labels)
    assert tuple(table.columns) == (*COLUMNS, *ALIASES)
    for alias, name in ALIASES.items():
        np.testing.assert_array_equal(table[alias], table[name])
    assert (table["is_label_issue"] == (table["score"] > 0.5)).all()
    assert table["clarity"].between(1 / CLASSES, 1).all()
    assert table["index"].tolist() == list(range(len(labels)))
    assert (table["given"] == labels).all()
    assert table["score"].between(0, 1).all()
    assert table["outputs"].isna().all()


def test_order_and_scale_of_neurons_do_not_matter(truth):
    labels, activations = truth
    given = systematic(labels)
    generator = np.random.default_rng(6)
    scaled = activations * generator.uniform(0.1, 1e4, NEURONS) + generator.normal(size=NEURONS)
    one = suspicious_inputs(activations, given)["score"]
    other = suspicious_inputs(scaled[:, generator.permutation(NEURONS)], given)["score"]
    np.testing.assert_allclose(one, other, atol=1e-3)


def test_constant_neurons_change_nothing(truth):
    labels, activations = truth
    given = systematic(labels)
    padded = np.column_stack([activations, np.full((len(labels), 3), 0.1)])
    one, other = (suspicious_inputs(each, given)["score"] for each in (activations, padded))
    np.testing.assert_allclose(one, other, atol=1e-3)


def test_constant_layer_leaves_the_word_to_the_outputs(truth):
    labels, _ = truth
    given = at_random(labels)
    table = suspicious_inputs(np.ones((len(labels), 5)), given, learned(labels, labels))
    assert average_precision_score(given != labels, table["score"]) > 0.95


def test_several_layers_know_more_than_one(truth):
    labels, activations = truth
    given = systematic(labels, 0.5)
    noise = np.random.default_rng(7).normal(scale=2.5, size=(2, *activations.shape))
    halves = list(activations + noise)
    scores = [suspicious_inputs(each, given, plant=False)["score"] for each in (halves[0], halves)]
    found = [average_precision_score(given != labels, each) for each in scores]
    assert found[1] > found[0]


def test_folds_of_different_networks_are_not_compared(truth):
    labels, activations = truth
    given = systematic(labels)
    folds = np.arange(len(labels)) % 2
    mixed = np.where(folds[:, None] == 0, activations, -activations[:, ::-1])
    table = suspicious_inputs(mixed, given, folds=folds)
    assert average_precision_score(given != labels, table["score"]) > 0.97


def test_equal_inputs_get_equal_scores(truth):
    labels, activations = truth
    twice = np.concatenate([activations, activations])
    given = np.concatenate([systematic(labels)] * 2)
    table = suspicious_inputs(twice, given)
    first, second = np.split(table["activations"].to_numpy(), 2)
    np.testing.assert_allclose(first, second, atol=1e-9)


def test_the_seed_determines_the_result(truth):
    labels, activations = truth
    one, other = (suspicious_inputs(activations, systematic(labels), seed=8) for _ in range(2))
    assert one.equals(other)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_tiny_class(truth, size):
    labels, activations = truth
    rows = np.r_[:size, N : len(labels)]
    table = suspicious_inputs(activations[rows], labels[rows])
    assert np.isfinite(table["score"]).all()
    assert (table["score"][size:] > 0.5).sum() <= 2


def test_class_without_inputs(truth):
    labels, activations = truth
    given = systematic(labels, 1.0)  # nothing is labelled 0
    table = suspicious_inputs(activations, given, learned(labels, labels))
    wrong = given != labels
    assert average_precision_score(wrong, table["score"]) > 0.95
    assert (table["likelier"][wrong] == 0).mean() > 0.9


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda a, y, p: (a, np.zeros_like(y), None), "another class"),
        (lambda a, y, p: (a, y - 1, None), "have no label"),
        (lambda a, y, p: (a, y.astype(float), None), "whole number"),
        (lambda a, y, p: (np.where(a == a[5, 3], np.nan, a), y, None), "input 5, neuron 3"),
        (lambda a, y, p: (a[1:], y, None), "row per label"),
        (lambda a, y, p: (a[:, None], y, None), "average feature maps"),
        (lambda a, y, p: ([], y, None), "no activations"),
        (lambda a, y, p: (a, y, p[:, :3]), "3 columns"),
        (lambda a, y, p: (a, y, p[1:]), "row per label"),
        (lambda a, y, p: (a, y, p - 1), "softmax"),
    ],
)
def test_unusable_inputs_are_refused_with_a_sentence(truth, change, says):
    labels, activations = truth
    with pytest.raises(ValueError, match=says):
        suspicious_inputs(*change(activations, labels, learned(labels, labels)))


def test_folds_and_blocks_must_be_of_the_inputs(truth):
    labels, activations = truth
    with pytest.raises(ValueError, match="folds of the shape"):
        suspicious_inputs(activations, labels, folds=np.zeros(3))
    with pytest.raises(ValueError, match=r"blocks have the shape \(3,\)"):
        suspicious_inputs(activations, labels, blocks=np.zeros(3))


def test_what_no_layer_recognises_is_said_once(truth, caplog):
    labels, activations = truth
    noise = np.random.default_rng(5).normal(size=activations.shape)
    suspicious_inputs(noise, at_random(labels))
    assert [each.message[:41] for each in caplog.records] == [
        "Most inputs belong to no class clearly (c"
    ]
