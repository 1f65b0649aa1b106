"""Activations in a stream: batches of inputs in, what is kept of each layer out.

Memory holds a few batches and the sums of groups, whatever the number of inputs.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import numpy as np

from topomaps.activations.exact_sums import ExactSums, inputs_of_block
from topomaps.activations.group_means import SUFFIX, GroupMeans, save_group_means
from topomaps.activations.growing_arrays import GrowingArray
from topomaps.activations.layer_lists import MEANS, TOKENS
from topomaps.activations.tokens import EACH, reduced

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_REPORTS = 20
MAX_TOKEN_BYTES = 2**31  # that the tokens of a layer, kept to be shown, take
CHUNK_BYTES = 2**17  # of the product of memberships and activations, to fit into a cache


def run_network(forward, batches, take):
    """Run a network over batches; the activations of one are taken while the next is computed.

    Parameters
    ----------
    forward : callable
        Inputs (b, ...) -> dict of layer -> activations (b, ..., N), outputs (b, C) or None.
    batches : iterable of (positions, inputs)
        Positions (b,) among all n inputs; inputs that never come count as not read.
    take : callable
        Of positions, activations and outputs; runs in a thread of its own, in order.
    """
    progress = _Progress(batches)
    with ThreadPoolExecutor(1) as background:
        taking = background.submit(lambda: None)
        for positions, inputs in batches:
            computed = forward(inputs)
            taking.result()  # at most one batch waits, and a fault ends the stream at once
            taking = background.submit(take, positions, *computed)
            progress.report(len(positions))
        taking.result()
    progress.report(0, last=True)


class SummedGroups:
    """Sums of the activations of groups of inputs.

    A block of batches is summed as it comes, blocks exactly, so that these may come in any order
    and to several processes.

    Parameters
    ----------
    sampled : topomaps.groups.sampling.SampledGroups
    examples : ndarray of int, shape (G,)
        An input of each group, -1 for none.
    n_inputs : int
    batch_size : int
        Inputs that come at a time, at most; it decides where blocks end.

    Attributes
    ----------
    sums : topomaps.activations.exact_sums.ExactSums or None
        Of the blocks that are complete, of the shape (G, ..., N); None before the first batch.
    """

    def __init__(self, sampled, examples, n_inputs, batch_size=1):
        self.sampled, self.examples, self.sums = sampled, examples, None
        self._inputs_of_block = inputs_of_block(batch_size)
        self._block, self._sums_of_block = 0, None  # the one that is being summed
        # Groups of one kind have no input in common, so that one number an input will do.
        self._codes = {}
        for group, (kind, inputs) in enumerate(zip(sampled.kinds, sampled.inputs, strict=True)):
            codes = self._codes.setdefault(kind, np.full(n_inputs, -1, dtype=np.int32))
            codes[inputs] = group

    def add(self, positions, values):
        """Add the activations (b, ..., N) of the inputs at these positions (b,)."""
        n_groups = len(self.sampled.names)
        if self.sums is None:
            self.sums = ExactSums((n_groups, *values.shape[1:]))
            self._sums_of_block = np.zeros((n_groups, values[0].size))
        if (block := positions[0] // self._inputs_of_block) != self._block:
            self.complete()
            self._block = block
        members = sum(
            codes[positions] == np.arange(n_groups)[:, None] for codes in self._codes.values()
        ).astype(np.float32)
        flat = values.reshape(len(values), -1)
        step = max(1, CHUNK_BYTES // (4 * n_groups))
        for start in range(0, flat.shape[1], step):
            part = slice(start, start + step)
            self._sums_of_block[:, part] += members @ flat[:, part]

    def complete(self):
        """Add the last block to the sums."""
        if self._sums_of_block is None:  # nothing came, or the sums are those of shards
            return
        n_columns = self._sums_of_block.shape[1]
        step = max(1, CHUNK_BYTES // (8 * len(self._sums_of_block)))
        for start in range(0, n_columns, step):
            part = slice(start, start + step)
            self.sums.add(self._sums_of_block[:, part], part)
        self._sums_of_block[:] = 0

    def result(self, read):
        """Means of the groups over the inputs that were read (n,) bool.

        Returns
        -------
        topomaps.activations.group_means.GroupMeans
            Examples are counted among the inputs that were read.
        """
        self.complete()
        counts = np.array([read[inputs].sum() for inputs in self.sampled.inputs])
        sums = self.sums.rounded()
        divisors = np.where(counts, counts, np.nan).reshape(-1, *[1] * (sums.ndim - 1))
        means = np.divide(sums, divisors, dtype=np.float32, casting="unsafe")
        places = np.where(read, np.cumsum(read) - 1, -1)
        examples = np.where(self.examples < 0, -1, places[self.examples])
        return GroupMeans(*self.sampled[:4], counts, examples, means)


class KeptLayer:
    """What is kept of one layer: units whole, of feature maps their means, and what is asked for.

    Parameters
    ----------
    folder : path-like
    file, layer : str
        File name of the layer, and its name in the network.
    n_inputs : int
    whole : bool
        Whether whole feature maps are kept.
    sums : dict of str -> SummedGroups
        Groups whose sums of feature maps are kept, by part.
    tokens : str or int, optional
        What stands for the tokens of activations (b, tokens, N); "each" makes each an input.
    index : topomaps.activations.token_index.TokenIndex, optional
        Of the texts, where tokens are inputs, or are kept beside the inputs to be shown.
    """

    def __init__(
        self, folder, file, layer, n_inputs, whole=False, sums=None, tokens=None, index=None
    ):
        self.layer, self.whole, self.sums, self.tokens = layer, whole, sums or {}, tokens
        self.has_maps, self._index = False, index
        self._values, self._means, self._sums, self._of_tokens = (
            Path(folder) / f"{file}{ending}"
            for ending in (".npy", f"{MEANS}.npy", SUFFIX, f"{TOKENS}.npy")
        )
        self._values = GrowingArray(self._values, n_inputs)
        self._means = GrowingArray(self._means, n_inputs)
        n_tokens = 0 if index is None else len(index.columns)
        self._of_tokens = GrowingArray(self._of_tokens, n_tokens)

    def add(self, positions, values, real=None):
        """Take the activations of a batch.

        Parameters
        ----------
        positions : ndarray of int, shape (b,)
        values : ndarray, shape (b, ..., N)
        real : ndarray of bool, shape (b, tokens), optional
            The tokens that do not pad.
        """
        if self._shows_tokens(values):
            chosen = self._index.chosen(values, positions, self.layer)
            limit = np.finfo(np.float16).max
            self._of_tokens.append(np.clip(chosen, -limit, limit).astype(np.float16))
        values = self._reduced(values, positions, real)
        self.has_maps = values.ndim > 2
        means = values
        if self.has_maps:
            means = values.mean(axis=tuple(range(1, values.ndim - 1)), dtype=np.float64)
        if not np.isfinite(means).all():
            raise ValueError(
                f"layer {self.layer} has activations that are NaN or infinite; the weights may be "
                "damaged, or the inputs are scaled in another way than the model expects"
            )
        if self.has_maps:
            self._means.append(means.astype(np.float32))
            self.add_sums(positions, values, self.sums)
        if self.whole or not self.has_maps:
            self._values.append(values)

    def add_sums(self, positions, values, sums):
        """Take the activations of a batch for the sums of groups (dict of part -> groups) alone."""
        for groups in sums.values():
            groups.add(positions, self._reduced(values, positions))

    def _shows_tokens(self, values):
        """Whether the tokens of a layer are kept beside the inputs, in half precision."""
        if self._index is None or self.tokens == EACH or values.ndim != 3:
            return False
        return 2 * self._of_tokens.n_rows * values.shape[-1] <= MAX_TOKEN_BYTES

    def _reduced(self, values, positions, real=None):
        if self.tokens == EACH:
            if values.ndim != 3:
                raise ValueError(
                    f"layer {self.layer} has no tokens, but one value of each neuron for a text; "
                    "leave it out of an experiment with tokens: each"
                )
            return self._index.chosen(values, positions, self.layer)
        if values.ndim != 3:
            return values
        if self.tokens is None:
            raise ValueError(
                f"layer {self.layer} has {values.shape[1]} tokens of {values.shape[2]} neurons; "
                "set the key `tokens` of the experiment: mean, max, first, last or a number"
            )
        return reduced(values, self.tokens, real, positions)

    def close(self, read):
        """Write what is left, of the inputs that were read (n,) bool."""
        self.close_arrays()
        if self.has_maps and self.sums:
            sums = {part: groups.result(read) for part, groups in self.sums.items()}
            save_group_means(self._sums, sums)

    def close_arrays(self):
        """Write what is left but the sums."""
        for each in (self._values, self._means, self._of_tokens):
            each.close()


class _Progress:
    """Log lines with count, speed and remaining time."""

    def __init__(self, batches):
        self.n_batches, self.start = len(batches), perf_counter()
        self.last, self.done, self.seen = self.start, 0, 0

    def report(self, n_inputs, last=False):
        now = perf_counter()
        self.done, self.seen = self.done + n_inputs, self.seen + (n_inputs > 0)
        if last or now - self.last >= SECONDS_BETWEEN_REPORTS:
            seconds = now - self.start
            rest = 0 if last else seconds * (self.n_batches - self.seen) / max(self.seen, 1)
            logger.info(
                "%d inputs, %.1f a second, %.0f s to go", self.done, self.done / seconds, rest
            )
            self.last = now
