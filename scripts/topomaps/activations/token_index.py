"""Which tokens of texts are inputs of their own, or are shown: all but special ones and padding."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from topomaps.activations.tokens import EACH
from topomaps.data.batches import TextBatches

TOKEN, PART, POSITION, TEXT_NUMBER = "token", "part_of_word", "position", "text_number"
STARTS, PLACES = "token_starts", "token_places"  # arrays of the file of inputs
ARE_INPUTS = "tokens_are_inputs"
WHOLE, FIRST, LATER = "whole", "first", "later"  # of the word that a token is of


class TokenIndex(NamedTuple):
    """K tokens of n texts, one text after another.

    Attributes
    ----------
    starts : ndarray of int64, shape (n + 1,)
        Where the tokens of each text begin, and where the last ones end.
    columns : ndarray of int32, shape (K,)
        Place of each among all tokens of its text, special ones counted.
    numbers, words : ndarray of int32, shape (K,)
        Number in the vocabulary, and of the word in the text, -1 for none.
    places : ndarray of int32, shape (K, 2)
        Where in its text, in characters, a token begins and ends.
    """

    starts: np.ndarray
    columns: np.ndarray
    numbers: np.ndarray
    words: np.ndarray
    places: np.ndarray

    @property
    def counts(self):
        """Tokens (n,) of each text."""
        return np.diff(self.starts)

    def tokens_of(self, texts):
        """Numbers of the tokens (k,) of some texts (b,), one text after another."""
        counts, ends = self.counts[texts], np.cumsum(self.counts[texts])
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
        return np.repeat(self.starts[texts], counts) + within

    def chosen(self, values, texts, layer):
        """Values (k, N) of the tokens of some texts (b,), from those (b, T, N) of all places.

        Raises
        ------
        ValueError
            If the layer has fewer places than the texts have tokens.
        """
        tokens = self.tokens_of(texts)
        columns, lines = self.columns[tokens], np.repeat(np.arange(len(texts)), self.counts[texts])
        if len(columns) and columns.max() >= values.shape[1]:
            raise ValueError(
                f"layer {layer} has {values.shape[1]} places for texts of {columns.max() + 1} "
                "tokens and more, so that tokens have none of their own; take another layer, or "
                "tokens: mean"
            )
        return values[lines, columns]


class TokensSeen(NamedTuple):
    """The tokens that a pass of texts through a network keeps.

    Attributes
    ----------
    of_texts : TokenIndex or None
        None where none are kept apart from others.
    are_inputs : bool
        Whether each is an input of its own.
    known : topomaps.activations.inputs.InputTable
        Of the inputs of the pass: tokens, or what it was given.
    rows : ndarray of int
        Place of each of these inputs in the dataset.
    """

    of_texts: TokenIndex | None
    are_inputs: bool
    known: object
    rows: np.ndarray

    @property
    def arrays(self):
        """What the file of the inputs says of the tokens, by the names of its arrays."""
        if self.of_texts is None:
            return {}
        found = {STARTS: self.of_texts.starts, PLACES: self.of_texts.places}
        return found | {ARE_INPUTS: np.array(self.are_inputs)}

    def counted(self, account):
        """The account of the texts as one of the inputs."""
        if not self.are_inputs:
            return account
        n_texts, n_tokens = account.n_used, len(self.rows)
        note = f"each of the {n_tokens:,} tokens of {n_texts:,} texts is an input, special ones not"
        return replace(
            account, n_inputs=account.n_left_out + n_tokens, notes=(*account.notes, note)
        )


def tokens_seen(batches, layers, known, rows):
    """The tokens that a pass keeps, as its layers ask for it.

    Parameters
    ----------
    batches : iterable
        As of `topomaps.activations.network_inputs.batches_for`.
    layers : dict of str -> dict
        As of `topomaps.groups.summing.kept_layers`; `shows_tokens` says whether tokens are kept to
        be shown.
    known, rows
        Of the inputs of the dataset.

    Returns
    -------
    TokensSeen
    """
    are_inputs = any(how["tokens"] == EACH for how in layers.values())
    if not isinstance(batches, TextBatches):
        if are_inputs:
            raise ValueError("tokens is 'each', but the inputs are no texts; choose mean or max")
        return TokensSeen(None, False, known, rows)
    if not are_inputs and not any(how.get("shows_tokens") for how in layers.values()):
        return TokensSeen(None, False, known, rows)
    index = index_of_tokens(batches)
    if are_inputs:
        known = known_tokens(index, known, batches.tokenizer.token_texts)
        rows = np.repeat(rows, index.counts)
    return TokensSeen(index, are_inputs, known, rows)


def index_of_tokens(batches):
    """Index of the tokens of all texts.

    Parameters
    ----------
    batches : topomaps.data.batches.TextBatches

    Returns
    -------
    TokenIndex
    """
    counts, parts = [np.zeros(1, dtype=np.int64)], []
    for _, found in batches.tokenized():
        kept = found.mask & ~found.special
        counts.append(kept.sum(axis=1))
        columns = np.broadcast_to(np.arange(kept.shape[1]), kept.shape)
        of_batch = (columns, found.numbers, found.words, found.places)
        parts.append([each[kept].astype(np.int32) for each in of_batch])
    return TokenIndex(
        np.cumsum(np.concatenate(counts)),
        *(np.concatenate(each) for each in zip(*parts, strict=True)),
    )


def parts_of_words(index):
    """Whether each token (K,) is a whole word, the first part of one, or a later part."""
    texts = np.repeat(np.arange(len(index.counts)), index.counts)
    words = index.words
    same = (texts[1:] == texts[:-1]) & (words[1:] == words[:-1]) & (words[1:] >= 0)
    continues, goes_on = np.append(False, same), np.append(same, False)
    return np.where(continues, LATER, np.where(goes_on, FIRST, WHOLE))


def known_tokens(index, known, token_texts):
    """What is known of each token: of its text, and which token it is.

    Parameters
    ----------
    index : TokenIndex
    known : topomaps.activations.inputs.InputTable
        Of the n texts.
    token_texts : callable
        Numbers in the vocabulary (K,) -> what the tokens read like.

    Returns
    -------
    topomaps.activations.inputs.InputTable
        Of K inputs, with the attributes token, part_of_word, position and text_number beside those
        of the texts.
    """
    texts = np.repeat(np.arange(len(index.counts)), index.counts)
    attributes = known.attributes.iloc[texts].reset_index(drop=True)
    own = {
        TOKEN: pd.Series(token_texts(index.numbers), dtype=object),
        PART: pd.Series(parts_of_words(index), dtype=object),
        POSITION: pd.Series(index.columns.astype(str), dtype=object),
        TEXT_NUMBER: pd.Series(texts.astype(str), dtype=object),
    }
    labels = None if known.labels is None else known.labels[texts]
    return known._replace(labels=labels, attributes=attributes.assign(**own))
