"""Sounds in pieces, as a model of a Hugging Face folder takes them, by its own extractor."""

from pathlib import Path

import numpy as np

from topomaps.models.sound_features import Pieces, cut_sound
from topomaps.models.sound_settings import EXTRACTOR, SECONDS, sound_errors

MASK = "attention_mask"


class ExtractedFeatures:
    """Sounds as the feature extractor of a model gives them.

    Parameters
    ----------
    extractor : transformers.SequenceFeatureExtractor
    settings : dict, optional
        Of the model's key `sounds`: `seconds`, `piece`.

    Attributes
    ----------
    preprocessing : None
        Nothing is left to do.
    rate, seconds, n_samples
        As of `topomaps.models.sound_features.SoundFeatures`.
    """

    preprocessing, repeats = None, False

    def __init__(self, extractor, settings=None):
        self._extractor, settings = extractor, settings or {}
        if errors := sound_errors(settings, has_extractor=True):
            raise ValueError(f"sounds: {'; '.join(errors)}")
        self.rate, self.seconds = int(extractor.sampling_rate), settings.get("seconds", SECONDS)
        piece = settings.get("piece")
        self.n_samples = None if piece is None else max(1, round(piece * self.rate))
        self._keeps_mask = bool(getattr(extractor, "return_attention_mask", False))

    def __str__(self):
        """What becomes of sounds, for logs and accounts."""
        return f"by the model's own extractor, of {self.rate} samples a second"

    def pieces(self, waves):
        """As of `topomaps.models.sound_features.SoundFeatures.pieces`."""
        cut = [cut_sound(each, self.n_samples) for each in waves]
        owners = np.repeat(np.arange(len(cut)), [len(parts) for _, parts in cut])
        parts = np.concatenate([each for _, each in cut])
        inputs = dict(self._extractor(
            [piece for pieces, _ in cut for piece in pieces], sampling_rate=self.rate,
            return_tensors="np", return_attention_mask=True,
        ).items())  # fmt: skip
        mask = inputs.get(MASK)
        if mask is not None and np.ndim(mask) == 2:  # what the extractor fills up
            parts = parts * np.mean(mask, axis=1, keepdims=True)
        if mask is not None and not self._keeps_mask:
            del inputs[MASK]
        return Pieces(inputs, owners, parts)


def load_extractor(folder, settings=None):
    """Load the extractor that lies in a folder; nothing is downloaded, and no code in it is run.

    Parameters
    ----------
    folder : path-like
    settings : dict, optional
        As of `ExtractedFeatures`.

    Raises
    ------
    ValueError
        If there is none, or it is of images.
    """
    try:
        from transformers import AutoFeatureExtractor

        found = AutoFeatureExtractor.from_pretrained(
            str(folder), local_files_only=True, trust_remote_code=False
        )
        return ExtractedFeatures(found, settings)
    except (ImportError, OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(
            f"{folder} has no extractor of sounds, {Path(folder) / EXTRACTOR}, that can be read: "
            f"{error}"
        ) from error
