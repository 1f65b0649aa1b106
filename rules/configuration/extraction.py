"""An extraction: what a model makes of a dataset, for all analyses that use both."""

from dataclasses import dataclass

from rules.configuration.analysis import CHECKPOINTS
from rules.configuration.datasets import Dataset
from rules.configuration.models import Model
from rules.configuration.saliency import SALIENCY
from scripts.topomaps.data.kinds import TEXT
from scripts.topomaps.models.architectures import is_units

OF_TEXTS = {"regions", "explorer"}  # figures that shade the tokens of texts


@dataclass(frozen=True)
class Extraction:
    """The activations of a model that has seen a dataset, as it is or at checkpoints.

    Attributes
    ----------
    kind : str
        "activations", "checkpoints", "tokens", or that of `saliency.extraction_kind`.
    model : Model
    dataset : Dataset
    analyses : tuple of Analysis
        That use it.
    """

    kind: str
    model: Model
    dataset: Dataset
    analyses: tuple

    @property
    def layers(self):
        """What is kept of each layer.

        Returns
        -------
        dict
            File name of the layer -> its `name`, what stands for its `tokens`, whether tokens of
            texts are kept to be shown (`shows_tokens`, only of texts), whether whole feature maps
            are kept (`values`), and the groups whose `sums` are kept, by name of the
            analysis.
        """
        layers = {}
        for analysis in self.analyses:
            for file, layer in analysis.layers.items():
                unseen = {"name": layer, "tokens": None, "values": False, "sums": {}}
                kept = layers.setdefault(file, unseen)
                if self._shows_tokens(analysis):
                    kept["shows_tokens"] = True
                kept["tokens"] = analysis.source.axes.get("tokens", kept["tokens"])
                if self._needs_maps(analysis, layer):
                    if analysis.draws_once and not analysis.has_effects:
                        kept["sums"][analysis.name] = analysis.grouping.sampling
                    else:
                        kept["values"] = True
        for kept in layers.values():
            if kept["values"]:
                kept["sums"] = {}  # the NAPs are computed from the whole maps
        return layers

    def _shows_tokens(self, analysis):
        """Whether a figure shows how much each token of a text excites a region."""
        return (
            self.dataset.source.kind == TEXT
            and self.dataset.shards == 1
            and bool(OF_TEXTS & {*analysis.figures})
        )

    def _needs_maps(self, analysis, layer):
        """Whether features are of feature maps: all layers may have some but our dense ones."""
        architecture = self.model.given.get("architecture")
        has_maps = architecture is None or not is_units(architecture, layer)
        wanted = analysis.has_effects or analysis.layouts["feature_maps"] == "values"
        return has_maps and wanted

    @property
    def settings(self):
        """What its jobs use."""
        weighted = {"saliency": self.saliency} if self.saliency else {}
        return {
            **weighted,
            "model": self.model.reading,
            "class_names": self.model.class_names,
            "on_damaged": self.dataset.on_damaged,
            "layers": self.layers,
            "seed": self.model.common["seed"],
            "tensorflow_threads": self.model.common["tensorflow_threads"],
        }

    @property
    def saliency(self):
        """The gradients that activations are multiplied by; nothing of other kinds."""
        is_weighted = self.kind.startswith(f"{SALIENCY}/")
        return self.analyses[0].saliency if is_weighted and self.analyses else {}

    @property
    def checkpoints(self):
        """Weights at the checkpoints of the training, where these are what is seen."""
        files = [f"results/models/{self.model.name}/checkpoints.npz"]
        return files if self.kind == CHECKPOINTS else []

    def shards(self, stage="shards"):
        """Folders of all shards, of the stage `shards` or `shard_sums`."""
        folder = f"results/{stage}/{self.kind}/{self.model.name}/{self.dataset.name}"
        n_shards = self.dataset.shards
        return [f"{folder}/{number}-of-{n_shards}" for number in range(1, n_shards + 1)]

    @property
    def shard_sums(self):
        """Folders of sums of groups that the predictions of all shards decide; mostly none."""
        summed = {name for kept in self.layers.values() for name in kept["sums"]}
        late = any(each.grouping.needs_predictions for each in self.analyses if each.name in summed)
        return self.shards("shard_sums") if late else []


def extraction_for(models, datasets, analyses, kind, model, dataset):
    """The extraction of a kind, of a model and a dataset by their names."""
    path = f"results/{kind}/{model}/{dataset}"
    users = (
        each
        for each in analyses.values()
        if path in {of.path for of in (each.source, each.features_source) if of}
    )
    return Extraction(kind, models[model], datasets[dataset], tuple(users))


def judged_layers(analyses, model):
    """Layers, by the names of their files, whose activations judge what a model was trained on."""
    layers = {}
    for each in analyses.values():
        judged = {"suspicious_inputs", "label_errors", "confusion"} & {*each.figures}
        if judged and each.is_judged_on_folds and each.source.model == model:
            layers |= each.layers
    return layers
