"""Figures of an analysis, by the names of the workflow's."""

from topomaps import plot


class MapsPlots:
    """Figures of fitted maps; each method returns a `matplotlib.figure.Figure`."""

    def __init__(self, maps):
        self._maps = maps

    def maps(self, layer=None, **options):
        """Maps of all groups in a layer, the last one if left out."""
        maps = self._maps
        layer = maps.layers_[-1] if layer is None else layer
        fitted = maps._done()
        positions = next(iter(fitted.positions[layer].values()))
        return plot.maps(
            fitted.naps(layer), positions, maps.groups_, counts=maps.counts_, **options
        )
