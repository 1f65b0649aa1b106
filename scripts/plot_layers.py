"""Show the maps of all layers together, on shared layouts or each turned towards the first."""

import numpy as np
import pandas as pd
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.figures.layers import plot_layers
from topomaps.figures.style import save_figure
from topomaps.maps.alignment import Turn, best_turn, map_similarity, turned
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import map_images


def main(*, maps, png, pdf, turns, layers, turn, resolution, image_size):
    """Draw the figure and write how each layer was turned, and how similar it became."""
    shown, found = [], []
    for path in maps:
        arrays = load_arrays(path)
        fields = MapGrid(arrays["positions"], resolution).interpolate(arrays["naps"])
        best = Turn(0.0, False, 1.0)
        if turn:
            best = best_turn(shown[0]["fields"] if shown else fields, fields)
            positions = turned(arrays["positions"], best)
            fields = MapGrid(positions, resolution).interpolate(arrays["naps"])
            arrays["images"] = map_images(fields, float(arrays["limit"]), image_size)
        shown.append({**arrays, "fields": fields})
        # Of the maps as they are drawn: a turned layout is scaled to the unit square again.
        found.append(best._replace(similarity=map_similarity(shown[0]["fields"], fields)))
    degrees = np.rad2deg([each.angle for each in found])
    table = pd.DataFrame(found).assign(angle=degrees)
    table.insert(0, "layer", layers)
    save_table(turns, table.rename(columns={"angle": "degrees"}))
    save_figure(plot_layers(dict(zip(layers, shown, strict=True)), found, turn), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
