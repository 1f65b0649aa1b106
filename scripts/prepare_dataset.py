"""Bring a dataset into the form that all later stages read; plant label errors if asked to."""

from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.data.datasets import read_dataset, with_altered_labels
from topomaps.data.sources import source_named


def main(*, source, files, output, alter=None, seed=0):
    """Write the arrays of a source, read from its downloaded `files`, to the `.npz` file `output`.

    `alter` (split, from, to, fraction) says which labels become wrong; None leaves them.
    """
    dataset = read_dataset(source_named(source), files)
    if alter:
        dataset = with_altered_labels(dataset, alter, seed_for(seed, "altered labels", source))
    save_arrays(output, **dataset)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            files=snakemake.input.files,
            output=snakemake.output.dataset,
            **snakemake.params.settings,
        )
