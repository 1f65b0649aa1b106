"""Print the layers of the file of a model and which are suited for maps."""

import os

from topomaps.common.logs import adapter_log


def main(*, model, threads=1):
    """Text of the list: name, type and output shape of each layer, and whether it is suited."""
    from topomaps.models.layer_info import layer_list  # here, so that TensorFlow's talk
    from topomaps.models.networks import open_network  # on import goes to the log

    return layer_list(open_network({"file": model, "threads": threads}))


if __name__ == "__main__":
    terminal = os.dup(1)  # the log takes its place
    with adapter_log(snakemake.log[0]):
        if not snakemake.input.get("model"):
            raise ValueError(
                "name the file of a model: snakemake list_layers --config model_file=my.keras"
            )
        listed = main(model=snakemake.input.model)
    os.write(terminal, listed.encode())
