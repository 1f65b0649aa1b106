import numpy as np
import pandas as pd
import pytest
from topomaps.activations.extraction import KeptLayer
from topomaps.activations.inputs import InputTable
from topomaps.activations.network_pass import NetworkPass
from topomaps.activations.token_index import index_of_tokens, tokens_seen
from topomaps.data.account import Account
from topomaps.data.batches import TextBatches
from topomaps.models.text_tokens import Tokenized

WORDS = {"a": 5, "nurs": 6, "e": 7, "she": 8}
TEXTS = ["she a nurs+e", "a", "nurs+e she"]


class Tokenizer:
    """Words between blanks, parts of them between plus signs, [1 … 2] around each text."""

    longest = 8

    def tokenize(self, texts):
        found = [[part for word in text.split() for part in word.split("+")] for text in texts]
        words = [[n for n, word in enumerate(text.split()) for _ in word.split("+")]
                 for text in texts]  # fmt: skip
        width = max(map(len, found)) + 2
        numbers = np.zeros((len(texts), width), dtype=np.int64)
        special, places = np.zeros_like(numbers, dtype=bool), np.zeros((*numbers.shape, 2), int)
        of_word = np.full_like(numbers, -1)
        for row, parts in enumerate(found):
            end = len(parts) + 1
            numbers[row, : end + 1] = [1, *(WORDS[part] for part in parts), 2]
            special[row, [0, end]] = True
            of_word[row, 1:end] = words[row]
            places[row, 1:end] = [(texts[row].index(part),) * 2 for part in parts]
        mask = numbers > 0
        return Tokenized(numbers, mask, None, special, of_word, places, np.zeros(len(texts), bool))

    def token_texts(self, numbers):
        return [{n: word for word, n in WORDS.items()}[int(n)] for n in numbers]


def batches():
    return TextBatches(TEXTS, np.arange(3), 2, Tokenizer())


KNOWN = InputTable(
    np.array([1, 0, 1]), None, ("x", "y"), (), pd.DataFrame({"job": ["nurse", "none", "nurse"]})
)


def forward(inputs):
    """Activations (number, 1) of each token, which padding would spoil."""
    numbers = inputs["input_ids"].astype(np.float32)
    values = np.stack([np.where(numbers, numbers, 1000), np.ones_like(numbers)], axis=-1)
    return {"layer": (values, inputs["attention_mask"].astype(bool))}, None


def run(folder, tokens, shows_tokens=False):
    how = {"layer": {"tokens": tokens, "shows_tokens": shows_tokens}}
    seen = tokens_seen(batches(), how, KNOWN, np.array([4, 5, 9]))
    n = len(seen.known.attributes)
    kept = {"layer": KeptLayer(folder, "layer", "layer", n, tokens=tokens, index=seen.of_texts)}
    done = NetworkPass(folder, kept, n, seen.of_texts if seen.are_inputs else None)
    done.run(forward, batches())
    done.close()
    assert done.read.all()
    return seen, np.load(folder / "layer.npy")


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ("mean", [np.mean([1, 8, 5, 6, 7, 2]), np.mean([1, 5, 2]), np.mean([1, 6, 7, 8, 2])]),
        ("max", [8, 5, 8]),
        ("first", [1, 1, 1]),
        ("last", [2, 2, 2]),
    ],
)
def test_padding_never_counts(tmp_path, tokens, expected):
    _, values = run(tmp_path, tokens)
    np.testing.assert_allclose(values[:, 0], expected, rtol=1e-6)
    assert not (tmp_path / "layer.tokens.npy").exists()


def test_each_token_is_an_input_with_the_attributes_of_its_text(tmp_path):
    seen, values = run(tmp_path, "each")
    np.testing.assert_array_equal(values[:, 0], [8, 5, 6, 7, 5, 6, 7, 8])
    table = seen.known.attributes
    assert table["token"].tolist() == ["she", "a", "nurs", "e", "a", "nurs", "e", "she"]
    assert table["part_of_word"].tolist() == [
        "whole", "whole", "first", "later", "whole", "first", "later", "whole",
    ]  # fmt: skip
    assert table["position"].tolist() == ["1", "2", "3", "4", "1", "1", "2", "3"]
    assert table["text_number"].tolist() == ["0"] * 4 + ["1"] + ["2"] * 3
    assert table["job"].tolist() == ["nurse"] * 4 + ["none"] + ["nurse"] * 3
    np.testing.assert_array_equal(seen.known.labels, [1, 1, 1, 1, 0, 1, 1, 1])
    np.testing.assert_array_equal(seen.rows, [4] * 4 + [5] + [9] * 3)
    account = seen.counted(Account(4).without({"row 3": "is empty"}))
    assert (account.n_inputs, account.n_used) == (9, 8)
    assert "each of the 8 tokens of 3 texts is an input" in account.notes[0]


def test_tokens_to_be_shown_lie_beside_the_inputs(tmp_path):
    seen, values = run(tmp_path, "mean", shows_tokens=True)
    of_tokens = np.load(tmp_path / "layer.tokens.npy")
    assert len(values) == 3
    np.testing.assert_array_equal(of_tokens[:, 0], [8, 5, 6, 7, 5, 6, 7, 8])
    np.testing.assert_array_equal(seen.arrays["token_starts"], [0, 4, 5, 8])
    np.testing.assert_array_equal(seen.arrays["token_places"][:3, 0], [0, 4, 6])


def test_layers_without_places_for_tokens_are_refused():
    index = index_of_tokens(batches())
    with pytest.raises(ValueError, match="layer pooled has 2 places for texts of 5 tokens"):
        index.chosen(np.zeros((2, 2, 3)), np.arange(2), "pooled")
