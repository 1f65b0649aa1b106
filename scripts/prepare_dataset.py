"""Bring a dataset of any source into the form that all later stages read."""

from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for, seed_for
from topomaps.data.described_inputs import folder_dataset, image_table_dataset, table_dataset
from topomaps.data.label_alterations import with_altered_labels
from topomaps.data.people import people_dataset
from topomaps.data.published_images import image_dataset
from topomaps.data.sources import source_named


def main(
    *, output, source, name="", seed=0, files=(), path=None, images=None, label=None,
    attributes=None, image_size=None, channels=None, scale=None, test_share=1.0,
    damaged_images="skip", accept_subset=False, alter=None,
):  # fmt: skip
    """Write the dataset called `name` to the `.npz` file `output`.

    It is read from the downloaded `files` of a source, or from a user's `path` (and `images`).
    `alter` (split, from, to, fraction) says which labels become wrong; None leaves them.
    """
    split = {"test_share": test_share, "generator": generator_for(seed, "split", name)}
    shown = {"image_size": image_size, "channels": channels}
    described = {"label": label, "attributes": attributes, "scale": scale}
    if source == "folder":
        dataset = folder_dataset(path, **split, scale=scale, **shown)
    elif source == "image_table":
        dataset = image_table_dataset(
            path, images=images, damaged_images=damaged_images, **split, **described, **shown
        )
    elif source == "table":
        dataset = table_dataset(path, **split, **described)
    elif (published := source_named(source)).class_names:
        dataset = image_dataset(published, files)
    else:
        dataset = people_dataset(published, files, accept_subset=accept_subset, **shown)
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
