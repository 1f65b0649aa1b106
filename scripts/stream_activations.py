"""Run a network over all images, keeping sums per group and means per image of each layer."""

import json
import logging
from dataclasses import asdict

from threadpoolctl import threadpool_limits
from topomaps.activations.streaming import stream_layers, streamed_arrays
from topomaps.common.files import replacing, save_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for, seed_for
from topomaps.data.image_archives import ImageBatches
from topomaps.data.label_tables import read_matched
from topomaps.data.sources import source_named
from topomaps.groups.attributes import attribute_groups, membership


def main(
    *, archive, table, weights, activations, images, decoding, source, model, layers, groupings,
    on_damaged, seed, tensorflow_threads,
):  # fmt: skip
    """Write what is kept of each layer, and which images it was computed from."""
    from topomaps.models import applications
    from topomaps.models import (
        training as models,  # here, so that TensorFlow's talk goes to the log
    )

    known = source_named(source)
    rows = read_matched(table, known.attributes)
    groups = {
        name: attribute_groups(rows, **how, generator=generator_for(seed, "groups", source, name))
        for name, how in groupings.items()
    }
    name, shape = model["application"], known.image_shape
    models.make_deterministic(seed_for(seed, "weights", name), tensorflow_threads)
    options = {key: model[key] for key in ("include_top", "alpha") if key in model}
    network = applications.build_application(name, weights, image_shape=shape, **options)
    preprocess = applications.preprocessing(name, model["preprocessing"])
    forward = applications.layer_function(network, layers, preprocess)
    logging.info("%s has %d parameters", network.name, network.count_params())
    batches = ImageBatches(archive, rows["file"], shape, model["batch_size"], on_damaged)
    members = membership([each for part in groups.values() for each in part.images], len(rows))
    with threadpool_limits(1, "blas"):  # sums of several threads would round differently
        streamed, read = stream_layers(forward, batches, members)
    logging.info(batches.report.sentence())
    save_arrays(activations, **streamed_arrays(streamed, read, groups))
    save_table(images, rows[read])
    resized = {f"{w} x {h}": n for (w, h), n in batches.report.resized.items()}
    report = {**asdict(batches.report), "resized": resized}
    with replacing(decoding) as temporary:
        temporary.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            archive=snakemake.input.images,
            table=snakemake.input.table,
            weights=snakemake.input.weights[0] if snakemake.input.get("weights") else None,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
