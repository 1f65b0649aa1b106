"""A dataset of the configuration: its files, and what its preparation is told."""

from dataclasses import dataclass
from pathlib import Path

from rules.configuration.facts import source_of

# ASSUME: a quarter of a user's data is enough to test on.
TEST_SHARE = 0.25


@dataclass(frozen=True)
class Dataset:
    """A dataset, by its name and its complete settings.

    Attributes
    ----------
    name : str
    given : dict
        Its entry in the configuration.
    is_trained_on : bool
        Whether a model of the configuration learns it.
    """

    name: str
    given: dict
    is_trained_on: bool = False

    @property
    def file(self):
        """What is known of its inputs, as all later stages read it."""
        return f"results/datasets/{self.name}.npz"

    @property
    def source(self):
        """What is known of its source."""
        return source_of(self.given)

    @property
    def sources(self):
        """Files that it is read from."""
        if self.source.of_user:
            return [self.given[key] for key in ("path", "images") if key in self.given]
        return [f"results/downloads/{self.given['source']}/{name}" for name in self.source.files]

    @property
    def single_files(self):
        """Those of them that are no folders, of which `images_digest` knows what counts."""
        return [each for each in self.sources if not Path(each).is_dir()]

    @property
    def images(self):
        """Archive or folder with its images; nothing for a dataset that holds its inputs."""
        if not self.source.in_files:
            return []
        if self.source.of_user:
            return self.sources[-1:]
        return [each for each in self.sources if each.endswith(".zip")]

    @property
    def inputs(self):
        """Files of its inputs by name."""
        return {"dataset": self.file, "images": self.images}

    @property
    def shards(self):
        """Number of jobs that an extraction of it is dealt to."""
        return self.given["shards"]

    @property
    def on_damaged(self):
        """What becomes of image files that cannot be read."""
        return self.given.get("damaged_images", "refuse")

    @property
    def max_left_out(self):
        """Largest share of its inputs that may be left out."""
        return self.given.get("max_left_out", 0)

    @property
    def preparation(self):
        """Settings of its preparation: all but `shards`, which change nothing of the data."""
        settings = {key: each for key, each in self.given.items() if key != "shards"}
        if self.source.of_user:
            settings = {"test_share": TEST_SHARE if self.is_trained_on else 1.0, **settings}
            if "scale" in self.source.keys and not self.is_trained_on:
                settings.setdefault("scale", 1.0)
        return settings


def datasets_of(config):
    """Each dataset of a complete configuration by its name."""
    trained = {each.get("dataset") for each in config["models"].values()}
    return {
        name: Dataset(name, given, name in trained) for name, given in config["datasets"].items()
    }
