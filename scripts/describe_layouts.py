"""Describe the layouts of all methods in numbers: density, roundness, image errors."""

from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.scores.layout_table import describe_layouts


def main(*, maps, table, methods, blur_radii, resize_sizes):
    """Write a row per method, from one file of maps each."""
    arrays = {method: load_arrays(path) for method, path in zip(methods, maps, strict=True)}
    save_table(table, describe_layouts(arrays, resize_sizes, blur_radii))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            maps=snakemake.input.maps,
            table=snakemake.output.table,
            **snakemake.params.settings,
        )
