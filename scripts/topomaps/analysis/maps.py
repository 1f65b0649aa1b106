"""`topomaps.Maps`: one object from arrays to maps, tests, tables and the explorer."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from topomaps.activations.inputs import InputTable
from topomaps.analysis import storage
from topomaps.analysis.fitted import Fitted, fit
from topomaps.analysis.given import Given, given_again, given_arrays, given_file
from topomaps.analysis.known_inputs import Said, no_groups
from topomaps.analysis.plots import MapsPlots
from topomaps.analysis.settings import Settings
from topomaps.analysis.tables import Tables
from topomaps.common.files import replacing
from topomaps.common.linear_algebra import methods_on_one_thread
from topomaps.groups.files import GroupedInputs
from topomaps.groups.grouped_inputs import grouped_inputs
from topomaps.library.prepared import method_named
from topomaps.library.seeds import one_seed


@methods_on_one_thread
class Maps:
    """Topographic activation maps of groups of inputs in one layer or several.

    Parameters
    ----------
    activations : array-like, mapping, or path-like
        Activations of n inputs: (n, neurons), (n, tokens, neurons) or (n, height, width, feature
        maps). They are an array, a table of pandas, AnnData, xarray, a tensor, or a sparse matrix.
        A mapping holds several layers of the same inputs by their names. A path is a file or a
        folder that the workflow reads. Other `Maps` are the same activations, to be grouped in
        another way.
    groups : array-like of length n, str, or sequence of str, optional
        Group of each input, as text, numbers, categories or truth values. Inputs whose group is
        missing are left out. Or the name of what inputs are grouped by: a column of the
        activations' table, an attribute, `class`, `prediction`, `correctness` or `confusion`;
        several names are a combination. The labels if left out; without these, nothing can be
        computed until `Maps(maps, groups)` says more.
    labels, predictions : array-like of length n, optional
        Class of each input, and what the network says. Without `labels`, groups are the classes.
    probabilities : array-like, shape (n, C), optional
        What the network says of each input; columns are in the order of the classes, unless they
        or `prediction_names` are named.
    class_names, prediction_names : sequence of str, optional
        What labels and predictions 0, 1, … stand for.
    attributes : table, or mapping of str to sequences of length n, optional
        What else is known of the inputs, to group by.
    inputs : array-like, optional
        The inputs to show: images (n, height, width[, channels]) or texts (n,).
    nuisance, blocks : str, sequence of str, or array-like of length n, optional
        `nuisance`: attributes, or values, within which inputs are permuted. `blocks`: what inputs
        share that depend on each other (a person, a video). Blocks are permuted and resampled as
        wholes.
    layers : sequence of str, optional
        Which layers, in this order; all if left out.
    channels : {"last", "first"}, or mapping of layers to these
        Which axis of feature maps is that of the neurons; "first" in PyTorch's.
    tokens : str or int, optional
        What stands for the tokens of an input: mean, max, first, last, or the index of one.
    mask : array-like, shape (n, tokens), or mapping of layers to these, optional
        Which tokens count; the others are padding.
    missing : sequence of str
        Texts that stand for a missing value.
    **settings
        As of `topomaps.analysis.settings.Settings`, by the names of the workflow's configuration:
        name, only, min_size, weighted, random_groups, examples_per_group, feature_maps,
        permutations, resamples, alpha, permuted_layers, threshold, min_neurons, n_inputs,
        color_limit, resolution, about_people.

    Attributes
    ----------
    naps_ : ndarray, shape (G, N), or dict of str to these
        Neuron activation profiles; by layer where there are several.
    positions_ : ndarray, shape (N, 2), or dict of str to these
        The layout; by layer where there are several.
    groups_ : ndarray of str, shape (G,)
        Names of the groups, in their natural order.
    counts_ : ndarray of int, shape (G,)
        Inputs of each group.
    layers_ : list of str
    n_left_out_ : int
        Inputs that are in no group.

    Notes
    -----
    Results are a function of the arguments and of `random_state`. Seeds are functions of names, as
    in the workflow: its experiment of the same `name` has the same numbers, to the last bit.

    Examples
    --------
    >>> maps = topomaps.Maps(activations, labels).fit()
    >>> maps.plot.maps()
    >>> maps.test()
    >>> maps.explorer("page.html")
    """

    def __init__(
        self,
        activations: Any,
        groups: Any = None,
        *,
        labels: ArrayLike | None = None,
        predictions: ArrayLike | None = None,
        probabilities: Any = None,
        class_names: Sequence[str] | None = None,
        prediction_names: Sequence[str] | None = None,
        attributes: Any = None,
        inputs: Any = None,
        nuisance: Any = (),
        blocks: Any = (),
        layers: Sequence[str] | None = None,
        channels: Any = None,
        tokens: str | int | None = None,
        mask: Any = None,
        missing: Sequence[str] = (),
        **settings: Any,
    ) -> None:
        said = Said(
            groups, labels, predictions, probabilities, class_names, prediction_names, attributes,
            nuisance, blocks, missing,
        )  # fmt: skip
        how = {"inputs": inputs, "layers": layers, "channels": channels, "tokens": tokens}
        if isinstance(activations, Maps):
            given = given_again(activations._given, said, mask=mask, **how)
        elif isinstance(activations, (str, Path)):
            given = given_file(activations, said, missing=missing, **how)
        else:
            given = given_arrays(activations, said, mask=mask, **how)
        self._begin(given, Settings.of(settings))
        if groups is not None:
            self._group()  # else the labels are there, and perhaps not meant to be the groups

    def _begin(self, given: Given, settings: Settings) -> None:
        """Take what is given."""
        self._given, self._settings = given, settings
        self._grouped: GroupedInputs | None = None
        self._fitted: Fitted | None = None
        self._tables: Tables | None = None

    def fit(
        self,
        method: str | Sequence[str] = "sorted",
        random_state: int = 0,
        *,
        shared: bool = False,
        **params: Any,
    ) -> "Maps":
        """Compute the profiles, and lay out the neurons of each layer.

        Parameters
        ----------
        method : str or sequence of str
            One of `topomaps.METHODS`; of several, `positions_` and figures are of the first.
        random_state : int
            Base of all seeds, those of the tests, too.
        shared : bool
            Whether all layers are laid out together, so that places mean the same in each.
        **params
            As of `topomaps.compute_layout`.

        Returns
        -------
        Maps
            The object itself.
        """
        methods = [method] if isinstance(method, str) else list(method)
        fitted = fit(
            self._given, self._inputs, self._settings, [method_named(each) for each in methods],
            one_seed(random_state=random_state), shared=shared, **params,
        )  # fmt: skip
        return self._end(fitted)

    def _end(self, fitted: Fitted) -> "Maps":
        """Take what is fitted; tables of what was before are forgotten."""
        self._fitted = fitted
        self._tables = Tables(self._given, self._inputs, self._settings, fitted)
        return self

    @property
    def activations(self) -> dict[str, NDArray[Any]]:
        """Activations (n, N) or (n, height, width, N) by layer, tokens reduced."""
        return {
            layer: np.asarray((each.means if each.values is None else each.values)[:])
            for layer, each in self._given.layers.items()
        }

    @property
    def inputs(self) -> InputTable:
        """What is known of the inputs: labels, predictions, attributes."""
        return self._given.known

    @property
    def layers_(self) -> list[str]:
        """Names of the layers."""
        return list(self._given.layers)

    @property
    def naps_(self) -> Any:
        """Profiles (G, N); a dictionary by layer where there are several."""
        fitted = self._done()
        return self._by_layer({layer: fitted.naps(layer) for layer in self.layers_})

    @property
    def positions_(self) -> Any:
        """Layout (N, 2) by the first method; a dictionary by layer where there are several."""
        return self._by_layer(self._done().shown)

    @property
    def groups_(self) -> NDArray[np.str_]:
        """Names of the groups (G,), in the order of the rows of the profiles."""
        return np.array(self._done().sampled.names)

    @property
    def counts_(self) -> NDArray[np.integer]:
        """Inputs (G,) of each group."""
        return np.array([len(each) for each in self._done().sampled.inputs])

    @property
    def n_left_out_(self) -> int:
        """Inputs that are in no group."""
        return int((self._inputs.grouping.members < 0).sum())

    @property
    def plot(self) -> MapsPlots:
        """Figures: `maps.plot.maps()` and others, each a `matplotlib.figure.Figure`."""
        return MapsPlots(self._computed())

    def test(self) -> pd.DataFrame:
        """Test whether the groups differ in each layer, by permuting the inputs' groups.

        Returns
        -------
        pandas.DataFrame
            A row for each layer, with the columns of the workflow's table `separation.tsv`: among
            them `effect`, beside it `effect_by_chance`, and `p`.
        """
        return self._computed().separation.copy()

    def pairs(self) -> pd.DataFrame:
        """Test which pairs of groups differ, and how alike their profiles are, in each layer.

        Returns
        -------
        pandas.DataFrame
            As the workflow's table `pairs.tsv`. `typical_g` is the effect size with noise taken
            out, `typical_g_by_chance` what chance gives. `p_holm` is `p` corrected over the pairs.
            `cosine` has its interval and its chance level.
        """
        return self._computed().pairs.copy()

    def regions(self, table: str = "regions") -> pd.DataFrame:
        """Find connected regions of neurons that respond to a group.

        Parameters
        ----------
        table : {"regions", "neurons", "inputs"}
            A row for each region, for each of its neurons, or for each of the inputs that excite
            it most. A description: regions are found in these inputs by choice.
        """
        return self._computed().regions(table)

    def suspicious_inputs(self) -> pd.DataFrame:
        """Find inputs whose label is probably wrong, by all layers and the outputs together.

        Returns
        -------
        pandas.DataFrame
            As the workflow's table, the most suspicious first; `index` is the place of an input.
        """
        return self._computed().suspects.copy()

    def expected_wrong(self) -> pd.DataFrame:
        """How many labels to expect wrong among the first suspicious inputs, and the verdict."""
        return self._computed().expected_wrong.copy()

    def subgroups(self, table: str = "groups") -> pd.DataFrame:
        """Test of each group whether it is one population or two, and find the parts.

        Parameters
        ----------
        table : {"groups", "inputs", "neurons"}
            "groups" has a row for each group and kind of subgroup. "inputs" has one for each input,
            with the probability that it belongs to the second part. "neurons" has the neurons that
            tell the parts apart most.
        """
        return self._computed().subgroup_table(table).copy()

    def faithfulness(self) -> pd.DataFrame:
        """Score how true the layouts are: whether neurons that are neighbours act alike.

        Returns
        -------
        pandas.DataFrame
            As the workflow's table of scores, 1 is best. The method `random`, neurons at random
            places, says what chance gives.
        """
        return self._computed().faithfulness.copy()

    def outcomes(self, table: str = "groups") -> pd.DataFrame:
        """What the network predicts for each group: accuracy, and shares of predicted classes.

        Parameters
        ----------
        table : {"groups", "pairs", "tests"}
            A row for each group, for each pair of groups, or for the clearest gap of each outcome
            beside what chance gives.
        """
        return self._computed().outcome_table(table).copy()

    def explorer(
        self,
        path: str | Path,
        *,
        title: str = "",
        pictures: bool | None = None,
        n_inputs: int = 500,
        picture_size: int = 64,
        suspicious: bool = True,
    ) -> Path:
        """Write the explorer: all maps, tests and inputs in one page for a browser, offline.

        Parameters
        ----------
        path : path-like
            Of the `.html` file.
        title : str
        pictures : bool, optional
            Whether the page shows the inputs; if left out, unless they are people.
        n_inputs, picture_size : int
            Inputs in the page, and pixels of the longer side of a picture.
        suspicious : bool
            Whether labels are judged, which takes a while for many inputs.

        Returns
        -------
        pathlib.Path
        """
        from topomaps.analysis.page import Wanted, page_of

        page = page_of(
            self._computed(), Wanted(title, pictures, n_inputs, picture_size, suspicious)
        )
        with replacing(path) as temporary:
            temporary.write_text(page, encoding="utf-8")
        return Path(path)

    def save(self, path: str | Path) -> Path:
        """Write activations, inputs and what was fitted to a `.npz` file.

        The workflow reads it: an experiment of the same name with `activations: <path>` and the
        same groups has the same numbers.

        Parameters
        ----------
        path : path-like

        Returns
        -------
        pathlib.Path
        """
        return storage.save(path, self._given, self._settings, self._fitted)

    @classmethod
    def load(cls, path: str | Path) -> "Maps":
        """Read maps that `save` has written; what was fitted is not laid out anew."""
        said = storage.read_said(path)
        groups = {key: said[key] for key in ("nuisance", "blocks")}
        given = given_file(path, Said(said["by"] or None, **groups))
        names, neurons = storage.read_names(path, given.layers)
        given = given._replace(names=names, neurons=neurons, title=said["title"], source="")
        maps = cls.__new__(cls)
        maps._begin(given, Settings(**said["settings"]))
        if "methods" not in said:
            return maps
        positions = storage.read_positions(path, given.layers, said["methods"])
        how = {"shared": said["shared"], "positions": positions, **said["params"]}
        fitted = fit(given, maps._inputs, maps._settings, said["methods"], said["seed"], **how)
        return maps._end(fitted)

    @classmethod
    def from_results(
        cls, results: str | Path, experiment: str, layer: str | Sequence[str] | None = None
    ) -> "Maps":
        """Maps and tests of an experiment of the workflow, from the files of its run.

        Parameters
        ----------
        results : path-like
            The folder `results` of the run.
        experiment : str
            Name of the experiment; of one of several groupings, with its name behind it.
        layer : str or sequence of str, optional
            All layers if left out.

        Returns
        -------
        Maps
            Fitted. What the run has not made is computed from the activations, where they lie at
            the place that the configuration says.
        """
        from topomaps.analysis.results import opened

        maps = cls.__new__(cls)
        maps._given, maps._grouped, maps._settings, maps._fitted, maps._tables = opened(
            results, experiment, layer
        )
        return maps

    def _by_layer(self, values: Mapping[str, Any]) -> Any:
        """Values by layer; of a single layer its own."""
        return dict(values) if len(values) > 1 else next(iter(values.values()))

    @property
    def _inputs(self) -> GroupedInputs:
        """The inputs in their groups; ValueError if these are not known, or no two."""
        return self._group() if self._grouped is None else self._grouped

    def _group(self) -> GroupedInputs:
        """Group the inputs."""
        given = self._given
        if not given.by:
            raise ValueError(no_groups(given.known.attributes))
        self._grouped = grouped_inputs(
            given.known, by=given.by, nuisance=given.nuisance, blocks=given.blocks,
            **self._settings.groups,
        )  # fmt: skip
        return self._grouped

    def _done(self) -> Fitted:
        """What `fit` has computed; ValueError before."""
        if self._fitted is None:
            if not self._given.by:
                raise NotFittedError(no_groups(self._given.known.attributes))
            raise NotFittedError("these maps are not fitted yet; call fit() first: maps.fit()")
        return self._fitted

    def _computed(self) -> Tables:
        self._done()
        assert self._tables is not None
        return self._tables

    def __repr__(self) -> str:
        """Say what the maps are of, in one line."""
        given = self._given
        groups = f"groups by {given.title}" if given.by else "no groups"
        if self._grouped is not None:
            groups = f"{len(self._grouped.grouping.names)} {groups}"
        layers = ", ".join(
            f"{name} ({each.means.shape[1]} neurons)" for name, each in given.layers.items()
        )
        state = "fitted" if self._fitted else "not fitted"
        return f"<topomaps.Maps of {groups} of {given.n_inputs} inputs in {layers}; {state}>"

    def _repr_html_(self) -> str:
        """Show the maps in a notebook, below what they are of."""
        from base64 import b64encode
        from html import escape
        from io import BytesIO

        words = f"<p>{escape(repr(self)[1:-1])}</p>"
        if self._fitted is None:
            return f"{words}<p>Not fitted: call <code>fit()</code>.</p>"
        file = BytesIO()
        self.plot.maps().savefig(file, format="png", bbox_inches="tight", dpi=100)
        picture = b64encode(file.getvalue()).decode()
        return f'{words}<img alt="maps of all groups" src="data:image/png;base64,{picture}">'


class NotFittedError(ValueError, AttributeError):
    """Something is asked for that `fit` computes (as scikit-learn's error of this name)."""
