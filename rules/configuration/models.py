"""A model of the configuration: its files, environment, and what its jobs are told."""

from dataclasses import dataclass
from pathlib import Path

from rules.configuration.datasets import Dataset, datasets_of
from rules.configuration.facts import model_file_facts
from rules.configuration.model_checks import imagenet_file
from scripts.topomaps.models.formats import KERAS, format_of

WEIGHTS_SOURCE = "keras-applications"
BATCH_OF_ARRAYS = 256  # inputs that a network trained here sees at once
OF_EXTRACTIONS = (
    "application", "include_top", "alpha", "preprocessing", "layer_channels", "outputs",
    "batch_size", "tokenizer", "max_tokens", "device", "constant_inputs",
    "sounds",
)  # fmt: skip


@dataclass(frozen=True)
class Model:
    """A model, by its name and its complete settings.

    Attributes
    ----------
    name : str
    given : dict
        Its entry in the configuration.
    common : dict
        `l2` of all trainings, `seed` and `tensorflow_threads`.
    trained_on : Dataset or None
        What it learns here; None for models from elsewhere.
    """

    name: str
    given: dict
    common: dict
    trained_on: Dataset | None = None

    @property
    def folds(self):
        """Number of networks that judge its training inputs; 0 if there are none."""
        return self.given.get("folds", 0)

    @property
    def files(self):
        """Its files, or those of the weights of an application; none for random weights.

        A model that is a folder comes before the files in it, another before those of its weights.
        """
        if self.trained_on:
            return [f"results/models/{self.name}/model.keras"]
        if "path" in self.given:
            facts, folder = model_file_facts(self.given), Path(self.given["path"])
            inside = sorted(str(each) for each in folder.rglob("*") if each.is_file())
            beside = [self.given["tokenizer"]] if "tokenizer" in self.given else []
            return [self.given["path"], *inside, *(facts.files if facts else ()), *beside]
        if self.given["weights"] == "imagenet":
            return [f"results/downloads/{WEIGHTS_SOURCE}/{imagenet_file(self.given)}"]
        return [] if self.given["weights"] == "random" else [self.given["weights"]]

    @property
    def environment(self):
        """Environment that opens it."""
        names = {"path": "file", "application": "application"}
        return environment_of({names[key]: self.given[key] for key in names if key in self.given})

    @property
    def gpus(self):
        """How many GPUs its jobs ask for: one, unless it runs on the processor."""
        return int(self.given.get("device", "cpu") != "cpu")

    @property
    def class_names(self):
        """Names of its outputs: its own, or those of the labels that it was trained on."""
        return "labels" if self.trained_on else self.given.get("class_names")

    @property
    def reading(self):
        """How it is opened and sees inputs."""
        if self.trained_on:
            return {"batch_size": BATCH_OF_ARRAYS}
        return {key: self.given[key] for key in OF_EXTRACTIONS if key in self.given}

    @property
    def training(self):
        """What its training uses."""
        return {
            "name": self.name,
            "architecture": self.given["architecture"],
            "width": self.given.get("width"),
            "l2": self.given.get("l2", self.common["l2"]),
            "epochs": self.given["epochs"],
            "on_damaged": self.trained_on.on_damaged,
            "seed": self.common["seed"],
            "tensorflow_threads": self.common["tensorflow_threads"],
        }


def environment_of(model):
    """Environment of the format of a model; one without `file` or `application` is Keras's."""
    return f"../../envs/{(format_of(model) if model else KERAS).environment}.yaml"


def models_of(config):
    """Each model of a complete configuration by its name."""
    datasets = datasets_of(config)
    common = {key: config[key] for key in ("seed", "tensorflow_threads")} | config["training"]
    return {
        name: Model(
            name, given, common, datasets[given["dataset"]] if "architecture" in given else None
        )
        for name, given in config["models"].items()
    }


def models_to_train(config):
    """Settings of all models that are trained here, by name."""
    return {name: each for name, each in config["models"].items() if "architecture" in each}
