"""Match the label table of a dataset with the images in its archive, and count what is missing."""

import json
from dataclasses import asdict

from topomaps.common.files import replacing, save_table
from topomaps.common.logs import adapter_log
from topomaps.data.image_archives import image_names
from topomaps.data.label_tables import match_images, read_label_table
from topomaps.data.sources import source_named


def main(*, images, labels, table, coverage, source, accept_subset):
    """Write the labelled images that are there, and how labels and images fit each other."""
    known = source_named(source)
    matched, fit = match_images(
        read_label_table(labels, known.attributes),
        image_names(images),
        accept_subset=accept_subset,
        n_published=known.n_published,
    )
    save_table(table, matched)
    with replacing(coverage) as temporary:
        temporary.write_text(json.dumps(asdict(fit), indent=2) + "\n")


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            images=snakemake.input.images,
            labels=snakemake.input.labels,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
