import numpy as np
import pytest
from topomaps.activations import lazy_rows
from topomaps.activations.layer import open_layer_activations
from topomaps.statistics.subgroup_profiles import StandardisedLayers, part_cosines
from topomaps.statistics.subgroup_tables import (
    COLUMNS,
    N_NEURONS,
    both_kinds,
    membership_table,
    neuron_table,
    shown_subgroups,
    subgroup_table,
    subgroup_verdict,
)

NAMES, N = ("cat", "dog", "owl"), 120


@pytest.fixture(scope="module")
def divided():
    """Layers, labels and subgroups of three groups; a third of the dogs act like owls."""
    generator = np.random.default_rng(0)
    true = np.repeat(np.arange(3), N)
    labels = true.copy()
    labels[-N // 3 :] = 1
    values = 8 * np.eye(3, 15)[true] + generator.normal(size=(len(true), 15))
    layers = [values, values[:, :4]]
    return layers, labels, both_kinds(layers, labels, seed=0, level=0.05)


def test_a_part_is_named_by_what_it_acts_like(divided):
    layers, labels, found = divided
    table = subgroup_table(found, layers, labels, NAMES)
    assert table.columns.tolist() == list(COLUMNS)
    assert len(table) == 2 * len(NAMES)
    rows = table[table["divided"]]
    assert set(rows["group"]) == {"dog"}
    assert set(rows["acts_like"]) == {"owl"}
    assert (rows["similarity"] > 0.9).all()
    assert rows["reads"].str.contains("of dog").all()
    assert table["reads"].iloc[-1].endswith("inputs can tell")
    assert subgroup_verdict(table) == "1 of 3 groups have two modes"
    assert set(rows["causes"]) == {"two populations"}
    assert shown_subgroups(table, 5).equals(rows)


def test_what_saturation_can_do_is_said():
    generator = np.random.default_rng(3)
    latent = generator.normal(size=(300, 1)) * generator.normal(size=6)
    layers, labels = [np.tanh(5 * latent)], np.arange(300) % 2
    table = subgroup_table(both_kinds(layers, labels, seed=0, level=0.05), layers, labels, NAMES)
    divided = table[table["divided"]]
    assert len(divided)
    assert (divided["causes"] == "two populations or saturation").all()
    assert divided["reads"].str.endswith("; saturation can do this too").all()
    assert subgroup_verdict(table).endswith("; in 2, saturation can do this too")
    assert (table.loc[~table["divided"], "causes"] == "").all()


def test_members_and_neurons_are_listed(divided):
    _, labels, found = divided
    members = membership_table(found, np.arange(3 * N), labels, NAMES, row=np.arange(3 * N) + 7)
    assert members.columns.tolist() == ["index", "group", "groups", "anything", "row"]
    part = members[(members["group"] == "dog") & (members["groups"] > 0.5)]
    assert (part["index"] >= 2 * N).mean() > 0.95
    neurons = neuron_table(found, NAMES, ["deep", "early"])
    own = neurons[(neurons["group"] == "dog") & (neurons["towards"] == "groups")]
    assert set(own[own["rank"] <= 2]["neuron"]) == {1, 2}
    assert own.groupby("layer").size().tolist() == [N_NEURONS, 4]


def test_where_nothing_is_divided_the_least_certain_are_shown():
    generator = np.random.default_rng(1)
    labels = np.repeat(np.arange(3), 60)
    layers = [6 * np.eye(3, 8)[labels] + generator.normal(size=(180, 8))]
    table = subgroup_table(both_kinds(layers, labels, seed=0, level=0.05), layers, labels, NAMES)
    assert subgroup_verdict(table).startswith("None of 3 groups is divided")
    assert len(shown_subgroups(table, 5)) == 3


def test_stored_layers_give_the_tables_of_layers_in_memory(tmp_path, monkeypatch):
    generator = np.random.default_rng(2)
    labels = np.arange(180) % 3
    layer = (6 * np.eye(3, 8)[labels] + generator.normal(size=(180, 8))).astype(np.float32)
    layer[:40:3, 5] += 20
    np.save(tmp_path / "layer.npy", layer)
    tables = []
    for values in (layer, open_layer_activations(tmp_path, "layer").means):
        found = both_kinds([values], labels, seed=0, level=0.05)
        neurons = neuron_table(found, NAMES, ["layer"]).to_csv()
        tables.append((subgroup_table(found, [values], labels, NAMES).to_csv(), neurons))
        monkeypatch.setattr(lazy_rows, "BLOCK_VALUES", 7 * 8)
    assert tables[0] == tables[1]


def test_profiles_of_a_part():
    labels = np.repeat([0, 1, 2], 10)
    values = np.eye(3)[labels]
    membership = np.zeros(30)
    assert part_cosines(values, labels, 0, membership) == {}
    membership[:10] = 1
    own = part_cosines(values, labels, 0, membership)
    assert own[1] == pytest.approx(-0.5)
    assert list(own) == [1, 2]
    assert not StandardisedLayers([values, np.ones((30, 2))])[:][:, 3:].any()
