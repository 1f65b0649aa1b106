"""Bring a user's images or numbers into the form that all later stages read."""

from pathlib import Path

from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for
from topomaps.data.image_files import decode_files
from topomaps.data.splits import as_dataset
from topomaps.data.tables import FILE, LABEL, columns_of, listed_folder, read_numbers, read_table


def main(
    *, path, output, name, source, label, attributes, image_size, channels, scale, test_share,
    damaged_images, seed,
):  # fmt: skip
    """Write the arrays of a folder of class folders, a table of image files, or of numbers."""
    table = listed_folder(path) if source == "folder" else read_table(path)
    label = LABEL if source == "folder" else label
    if source == "image_table" and attributes is None:
        attributes = [each for each in table if each not in (FILE, label)]
    known = columns_of(table, path, [label, *(attributes or ())])
    if source == "table":
        inputs = read_numbers(table, path, left_out=[label, *(attributes or ())])
    else:
        folder = path if source == "folder" else Path(path).parent
        files = columns_of(table, path, [FILE])[FILE].fillna("")
        inputs, read = decode_files(folder, files, image_size, channels, damaged_images)
        known = {key: values.iloc[read] for key, values in known.items()}
    generator = generator_for(seed, "split", name)
    labels = known.pop(label)
    dataset = as_dataset(
        inputs, labels, known, scale=scale, test_share=test_share, generator=generator
    )
    save_arrays(output, **dataset)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            path=snakemake.input.data,
            output=snakemake.output.dataset,
            name=snakemake.wildcards.dataset,
            **snakemake.params.settings,
        )
