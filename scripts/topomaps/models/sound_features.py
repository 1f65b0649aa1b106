"""Sounds as a model of a Hugging Face folder takes them, by its own extractor."""

from pathlib import Path

FILE = "preprocessor_config.json"
SECONDS = 30.0  # ASSUME: what is longer is cut off; the memory of attention is quadratic


class SoundFeatures:
    """The feature extractor of a model.

    Parameters
    ----------
    extractor : transformers.SequenceFeatureExtractor

    Attributes
    ----------
    rate : int
        Samples in a second that the model expects.
    seconds : float
        The longest sound; the rest is cut off.
    """

    def __init__(self, extractor):
        self._extractor = extractor
        self.rate, self.seconds = int(extractor.sampling_rate), SECONDS

    def inputs(self, waves):
        """Arrays that the model takes, by name, of waveforms (list of ndarray (n,)) as long."""
        return dict(self._extractor(waves, sampling_rate=self.rate, return_tensors="np").items())


def load_sound_features(folder):
    """Load the extractor that lies in a folder; nothing is downloaded, and no code in it is run.

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
        return SoundFeatures(found)
    except (ImportError, OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(
            f"{folder} has no extractor of sounds, {Path(folder) / FILE}, that can be read: {error}"
        ) from error
