"""A layer and what is said of its inputs, as tests and profiles take them."""

import warnings

import numpy as np
import pandas as pd
import pytest
from topomaps.activations.inputs import InputTable
from topomaps.groups.factors import dependent_blocks, strata
from topomaps.library.layer_doors import as_layer, given_inputs

VALUES = np.random.default_rng(0).random((6, 5))
MAPS = np.random.default_rng(1).random((6, 2, 2, 5))
TOKENS = np.random.default_rng(2).random((6, 4, 5))


def test_feature_maps_are_averaged_or_kept():
    np.testing.assert_allclose(as_layer(MAPS)[:], MAPS.mean(axis=(1, 2)))
    np.testing.assert_array_equal(as_layer(MAPS, keeps_axes=True), MAPS)
    first = np.moveaxis(MAPS, -1, 1)
    np.testing.assert_allclose(as_layer(first, channels="first")[:], MAPS.mean(axis=(1, 2)))
    with pytest.warns(UserWarning, match=r"\(6, 5, 2, 2\) look as if the channels came first"):
        as_layer(first)
    with pytest.warns(UserWarning, match="give channels='last'"):
        as_layer(MAPS, channels="first")
    with pytest.raises(ValueError, match="channels is 'second'; choose first or last"):
        as_layer(MAPS, channels="second")


def test_tokens_are_reduced_and_padding_does_not_count():
    mask = np.array([[1, 1, 0, 0]] * 6)
    np.testing.assert_allclose(as_layer(TOKENS)[:], TOKENS.mean(axis=1))
    np.testing.assert_allclose(as_layer(TOKENS, mask=mask)[:], TOKENS[:, :2].mean(axis=1))
    np.testing.assert_allclose(as_layer(TOKENS, tokens="last", mask=mask)[:], TOKENS[:, 1])
    np.testing.assert_allclose(as_layer(TOKENS, tokens="max", keeps_axes=True)[:], TOKENS.max(1))
    assert as_layer(TOKENS, keeps_axes=True).shape == (6, 4, 5)
    with pytest.raises(ValueError, match=r"mask is given, but .* shape \(6, 5\); it is for"):
        as_layer(VALUES, mask=mask)


def test_tokens_that_look_like_padding_are_warned_of():
    padded = TOKENS.copy()
    padded[:, 2:] = 7
    with pytest.warns(UserWarning, match="the last tokens of most inputs are the same.*give mask="):
        as_layer(padded)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        as_layer(padded, mask=np.array([[1, 1, 0, 0]] * 6))
        as_layer(TOKENS)


def test_inputs_without_a_block_depend_on_no_other_and_missing_strata_are_one():
    given = ["p", "p", None, "q", np.nan, "q"]
    labels = [None, *"babab"]
    with pytest.warns(UserWarning, match="are missing") as record:
        found = given_inputs(VALUES, labels, {"blocks": given, "strata": given})
    said = [str(each.message) for each in record][1:]
    begin = "2 of 6 {} are missing, the first of input 2: "
    assert said == [
        begin.format("blocks") + "these inputs depend on no other",
        begin.format("strata") + "they are a stratum of their own",
    ]
    blocks, strata = (found.columns[name].tolist() for name in ("blocks", "strata"))
    assert blocks[2] == blocks[4]
    assert len(set(blocks)) == 4
    assert strata[1] == strata[3]
    assert strata[2] == strata[4]
    assert len(set(strata)) == 3


def test_missing_strata_and_blocks_are_as_in_the_workflow():
    table = pd.DataFrame({"a": ["p", "p", None, "q", None, "q"]})
    known = InputTable(None, None, (), (), table)
    with pytest.warns(UserWarning, match="are missing"):
        found = given_inputs(VALUES, list("ababab"), {"blocks": table["a"], "strata": table["a"]})
    for name, of_workflow in {"blocks": dependent_blocks, "strata": strata}.items():
        own, expected = (
            (each[:, None] == each) for each in (found.columns[name], of_workflow(known, ["a"]))
        )
        np.testing.assert_array_equal(own, expected)


def test_inputs_without_label_are_left_out_and_counted():
    labels, blocks = ["a", None, "b", "a", "b", None], np.arange(6) % 3
    with pytest.warns(UserWarning, match="2 of 6 inputs have no label") as record:
        found = given_inputs(VALUES, labels, {"blocks": blocks, "strata": None})
    assert record[0].filename == __file__
    assert found.kept.tolist() == [0, 2, 3, 4]
    assert found.labels.tolist() == ["a", "b", "a", "b"]
    assert found.columns["blocks"].tolist() == [0, 2, 0, 1]
    assert found.columns["strata"] is None
    np.testing.assert_array_equal(found.layers[0][:], VALUES[[0, 2, 3, 4]])
    with pytest.raises(ValueError, match="1 of 6 folds are missing, the first of input 3; give"):
        given_inputs(VALUES, list("ababab"), {"folds": [1, 1, 2, None, 2, 1]})
    with pytest.raises(ValueError, match="there are 6 inputs, but 5 blocks; give one each"):
        given_inputs(VALUES, list("ababab"), {"blocks": [1] * 5})


def test_lengths_that_differ_are_named_and_transposed_activations_told():
    words = r"shape \(6, 5\) are of 6 inputs, but there are 4 labels; give one for each input$"
    with pytest.raises(ValueError, match=words):
        given_inputs(VALUES, [0, 1, 0, 1], {})
    with pytest.raises(ValueError, match=r"if the neurons come first, give activations\.T"):
        given_inputs(VALUES, [0, 1, 0, 1, 0], {})
    with pytest.raises(ValueError, match=r"of a single neuron \(6, 1\)"):
        given_inputs(VALUES[:, 0], [0, 1, 0, 1, 0, 1], {})


def test_a_column_of_groups_is_no_neuron():
    table = pd.DataFrame(VALUES).assign(species=list("ababab"), person=[1, 1, 2, 2, 3, 3])
    found = given_inputs(table, "species", {"blocks": "person"})
    np.testing.assert_array_equal(found.layers[0], VALUES)
    assert found.labels.tolist() == list("ababab")
    assert found.columns["blocks"].tolist() == [1, 1, 2, 2, 3, 3]


def test_several_layers_come_as_a_list_or_by_name():
    both = {"a": VALUES, "b": MAPS}
    for given in (both, list(both.values())):
        found = given_inputs(given, [0, 1] * 3, {}, several=True)
        assert [each.shape for each in found.layers] == [(6, 5), (6, 5)]
    assert found.names == [0, 1]
    assert len(given_inputs(VALUES.tolist(), [0, 1] * 3, {}, several=True).layers) == 1
    with pytest.raises(ValueError, match="give one of them at a time"):
        given_inputs(both, [0, 1] * 3, {})
