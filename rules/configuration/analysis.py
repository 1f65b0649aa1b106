"""An analysis: one grouping of one experiment, with all that its results depend on.

It knows the paths of its results, and what its jobs are told, as plain values.
"""

from dataclasses import dataclass, field

from rules.configuration import paths
from rules.configuration.datasets import Dataset
from rules.configuration.groupings import EACH, Grouping
from rules.configuration.layout_settings import method_settings, with_bases
from rules.configuration.saliency import SALIENCY, extraction_kind, saliency_title
from rules.configuration.source import Source
from scripts.topomaps.common.words import VARIABLES
from scripts.topomaps.layouts.methods import base_of

ACTIVATIONS, CHECKPOINTS, TOKENS = "activations", "checkpoints", "tokens"
# Figures whose numbers are scores of maps, of their connected regions, and of layouts.
OF_ERRORS = {"quality", "measures", "layouts"}
OF_COMPONENTS = {"measures", "variables", "layouts"}
OF_FAITHFULNESS = {"faithfulness", "layouts"}


@dataclass(frozen=True)
class Analysis:
    """One grouping of one experiment, or layers of several of these, laid out together.

    Attributes
    ----------
    name : str
        Of its results; the experiment's where this has one grouping.
    experiment : str
    layers : dict of str -> str
        Layers by the names of their files.
    grouping : Grouping
    layouts : dict
        Settings of layouts.
    common : dict
        Sections of the configuration that hold for all: `seed`, `maps`, `scores` and others.
    source : Source or None
        None where the layers are those of others.
    features_source : Source or None
        What the features of layouts are of, where this is not what the colours are of.
    joined : dict of str -> (Analysis, str)
        The analysis, and the layer in it, that each layer is of; empty where it is its own.
    methods, conditions, figures, shown_layers : list of str
    features : str
    colors : {"activations", "saliency"}
    saliency : dict
        `output` and `scale` of the gradients that activations are multiplied by.
    trials : int
    is_shared : bool
        Whether all layers are laid out together.
    tests : dict
        `permutations`, `resamples` and `alpha` of the tests of groups.
    regions : dict
        `named`, `discovery` and `split` of the experiment.
    named : dict of str -> str
        What the table of named regions calls the layers, by the names of their files.
    shown_group : str or None
        That figures of one group show; None for the first.
    suspects : {"test", "train"}
        Whose labels may be wrong.
    trained_on : Dataset or None
        What the model learned.
    has_folds : bool
        Whether networks that have not learned them judge the labels that the model learned.
    is_compared : bool
        Whether an experiment of kind `comparison` shows its scores.
    instances : list of str or int
        Single inputs whose maps stand below those of the groups.
    with_pictures : bool
        Whether figures of suspicious inputs and subgroups show pictures of the inputs.
    groups_of : str
        The analysis whose groups, of the same inputs, are the same.
    """

    name: str
    experiment: str
    layers: dict
    grouping: Grouping
    layouts: dict
    common: dict
    source: Source | None = None
    features_source: Source | None = None
    joined: dict = field(default_factory=dict)
    methods: list = field(default_factory=lambda: ["sorted"])
    conditions: list = field(default_factory=lambda: ["layout"])
    features: str = "naps"
    colors: str = ACTIVATIONS
    saliency: dict = field(default_factory=dict)
    trials: int = 1
    figures: list = field(default_factory=list)
    shown_layers: list = field(default_factory=list)
    is_shared: bool = False
    tests: dict = field(default_factory=dict)
    regions: dict = field(default_factory=dict)
    effects: dict = field(default_factory=dict)
    named: dict = field(default_factory=dict)
    shown_group: str | None = None
    suspects: str = "test"
    trained_on: Dataset | None = None
    has_folds: bool = False
    is_compared: bool = False
    instances: list = field(default_factory=list)
    with_pictures: bool = True
    groups_of: str = ""

    # What it is.

    # What readers are told that it is.

    @property
    def title(self):
        """Model, or experiment, and groups, in the title of a figure."""
        return f"{self.source_title}, by {self.variable}"

    @property
    def source_title(self):
        """Model, or experiment, in the title of a figure."""
        return (self.source and self.source.title) or self.experiment.replace("_", " ")

    @property
    def variable(self):
        """What the groups are of, as readers are told."""
        names = {**VARIABLES, **self.common["names"]["variables"]}
        return " × ".join(names.get(each, each.replace("_", " ")) for each in self.grouping.by)

    def layer_title(self, layer):
        """What readers are shown for a layer, by its file name."""
        owner, own = self.owner(layer)
        name = owner.layers[own]
        shown = owner.common["names"]["layers"].get(name, name)
        if owner is self:
            return shown
        label = layer.removesuffix(f"-{own}").replace("_", " ")
        return f"{label}: {shown}"

    def layer_words(self, layer):
        """The same with the word layer, but for names that the configuration gives."""
        shown = self.layer_title(layer)
        return shown if shown in self.own_layers else f"layer {shown}"

    @property
    def own_layers(self):
        """Names of layers that the configuration gives."""
        return list(self.common["names"]["layers"].values())

    @property
    def names_for_readers(self):
        """Names as `topomaps.common.reader_names.Names` takes them, layers by their files, too."""
        layers = {each: self.layer_title(each) for each in self.layers}
        by_name = {self.layers[each]: shown for each, shown in layers.items()}
        return {
            **self.common["names"],
            "layers": by_name | layers,
            "own_layers": self.own_layers,
            "by": self.grouping.by,
        }

    @property
    def dataset(self):
        """The dataset that the network saw; None for a user's activations."""
        return self.source and self.source.dataset

    @property
    def dataset_file(self):
        """Its file; None for a user's activations."""
        return self.dataset and self.dataset.file

    @property
    def extraction(self):
        """Which activations it uses, as of `extraction_of`."""
        weighted = self.saliency if self.colors == SALIENCY else None
        return extraction_of(self.grouping, self.source.axes if self.source else {}, weighted)

    @property
    def draws_once(self):
        """Whether its NAPs are of one draw of inputs, so that sums per group will do."""
        return (
            self.conditions == ["layout"]
            and self.stacked is None
            and self.extraction not in (CHECKPOINTS, TOKENS)
        )

    @property
    def stacked(self):
        """Whose activations are stacked to features; None where these are NAPs."""
        return None if self.features in ("naps", SALIENCY) else self.features

    @property
    def is_split(self):
        """Whether regions are found in one half of the inputs and tested in the other."""
        return "split" in self.regions

    @property
    def has_effects(self):
        """Whether regions are replaced to see what they do."""
        return "effects" in self.figures

    def probed(self, layer):
        """Layer that a probe reads for effects in another one; None without a probe.

        It is the deepest unless said; of a user's activations, where nothing can run, the same.
        """
        if "probe" not in self.effects:
            return None
        if not self.source.model:
            return layer
        said = self.effects.get("probe_layer")
        named = (file for file, each in self.layers.items() if each == said)
        return next(named, list(self.layers)[-1])

    def runs_network(self, layer):
        """Whether effects in a layer need the network: a probe of the layer itself does not."""
        return self.probed(layer) != layer

    @property
    def has_errors(self):
        """Whether a figure shows errors of its maps."""
        return self.is_compared or bool(OF_ERRORS & {*self.figures})

    @property
    def has_components(self):
        """Whether a figure shows the connected regions of maps in numbers."""
        return bool(OF_COMPONENTS & {*self.figures})

    @property
    def has_faithfulness(self):
        """Whether a figure shows how faithful its layouts are."""
        return bool(OF_FAITHFULNESS & {*self.figures})

    @property
    def is_scored(self):
        """Whether it has a table of scores."""
        return self.has_errors or self.has_components or self.has_faithfulness

    @property
    def is_judged_on_folds(self):
        """Whether the labels that may be wrong are those that its model was trained on."""
        return self.suspects == "train"

    @property
    def is_judged(self):
        """Whether the labels that may be wrong can be judged input by input."""
        return self.has_folds or not self.is_judged_on_folds

    # Its layers.

    def stored(self, layer):
        """Name under which the activations of a layer, by its file name, are stored."""
        return layer if self.source.model else self.layers[layer]

    @property
    def stored_layers(self):
        """The same of all layers."""
        return [self.stored(layer) for layer in self.layers]

    @property
    def users_layers(self):
        """Layers of a user's activations, whose lengths must be that of the table of inputs."""
        return [] if self.source.model else list(self.layers.values())

    def owner(self, layer):
        """The analysis that a layer is of, and its name in it."""
        return self.joined.get(layer, (self, layer))

    def shown(self, extent="shown"):
        """File names of `all` layers, or of the `shown` ones, by default the deepest."""
        shown = self.shown_layers or list(self.layers.values())[-1:]
        return [file for file, layer in self.layers.items() if extent == "all" or layer in shown]

    @property
    def shown_layer(self):
        """The layer whose maps show sets of inputs: the deepest of the shown ones."""
        return self.shown()[-1]

    # What it is made from.

    def activation_files(self, layer=None):
        """Files of the activations of a layer, or of all layers: those whose change matters."""
        return self.source.files([self.layers[layer]] if layer else self.layers.values())

    def profile_files(self, layer):
        """The same of what NAPs and features of a layer are made from."""
        features = [self.features_source.path] if self.features_source else []
        return [*self.activation_files(layer), *features]

    @property
    def inputs(self):
        """Files of the inputs by name, beside those of the activations."""
        return self.dataset.inputs if self.dataset else {}

    @property
    def judged(self):
        """Source of the inputs whose labels may be wrong: those seen, or those learned."""
        if not self.is_judged_on_folds:
            return self.source
        path = f"results/folds/{self.source.model}/{self.trained_on.name}"
        return Source(path, self.source.title, self.source.model, self.trained_on)

    @property
    def seen_files(self):
        """Files of the activations of all layers, and of what the network saw."""
        return with_dataset(self.activation_files(), self.source)

    @property
    def judged_files(self):
        """The same of the inputs whose labels may be wrong."""
        if not self.is_judged_on_folds:
            return self.seen_files
        return with_dataset(self.judged.path, self.judged)

    @property
    def groups_of_layers(self):
        """Groups of the inputs that each layer has seen."""
        return [self.owner(layer)[0].groups for layer in self.layers]

    @property
    def permuted_files(self):
        """Files of the activations of all layers but the first, which stays as it is."""
        owners = map(self.owner, list(self.layers)[1:])
        files = [file for owner, layer in owners for file in owner.profile_files(layer)]
        return list(dict.fromkeys(files))

    # Where its results lie.

    def path(self, pattern, **wildcards):
        """A path of `paths`, filled in."""
        return pattern.format(experiment=self.name, **wildcards)

    def of_layers(self, pattern, **wildcards):
        """The same of all layers."""
        return [self.path(pattern, layer=layer, **wildcards) for layer in self.layers]

    @property
    def groups(self):
        """Groups of the inputs, which other analyses may share."""
        return paths.GROUPS.format(experiment=self.groups_of)

    @property
    def outcomes(self):
        """Table of what the network predicts for the groups."""
        return paths.OUTCOMES.format(experiment=self.groups_of)

    @property
    def gap_tests(self):
        """Table of the clearest gaps between its groups in what is predicted."""
        return paths.OUTCOME_TESTS.format(experiment=self.groups_of)

    @property
    def inputs_table(self):
        """Table of what became of the inputs."""
        return paths.INPUTS.format(experiment=self.groups_of)

    def naps(self, layer, condition="layout", first=0, last=0):
        """NAPs of a block of trials; in condition `layout` all trials share the first draw."""
        owner, layer = self.owner(layer)
        trials = (first, last) if condition == "naps" else (0, 0)
        block = dict(zip(("first", "last"), trials, strict=True))
        return owner.path(paths.NAPS, layer=layer, condition=condition, **block)

    def naps_of_layout(self, layer, **block):
        """NAPs that a block of layouts is made from; of all layers where these share layouts."""
        return [self.naps(each, **block) for each in (self.layers if self.is_shared else [layer])]

    def base_layout(self, method, **block):
        """Layout that a hybrid starts from; nothing for PSO and random."""
        base = base_of(method)
        return [self.path(paths.LAYOUT, method=base, **block)] if base else []

    @property
    def blocks(self):
        """First and last trial of each job: full blocks, so that more trials keep the old ones."""
        size = min(self.trials, self.common["trials_per_job"])
        return [(first, first + size - 1) for first in range(0, self.trials, size)]

    def first_layout(self, layer, method):
        """Layouts of the block of trials whose first one figures show."""
        first, last = self.blocks[0]
        keys = {"condition": "layout", "first": first, "last": last}
        return self.path(paths.LAYOUT, layer=layer, method=method, **keys)

    def maps(self, layer, method=None):
        """Maps of a layer by a method, or by the first one."""
        return self.path(paths.MAPS, layer=layer, method=method or self.methods[0])

    def maps_of_layers(self, method=None):
        """The same of all layers."""
        return [self.maps(layer, method) for layer in self.layers]

    def block_scores(self):
        """Scores of all layers, conditions, methods and blocks."""
        kinds = (
            (paths.BLOCK_SCORES, self.methods * (self.has_errors or self.has_components)),
            (paths.FAITHFULNESS, [""] * self.has_faithfulness),
        )
        return [
            self.path(file, layer=layer, condition=condition, method=method, first=first, last=last)
            for file, methods in kinds
            for layer in self.layers
            for condition in self.conditions
            for method in methods
            for first, last in self.blocks
        ]

    # What its jobs are told.

    def method_settings(self, method):
        """Those of the settings of layouts that a method, and the base it starts from, use."""
        return method_settings(self.layouts, with_bases([method]))

    def layout_code(self, method):
        """Name of the code that lays out by a method, or all layers together."""
        return "shared" if self.is_shared else method

    def shared_place(self, layer):
        """Place of a layer among those that share their layouts; nothing where they do not."""
        return {"shared": list(self.layers).index(layer)} if self.is_shared else {}

    @property
    def measured_errors(self):
        """How errors of maps are measured; None where no figure shows them."""
        errors = {"image_size": self.common["maps"]["image_size"], **self.common["scores"]}
        return errors if self.has_errors else None

    @property
    def measured_components(self):
        """How the connected regions of maps are measured; None where no figure shows them."""
        return self.common["components"] if self.has_components else None

    @property
    def how(self):
        """How the activations of the inputs of a group become NAPs and features."""
        how = {
            "pool_maps": self.layouts["feature_maps"] == "means",
            "weighted": self.grouping.weighted,
        }
        if self.stacked is None:
            return how
        correct_only = self.stacked == "balanced" and self.layouts["balanced_correct_only"]
        stacked = {"stacked_examples": self.layouts["stacked_examples"]}
        return {**how, **stacked, "correct_only": correct_only}

    def names(self, condition="layout"):
        """What the draws of inputs are seeded by, beside the trial."""
        return {
            "seed": self.common["seed"],
            "experiment": self.name,
            "inputs_of": self.source.seen,
            "condition": condition,
        }

    def profile(self, layer, condition="layout"):
        """All that the NAPs of a layer depend on, beside the groups of its inputs."""
        of_features = {"features_path": self.features_source.path} if self.features_source else {}
        return {
            "source": self.source.settings,
            "layer": self.stored(layer),
            "sampling": self.grouping.sampling,
            "features": self.stacked or "naps",
            "how": self.how,
            "names": self.names(condition),
            **of_features,
        }

    @property
    def quantity_words(self):
        """What the colours are of, in words."""
        weighted = f" {saliency_title(self.saliency)}" if self.colors == SALIENCY else ""
        return f"activation{weighted}"

    @property
    def quantity(self):
        """What NAPs are of, for the colour bar, where these are not the activations."""
        if self.colors != SALIENCY:
            return {}
        return {"quantity": f"NAP of {self.quantity_words}"}

    @property
    def profiles(self):
        """The same of each layer, by the analyses that they are of."""
        return [owner.profile(layer) for owner, layer in map(self.owner, self.layers)]


def extraction_of(grouping, axes, saliency=None):
    """Which activations a grouping needs: a model's, at checkpoints of its training, of tokens.

    `axes` are those of `Source`, `saliency` says of which gradients they are multiplied by.
    """
    if saliency is not None:
        return extraction_kind(saliency)
    if axes.get("tokens") == EACH:
        return TOKENS
    return CHECKPOINTS if grouping.is_by("checkpoint") else ACTIVATIONS


def with_dataset(files, source):
    """Files of activations, and of the dataset that the network saw, if there is one."""
    return {"activations": files, **({"dataset": source.dataset.file} if source.dataset else {})}
