"""Inputs of a dataset in batches, image files decoded ahead of their use.

Memory holds a few batches, whatever the number of inputs.
"""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from itertools import groupby

import numpy as np
from PIL import Image

from topomaps.data.decoding_report import DecodingReport
from topomaps.data.image_archives import UnreadableFile, open_images
from topomaps.data.image_decoding import RowDecoder, fit
from topomaps.data.sounds import UnreadableSound, read_sound

DECODING_THREADS = 2  # decoding leaves Python's lock to the others
BATCHES_AHEAD = 3
# Sentences that begin with a number of sounds.
AS = "sounds are given {}"
MIXED = "sounds of several channels are the mean of these"
RESAMPLED = "sounds of other rates are brought to {} samples a second"
CUT = "sounds are cut off after {:g} s (`seconds` of the model's key `sounds`)"
IN_PIECES = "sounds are longer than a piece of {}, and are the mean over their pieces"
FILLED_UP = "sounds are shorter than a piece of {}, and filled up by silence, which is not counted"
REPEATED = "sounds are shorter than a piece of {}, and repeated to its length"
DECODERS = {"image": RowDecoder}  # by the kind of inputs that are files


def input_batches(
    dataset, rows, batch_size, *, size=None, channels=3, crop=None, on_damaged="skip"
):
    """Inputs of a dataset in batches.

    Parameters
    ----------
    dataset : topomaps.data.dataset.Dataset
    rows : ndarray of int
        The inputs to read, in this order.
    batch_size : int
    size : sequence of int, optional
        (height, width) that images are brought to; that of the dataset's configuration, or else
        their own, if left out.
    channels : {1, 3}
        Of image files, grey or RGB; images in an array keep theirs.
    crop : float, optional
        As of `topomaps.data.image_decoding.fit`.
    on_damaged : {"skip", "refuse"}
        Whether a file that is no readable image is left out and reported, or an error.

    Returns
    -------
    ArrayBatches or ImageBatches
        Can be iterated repeatedly. Yields positions (b,) int in `rows`, and inputs (b, ...): uint8
        (b, height, width, channels) of images, float32 (b, F) of numbers. `len` is the number of
        batches, `report` a DecodingReport of the batches that the last iteration gave.

    Raises
    ------
    ValueError
        At a damaged file, if these are refused; if images differ in size and none is asked for.
    """
    rows = np.asarray(rows)
    if dataset.inputs is not None:
        return ArrayBatches(dataset.inputs, rows, batch_size, size, crop)
    decoder = DECODERS[dataset.kind](
        dataset, size=size, channels=channels, crop=crop, on_damaged=on_damaged
    )
    return ImageBatches(decoder, rows, batch_size)


