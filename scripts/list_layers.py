"""Print the layers of the file of a model of which maps can be drawn."""

import os

from topomaps.common.logs import adapter_log


def main(*, model, every=False, threads=1):
    """Text of the list: output shape and type of each layer, whether it is suited, and its name."""
    from topomaps.models.layer_lists import layer_list  # here, so that TensorFlow's talk
    from topomaps.models.networks import open_network  # on import goes to the log

    network = open_network({"file": model, "threads": threads})
    network.resolve_shapes()
    return layer_list(network, every=every)


if __name__ == "__main__":
    terminal = os.dup(1)  # the log takes its place
    with adapter_log(snakemake.log[0]):
        if not snakemake.input.get("model"):
            raise ValueError(
                "name the file of a model: snakemake list_layers --config model_file=my.keras"
            )
        listed = main(model=snakemake.input.model, every=snakemake.params.every)
    os.write(terminal, listed.encode())
