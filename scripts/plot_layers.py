"""Show the maps of all layers together, on shared layouts or each turned towards the first."""

import numpy as np
import pandas as pd
from topomaps.common.files import load_arrays, load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.figures.layers import plot_layers
from topomaps.figures.style import save_figure
from topomaps.maps.alignment import maps_below
from topomaps.maps.rendering import map_images
from topomaps.statistics.chance import chance_level


def main(*, maps, chance, png, pdf, turns, layers, turn, resolution, image_size):
    """Draw the figure and write how each layer was turned, how similar it became, and by chance."""
    shown, found = [], []
    for path in maps:
        arrays = load_arrays(path)
        positions, fields, best = maps_below(
            shown[0]["fields"] if shown else None, arrays["naps"], arrays["positions"],
            turn=turn, resolution=resolution,
        )  # fmt: skip
        if turn:
            arrays["images"] = map_images(fields, float(arrays["limit"]), image_size)
        shown.append({**arrays, "fields": fields, "positions": positions})
        found.append(best)
    table = pd.DataFrame(found).rename(columns={"angle": "degrees"})
    table["degrees"] = np.rad2deg(table["degrees"])
    table.insert(0, "layer", layers)
    table = table.join(_chance(table, load_table(chance, dtype={"layer": str})))
    save_table(turns, table)
    save_figure(plot_layers(dict(zip(layers, shown, strict=True)), table, turn), png, pdf)


def _chance(table, permuted):
    """Chance level of the similarity of each layer, and how many permutations it is from."""
    null = {layer: rows["similarity"].to_numpy() for layer, rows in permuted.groupby("layer")}
    nulls = [null.get(layer, np.empty(0)) for layer in table["layer"]]
    levels = [chance_level(*each) for each in zip(table["similarity"], nulls, strict=True)]
    return pd.DataFrame(levels).assign(permutations=[len(each) for each in nulls])


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
