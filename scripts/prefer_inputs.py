"""Seek inputs that would excite regions most, beside those of the data that do."""

import logging

from threadpoolctl import threadpool_limits
from topomaps.attributions.questions import files_of, questions_of
from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.data.dataset import open_dataset
from topomaps.preferred_inputs.preferred import prefer_all, preferred_arrays, smaller, why_not


def main(
    *, dataset, network, arrays, source, layer, network_layer, tokens, model, seed,
    tensorflow_threads, chosen, names, **files,
):  # fmt: skip
    """Write arrays of preferred inputs; where there can be none, the sentence why."""
    from topomaps.activations.network_inputs import open_for_dataset  # here, for Keras takes long

    data = open_dataset(dataset)
    model = smaller(model, chosen["largest_side"])
    opened, preprocess = open_for_dataset(network, model, data, None, seed, tensorflow_threads)
    questions = questions_of(source, layer, chosen, names, **files)
    why, found = why_not(opened, data), []
    if why:
        logging.warning("%s", why)
    else:
        with threadpool_limits(1, "blas"):
            found = prefer_all(
                opened, preprocess, network_layer, tokens, data, questions, chosen, names
            )
    save_arrays(arrays, **preferred_arrays(questions, found, why))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **files_of(snakemake.input),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
