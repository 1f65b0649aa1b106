"""Train a network of each width and compute the NAPs of its hidden layer, all in one process.

The networks serve the runtime chart alone (HHAI, Figure 4C). Each is trained, run and profiled by
the scripts that do so for all others, so that its NAPs are those that an experiment would have.
"""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import compute_naps
import extract_activations
import group_inputs
import train_model
from topomaps.common.files import load_arrays, save_arrays
from topomaps.common.logs import adapter_log

LAYER = "hidden"
BY_CLASS = {"by": ["class"], "only": None, "min_size": None}


def main(*, dataset, naps, experiment, inputs_of, widths, examples_per_group, seed, **settings):
    """Write the features (N, F) of the hidden layer of each width, named by the width.

    `settings` are those of training and extraction that all widths share.
    """
    features = {}
    for width in widths:
        with TemporaryDirectory() as folder:
            name = f"{experiment}_{width}"
            files = _trained(Path(folder), dataset, name, inputs_of, width, seed, **settings)
            group_inputs.main(
                **{key: files[key] for key in ("activations", "groups", "outcomes")},
                layers=[], tokens=None, nuisance=[], **BY_CLASS,
            )  # fmt: skip
            compute_naps.main(
                **{key: files[key] for key in ("activations", "groups", "naps")},
                experiment=name, condition="layout", first=0, last=0, layer=LAYER,
                drawing={"by": ["class"], "examples_per_group": examples_per_group,
                         "random_groups": False},
                inputs_of=inputs_of, weighted=False, features="naps", feature_maps="means",
                seed=seed,
            )  # fmt: skip
            features[str(width)] = load_arrays(files["naps"])["features"][0]
        logging.info("%d neurons are profiled", width)
    save_arrays(naps, **features)


def _trained(
    folder, dataset, name, inputs_of, width, seed, *, epochs, l2, batch_size, on_damaged,
    tensorflow_threads,
):  # fmt: skip
    """Train and run the network of one width; return all its files, later ones included."""
    names = {
        "model": "model.keras", "history": "history.tsv", "evaluation": "evaluation.json",
        "checkpoints": "checkpoints.npz", "activations": "activations", "groups": "groups.npz",
        "outcomes": "outcomes.tsv", "naps": "naps.npz",
    }  # fmt: skip
    files = {key: folder / each for key, each in names.items()}
    common = {"seed": seed, "tensorflow_threads": tensorflow_threads, "on_damaged": on_damaged}
    of_training = ("model", "history", "evaluation", "checkpoints")
    train_model.main(
        dataset=dataset, **{key: files[key] for key in of_training}, name=name,
        architecture="mlp", width=width, l2=l2, epochs=epochs, checkpoint_steps=[], **common,
    )  # fmt: skip
    layer = {"name": LAYER, "tokens": None, "values": False, "sums": {}}
    extract_activations.main(
        dataset=dataset, network=str(files["model"]), activations=files["activations"],
        name=inputs_of, model={"batch_size": batch_size}, class_names="labels",
        layers={LAYER: layer}, **common,
    )  # fmt: skip
    return files


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            naps=snakemake.output.naps,
            experiment=snakemake.wildcards.experiment,
            **snakemake.params.settings,
        )
