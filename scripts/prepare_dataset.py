"""Bring a dataset of any source into the form that all later stages read."""

from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for, seed_for
from topomaps.data.account import check_left_out, read_account
from topomaps.data.image_faults import without_faulty_images
from topomaps.data.kinds import IMAGE
from topomaps.data.label_alterations import with_altered_labels
from topomaps.data.preparation import prepared
from topomaps.data.sources import source_named


def main(
    *, output, source, name="", seed=0, files=(), alter=None, damaged_images="skip",
    max_left_out=1.0, **settings,
):  # fmt: skip
    """Write the dataset called `name` to the `.npz` file `output`.

    It is read from the downloaded `files` of a source, or from the `path` of a user; `settings`
    are the keys of the configuration. `alter` (split, from, to, fraction) says which labels become
    wrong; None leaves them. `damaged_images` (skip or refuse) and `max_left_out` (a share) say what
    may be left out.
    """
    settings = {**settings, "damaged_images": damaged_images}
    dataset = prepared(source_named(source), files, settings, generator_for(seed, "split", name))
    if "files" in dataset and str(dataset["kind"]) == IMAGE:
        dataset = without_faulty_images(dataset, on_damaged=damaged_images)
    check_left_out(read_account(str(dataset["account"])), max_left_out, name)
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