class _Batches:
    """What batches of inputs of all kinds share: where they begin among the inputs."""

    def __init__(self, rows, batch_size):
        self.rows, self.batch_size = rows, batch_size
        self.starts = range(0, len(rows), batch_size)

    def __len__(self):
        """Number of batches."""
        return len(self.starts)

    def shard(self, number, n_shards, block):
        """A part of the batches, as they are: cuts elsewhere would change the last bits.

        Parameters
        ----------
        number, n_shards : int
            Which part, from 0 on, and of how many.
        block : int
            Inputs that stay together, a multiple of the size of batches.
        """
        part, n_blocks = copy(self), -(-len(self.rows) // block)
        first, end = (n_blocks * each // n_shards * block for each in (number, number + 1))
        part.starts = range(first, min(end, len(self.rows)), self.batch_size)
        return part


class ArrayBatches(_Batches):
    """Batches of the inputs of an array; see `input_batches`."""

    def __init__(self, inputs, rows, batch_size, size=None, crop=None):
        super().__init__(rows, batch_size)
        self.inputs = inputs
        is_image = inputs.ndim > 2 and size is not None
        self.fitting = (size, crop) if is_image and inputs.shape[1:3] != tuple(size) else None
        self.report = DecodingReport()

    def __iter__(self):
        """Read from the first input on."""
        for start in self.starts:
            positions = np.arange(start, min(start + self.batch_size, len(self.rows)))
            values = np.array(self.inputs[self.rows[positions]])
            if self.fitting:
                values = np.stack([np.asarray(fit(_image(each), *self.fitting)) for each in values])
            yield positions, values[..., np.newaxis] if values.ndim == 3 else values


def _image(pixels):
    return Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)


class TextBatches(_Batches):
    """Batches of texts as tokens, padded to the longest text of each.

    Parameters
    ----------
    texts : sequence of str
    rows, batch_size
        As of `input_batches`.
    tokenizer : topomaps.models.text_tokens.Tokenizer
    """

    def __init__(self, texts, rows, batch_size, tokenizer):
        super().__init__(np.asarray(rows), batch_size)
        self.texts, self.tokenizer = texts, tokenizer
        self.report = DecodingReport()

    def __iter__(self):
        """Yield positions (b,) and the inputs of a network by their names, from the first on."""
        for positions, tokenized in self.tokenized():
            yield positions, tokenized.inputs()

    def tokenized(self):
        """Yield positions (b,) and `topomaps.models.text_tokens.Tokenized` of each batch."""
        self.report = DecodingReport()
        for start in self.starts:
            positions = np.arange(start, min(start + self.batch_size, len(self.rows)))
            found = self.tokenizer.tokenize([self.texts[row] for row in self.rows[positions]])
            self.report.add(DecodingReport(n_cut=int(found.cut.sum())))
            yield positions, found


class SoundBatches(_Batches):
    """Batches of sound files in the pieces that a network takes.

    Where whole sounds are given, those of a batch are as long as each other, so that none is
    padded: what networks of sounds make of padding differs, and reaches into the sound itself.

    Parameters
    ----------
    dataset : topomaps.data.dataset.Dataset
    rows, batch_size, on_damaged
        As of `input_batches`.
    features : topomaps.models.sound_features.SoundFeatures
        Or `topomaps.models.sound_extractors.ExtractedFeatures`.
    """

    def __init__(self, dataset, rows, batch_size, features, on_damaged="skip"):
        super().__init__(np.asarray(rows), batch_size)
        self.dataset, self.features, self.on_damaged = dataset, features, on_damaged
        self.report = DecodingReport()

    def __iter__(self):
        """Yield positions (b,) of sounds that can be read, and their pieces, from the first on."""
        self.report = DecodingReport()
        with open_images(self.dataset.archive) as files:
            for start in self.starts:
                end = min(start + self.batch_size, len(self.rows))
                waves = {place: self._read(files, place) for place in range(start, end)}
                waves = {place: each for place, each in waves.items() if each is not None}
                for _, alike in groupby(waves, key=lambda place: self._length(waves[place])):
                    places = [*alike]
                    yield np.array(places), self.features.pieces([waves[it] for it in places])

    def _length(self, wave):
        """Samples of a piece; sounds whose pieces are as long go together."""
        return self.features.n_samples or len(wave)

    def _read(self, files, place):
        """Samples of a place among the rows; None if they cannot be read, which is reported."""
        name = str(self.dataset.files[self.rows[place]])
        try:
            sound = read_sound(files.read(name), self.features.rate, self.features.seconds)
        except (UnreadableFile, UnreadableSound) as error:
            if self.on_damaged == "refuse":
                raise ValueError(f"{self.dataset.archive}: {name} {error}") from error
            self.report.skipped[name] = str(error)
            return None
        self.report.sounds.update(self._decided(sound))
        return sound.samples

    def _decided(self, sound):
        """What a user may not expect of a sound, by the sentences that it is counted in."""
        features, n_samples = self.features, self.features.n_samples
        seconds = "" if n_samples is None else f"{n_samples / features.rate:.3g} s"
        decided = {
            MIXED: sound.n_channels > 1,
            RESAMPLED.format(features.rate): sound.given_rate != sound.rate,
            CUT.format(features.seconds): sound.is_cut,
            IN_PIECES.format(seconds): bool(seconds) and len(sound.samples) > n_samples,
            (REPEATED if features.repeats else FILLED_UP).format(seconds): bool(seconds)
            and len(sound.samples) < n_samples,
        }
        return [AS.format(features), *(words for words, is_so in decided.items() if is_so)]


class ImageBatches(_Batches):
    """Batches of image files, decoded in background threads; see `input_batches`."""

    def __init__(self, decoder, rows, batch_size):
        super().__init__(rows, batch_size)
        self.decoder = decoder
        self.report = DecodingReport()

    def __iter__(self):
        """Decode from the first image on; batches come in their order, whoever is ready first."""
        self.report, self._sizes = DecodingReport(), set()
        pending, decode = deque(), self.decoder.decode
        images, pool = open_images(self.decoder.archive), ThreadPoolExecutor(DECODING_THREADS)
        with images, pool:
            try:
                for start in self.starts:
                    rows = self.rows[start : start + self.batch_size]
                    pending.append((start, pool.submit(decode, images, rows)))
                    if len(pending) > BATCHES_AHEAD:
                        yield from self._reported(*pending.popleft())
                while pending:
                    yield from self._reported(*pending.popleft())
            finally:
                pool.shutdown(cancel_futures=True)

    def _reported(self, start, future):
        """Add a finished batch to the report; give it unless all of its images were skipped."""
        positions, pixels, report = future.result()
        self.report.add(report)
        if pixels:
            self._check_sizes(pixels)
            yield start + np.array(positions, dtype=np.int64), np.stack(pixels)

    def _check_sizes(self, pixels):
        self._sizes |= {each.shape[:2] for each in pixels}
        if len(self._sizes) > 1:
            one, other = sorted(self._sizes)[:2]
            raise ValueError(
                f"{self.decoder.archive}: images have the sizes {one}, {other} and perhaps more; "
                "name one by the key image_size: [height, width]"
            )
