"""Bring a dataset of any source into the form that all later stages read."""

from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for, seed_for
from topomaps.data.label_alterations import with_altered_labels
from topomaps.data.preparation import prepared
from topomaps.data.sources import source_named


def main(*, output, source, name="", seed=0, files=(), alter=None, **settings):
    """Write the dataset called `name` to the `.npz` file `output`.

    It is read from the downloaded `files` of a source, or from the `path` of a user; `settings`
    are the keys of the configuration. `alter` (split, from, to, fraction) says which labels become
    wrong; None leaves them.
    """
    generator = generator_for(seed, "split", name)
    dataset = prepared(source_named(source), files, settings, generator)
    if alter:
        dataset = with_altered_labels(dataset, alter, seed_for(seed, "altered labels", source))
    save_arrays(output, **dataset)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            output=snakemake.output.dataset,
            name=snakemake.wildcards.dataset,
            files=snakemake.input.files,
            **snakemake.params.settings,
        )
