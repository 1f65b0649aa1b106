"""Interpolate and paint the maps of all groups on the first layout of a method."""

import numpy as np
from topomaps.common.files import load_arrays, save_arrays
from topomaps.common.logs import adapter_log
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import as_number, map_images
from topomaps.maps.rendering import color_limit as limit_of


def main(*, naps, layout, maps, resolution, image_size, color_limit, quantity="NAP value"):
    """Write all that figures show of the first trial: positions, NAPs and map images.

    The images are painted twice: as figures show them, with `maps.color_limit`, and as the papers
    measure them, up to the largest value.
    """
    profiles = load_arrays(naps)
    values, positions = profiles["naps"][0], load_arrays(layout)["positions"][0]
    limit = limit_of(values, color_limit)
    fields = MapGrid(positions, resolution).interpolate(values)
    save_arrays(
        maps,
        images=map_images(fields, limit, image_size),
        scored_images=map_images(fields, limit_of(values), image_size),
        positions=positions,
        naps=values,
        limit=limit,
        percentile=as_number(color_limit),
        quantity=np.array(quantity),
        counts=profiles["counts"][0],
        examples=profiles["examples"][0],
        **{key: profiles[key] for key in ("groups", "rows", "columns", "kinds")},
    )


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            naps=snakemake.input.naps,
            layout=snakemake.input.layout,
            maps=snakemake.output.maps,
            **snakemake.params.settings,
        )
