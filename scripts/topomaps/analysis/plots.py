"""Figures of an analysis, by the names of the workflow's."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from topomaps.figures.users_look import LOOK  # noqa: F401 - before all that draws

# isort: split
from topomaps.explorer.intervals import half_widths
from topomaps.explorer.moments import centring, group_moments
from topomaps.figures.canvas import palette
from topomaps.figures.layers import plot_layers
from topomaps.figures.map_grid import plot_map_grid
from topomaps.figures.neurons import plot_neurons
from topomaps.figures.plain_arrays import painted_arrays
from topomaps.figures.regions import plot_regions
from topomaps.figures.separation import plot_separation
from topomaps.figures.significant import plot_significant
from topomaps.figures.single_neuron import plot_single_neuron
from topomaps.figures.subgroups import N_ROWS as N_SUBGROUPS
from topomaps.figures.subgroups import plot_subgroups
from topomaps.figures.suspicious_inputs import N_ROWS, plot_suspicious_inputs
from topomaps.figures.user_figures import axes_of_groups, draw_in_axes, user_figure
from topomaps.maps.layers_together import layers_together
from topomaps.maps.rendering import as_number, color_limit
from topomaps.maps.subgroup_maps import subgroup_maps
from topomaps.maps.suspect_maps import suspect_maps
from topomaps.profiles.naps import group_means
from topomaps.statistics.permutable import noted
from topomaps.statistics.subgroup_tables import shown_subgroups, subgroup_verdict
from topomaps.statistics.suspect_tables import suspect_pairs

__all__ = ["MapsPlots"]
_Limit = Any
MAX_LIMITS = "max"
IMAGE_SIDE = 300


class MapsPlots:
    """Figures of fitted maps; each method returns a `matplotlib.figure.Figure`.

    All take `ax` (axes of matplotlib, in whose place the figure is drawn), `cmap` (colours from
    the lowest to the highest value) and `title`; maps take `limit`, the value of the strongest
    colour. Without a `layer`, it is the last one.
    """

    def __init__(self, tables: Any) -> None:
        self._tables = tables

    @user_figure
    def maps(
        self, layer: str | None = None, *, reorder: bool = False, limit: _Limit = None,
        ax: Any = None, cmap: Any = None, title: str | None = None,
    ) -> Figure:  # fmt: skip
        """Maps of all groups. With one of the axes for each group in `ax`, each in its own."""
        painted = self._painted(layer, limit)
        if axes := axes_of_groups(ax, len(painted["groups"])):
            return draw_in_axes(painted, axes, title)
        return plot_map_grid(painted, reorder)

    @user_figure
    def neurons(
        self, layer: str | None = None, *, limit: _Limit = None, ax: Any = None, cmap: Any = None,
        title: str | None = None,
    ) -> Figure:  # fmt: skip
        """Neurons as dots in the colours of their NAPs, once for each group."""
        painted = self._painted(layer, limit)
        if axes := axes_of_groups(ax, len(painted["groups"])):
            return draw_in_axes(painted, axes, title, as_dots=True)
        return plot_neurons(painted)

    @user_figure
    def layers(
        self, layers: Sequence[str] | None = None, *, limit: _Limit = None, ax: Any = None,
        cmap: Any = None, title: str | None = None,
    ) -> Figure:  # fmt: skip
        """Maps of all layers, each turned towards the first, beside how alike chance makes them."""
        tables = self._tables
        chosen = list(tables.given.layers) if layers is None else list(layers)
        turn = not tables.fitted.is_shared
        shown, table = layers_together(
            {each: self._painted(each, limit) for each in chosen}, tables.chance_of_layers(chosen),
            turn=turn, resolution=tables.settings.resolution, image_size=self._side,
            palette=palette(),
        )  # fmt: skip
        return plot_layers(shown, table, turn)

    @user_figure
    def regions(
        self, layer: str | None = None, *, limit: _Limit = None, ax: Any = None, cmap: Any = None,
        title: str | None = None,
    ) -> Figure:  # fmt: skip
        """The largest region of each group, and the inputs that excite it most."""
        layer, tables = self._layer(layer), self._tables
        found, examples = tables.region_neurons[layer], tables.region_inputs[layer]
        return plot_regions(self._painted(layer, limit), found, examples, tables.given.shown)

    @user_figure
    def separation(self, *, ax: Any = None, cmap: Any = None, title: str | None = None) -> Figure:
        """How far the groups lie apart in each layer, beside what chance gives."""
        table = noted(self._tables.separation)
        return plot_separation(table, title or self._title, self._tables.settings.alpha)

    @user_figure
    def significant(
        self, layer: str | None = None, *, limit: _Limit = None, ax: Any = None, cmap: Any = None,
        title: str | None = None,
    ) -> Figure:  # fmt: skip
        """Maps with lines around the neurons that lie off the mean over groups by more than chance.

        Of all layers, if none is named.
        """
        layers = self._tables.given.layers if layer is None else [self._layer(layer)]
        compared = self._tables.compared
        shown = {
            each: (self._painted(each, limit), compared[each].neurons_of_groups) for each in layers
        }
        return plot_significant(shown, title or self._title, self._tables.settings.alpha)

    @user_figure
    def suspicious(
        self, layer: str | None = None, *, limit: _Limit = None, ax: Any = None, cmap: Any = None,
        title: str | None = None,
    ) -> Figure:  # fmt: skip
        """The most suspicious inputs, beside the maps of their label and of what they act like."""
        layer, tables = self._layer(layer), self._tables
        table, place = tables.suspects, list(tables.given.layers).index(layer)
        pairs = suspect_pairs(table, N_ROWS)
        maps = suspect_maps(
            pairs, table, tables.labelled, tables.labelled_layers[place],
            tables.fitted.shown[layer], **self._how(limit),
        )  # fmt: skip
        verdict = tables.expected_wrong["verdict"].iloc[0]
        return plot_suspicious_inputs(
            pairs,
            table,
            maps,
            tables.given.shown,
            verdict if title else f"{self._title}. {verdict}",
        )

    @user_figure
    def subgroups(
        self, layer: str | None = None, *, limit: _Limit = None, ax: Any = None, cmap: Any = None,
        title: str | None = None,
    ) -> Figure:  # fmt: skip
        """Groups that have two modes: their parts beside the whole, and the inputs."""
        layer, tables = self._layer(layer), self._tables
        found, place = tables.subgroups, list(tables.given.layers).index(layer)
        rows = shown_subgroups(found["groups"], N_SUBGROUPS)
        maps, examples = subgroup_maps(
            rows, found["inputs"], tables.labelled, tables.labelled_layers[place],
            tables.fitted.shown[layer], **self._how(limit),
        )  # fmt: skip
        verdict = subgroup_verdict(found["groups"])
        return plot_subgroups(
            rows,
            found["neurons"],
            maps,
            examples,
            tables.given.shown,
            verdict if title else f"{self._title}. {verdict}",
        )

    @user_figure
    def neuron(
        self, neuron: int | str, layer: str | None = None, *, limit: _Limit = None, ax: Any = None,
        cmap: Any = None, title: str | None = None,
    ) -> Figure:  # fmt: skip
        """One neuron: its place, and its NAP in each group with interval and p.

        Parameters
        ----------
        neuron : int or str
            Its number from 0 on, or its name where the activations are a table.
        layer, limit, ax, cmap, title
            As of the other figures.
        """
        layer = self._layer(layer)
        number, tables = self._number(neuron, layer), self._tables
        p, least = tables.p_of_neuron(layer, number)
        words = f"neuron {neuron} of {layer}"
        half = self._half_widths(layer)[:, number]
        return plot_single_neuron(
            self._painted(layer, limit), number, half, p, least, title or words
        )

    @user_figure
    def map_of(
        self, inputs: int | Sequence[int], layer: str | None = None, *, limit: _Limit = None,
        ax: Any = None, cmap: Any = None, title: str | None = None,
    ) -> Figure:  # fmt: skip
        """Map of one input, or of the mean of several, against the mean over the groups.

        Parameters
        ----------
        inputs : int or sequence of int
            Their numbers from 0 on. A single input is noisier than a group: the colours are its
            own unless there is a `limit`.
        layer, limit, ax, cmap, title
            As of the other figures.
        """
        layer, tables = self._layer(layer), self._tables
        chosen = np.atleast_1d(np.asarray(inputs, dtype=int))
        tables.check_inputs(chosen)
        means = group_means(
            tables.given.layers[layer].means, [*tables.fitted.sampled.inputs, chosen]
        )
        values = means[-1] - np.nanmean(means[:-1], axis=0)
        name = f"input {chosen[0]}" if len(chosen) == 1 else f"{len(chosen)} inputs"
        painted = painted_arrays(
            values, tables.fitted.shown[layer], [name], [len(chosen)], limit,
            tables.settings.resolution,
        )  # fmt: skip
        if axes := axes_of_groups(ax, 1):
            return draw_in_axes(painted, axes, title)
        return plot_map_grid(painted, False)

    @property
    def _title(self):
        return f"{self._tables.settings.name.replace('_', ' ')}, by {self._tables.given.title}"

    @property
    def _side(self):
        """Pixels of a map image along its side."""
        resolution = self._tables.settings.resolution
        return resolution * max(1, IMAGE_SIDE // resolution)

    def _how(self, limit):
        """How sets of inputs are painted, as of `topomaps.maps.set_maps.set_maps`."""
        settings = self._tables.settings
        percentile = MAX_LIMITS if limit == MAX_LIMITS else settings.color_limit
        own = None if limit in (None, MAX_LIMITS) else limit
        return {"resolution": settings.resolution, "image_size": self._side,
                "percentile": percentile, "limit": own, "palette": palette()}  # fmt: skip

    def _layer(self, layer):
        """A layer by its name, the last one without."""
        names = list(self._tables.given.layers)
        if layer is None:
            return names[-1]
        if str(layer) not in names:
            raise ValueError(f"there is no layer {layer!r}; there are: {', '.join(names)}")
        return str(layer)

    def _painted(self, layer, limit):
        """Arrays of the maps of a layer, as the script `render_maps` writes them."""
        layer, tables = self._layer(layer), self._tables
        arrays, settings = tables.fitted.profiles[layer], tables.settings
        naps, colors = arrays["naps"][0], {}
        if limit is None:
            limit = color_limit(naps, settings.color_limit)
            colors = {"percentile": as_number(settings.color_limit)}
        painted = painted_arrays(
            naps, tables.fitted.shown[layer], arrays["groups"], arrays["counts"][0], limit,
            settings.resolution,
        )  # fmt: skip
        return painted | colors | {key: arrays[key] for key in ("rows", "columns", "kinds")}

    def _number(self, neuron, layer):
        """Number of a neuron, which may be named."""
        n_neurons = self._tables.fitted.naps(layer).shape[1]
        names = (self._tables.given.neurons or {}).get(layer) or []
        if isinstance(neuron, str):
            if neuron in names:
                return names.index(neuron)
            raise ValueError(f"layer {layer!r} has no neuron {neuron!r}; give a number")
        if not -n_neurons <= neuron < n_neurons:
            raise ValueError(f"layer {layer!r} has {n_neurons} neurons, but no neuron {neuron}")
        return int(neuron) % n_neurons

    def _half_widths(self, layer):
        """Half the lengths (G, N) of the 95 % intervals of NAPs, as the explorer has them."""
        tables = self._tables
        moments = group_moments(
            tables.given.layers[layer].means, tables.fitted.sampled.inputs, tables.inputs.blocks
        )
        frames = np.zeros(len(moments.counts), dtype=int)
        return half_widths(moments, centring(moments.counts, frames, tables.settings.weighted))
