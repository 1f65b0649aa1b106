"""Find which parts of inputs drive regions, and check that against randomised networks."""

import pandas as pd
from threadpoolctl import threadpool_limits
from topomaps.activations.dataset_inputs import rows_of_inputs
from topomaps.attributions.explanations import CHECKS, PARTS, explained_arrays
from topomaps.attributions.questions import files_of, questions_of
from topomaps.common.files import save_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.data.dataset import open_dataset


def main(
    *, dataset, network, arrays, checks, parts, source, layer, network_layer, tokens, model,
    seed, tensorflow_threads, chosen, names, **files,
):  # fmt: skip
    """Write arrays of attributions, a table of their checks, and one of parts that have names."""
    from topomaps.activations.network_inputs import open_for_dataset  # here, for Keras takes long
    from topomaps.attributions.loaded_inputs import InputLoader
    from topomaps.attributions.runs import Run, explain_all, possible_methods

    data, rows = open_dataset(dataset), rows_of_inputs(source["path"])
    opened, preprocess = open_for_dataset(network, model, data, None, seed, tensorflow_threads)
    questions = questions_of(source, layer, chosen, names, **files)
    with threadpool_limits(1, "blas"):
        loader = InputLoader(
            opened, preprocess, data, rows, chosen["cells"], chosen["baseline"], names
        )
        run = Run(
            opened, preprocess, network_layer, tokens, loader, model["batch_size"],
            possible_methods(chosen["methods"], opened, loader), chosen["randomised"],
            chosen["orders"], names,
        )  # fmt: skip
        results, of_checks, of_parts = explain_all(run, questions)
    found = explained_arrays(questions.regions, questions.most, questions.activations[0], results)
    save_arrays(arrays, **found)
    save_table(checks, pd.DataFrame(of_checks, columns=CHECKS))
    save_table(parts, pd.DataFrame(of_parts, columns=PARTS))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **files_of(snakemake.input),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
