"""Interpolate and paint the maps of all groups on the first layout of a method."""

from topomaps.common.files import load_arrays, save_arrays
from topomaps.common.logs import adapter_log
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images


def main(*, naps, layout, maps, resolution, image_size):
    """Write all that figures show of the first trial: positions, NAPs and map images."""
    profiles = load_arrays(naps)
    values, positions = profiles["naps"][0], load_arrays(layout)["positions"][0]
    limit = color_limit(values)
    fields = MapGrid(positions, resolution).interpolate(values)
    save_arrays(
        maps,
        images=map_images(fields, limit, image_size),
        positions=positions,
        naps=values,
        limit=limit,
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
