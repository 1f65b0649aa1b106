"""Print the layers of a `.keras` file and which are suited for maps."""

import os

from topomaps.common.logs import adapter_log


def main(*, model):
    """Text of the list: name, type and output shape of each layer, and whether it is suited."""
    from topomaps.models import network_layers  # here, so that TensorFlow's talk goes to the log
    from topomaps.models import training as models

    return network_layers.layer_list(models.load_model(model))


if __name__ == "__main__":
    terminal = os.dup(1)  # the log takes its place
    with adapter_log(snakemake.log[0]):
        if not snakemake.input.get("model"):
            raise ValueError("name the model: snakemake list_layers --config keras_file=my.keras")
        listed = main(model=snakemake.input.model)
    os.write(terminal, listed.encode())
