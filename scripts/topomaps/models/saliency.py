"""Activations times the gradients of an output: how far each neuron speaks for a class.

Averaged over groups they are the saliency-adjusted NAPs of Krug and others (2021), which HHAI
names in section 3.1. What a network computes of them is in the module of its format.
"""

import numpy as np

PREDICTED, LABEL = "predicted", "label"  # outputs of interest, beside classes by their names
SCORE, PROBABILITY = "score", "probability"
ANY = -1  # stands for the output of the predicted class


def output_codes(wanted, network, known):
    """The output of interest of each input, by its number.

    Parameters
    ----------
    wanted : str
        "predicted", "label", or the name of a class, or its number where they have no names.
    network
        As of `topomaps.models.networks`.
    known : topomaps.activations.inputs.InputTable
        Of the n inputs.

    Returns
    -------
    ndarray of int32, shape (n,)
        -1 for the predicted class, which the network tells.

    Raises
    ------
    ValueError
        If the network has no such class, or an input no label among them.
    """
    n_inputs, names = len(known.attributes), network.class_names
    if wanted == PREDICTED:
        return np.full(n_inputs, ANY, np.int32)
    if wanted == LABEL:
        return _codes_of_labels(names, network.name, known)
    return np.full(n_inputs, _number_of(str(wanted), names, network.name), np.int32)


def _number_of(name, names, model):
    """Number of the output of a class."""
    if names is None and name.isdecimal():
        return int(name)
    if names is None or name not in names:
        listed = "no names: give them by the model's key `class_names`, or write a number"
        raise ValueError(
            f"saliency.output: there is no class {name!r}; the outputs of {model} have "
            f"{listed if names is None else 'the names ' + ', '.join(names)}"
        )
    return list(names).index(name)


def _codes_of_labels(names, model, known):
    """Numbers (n,) of the outputs of the labels, which are matched by name."""
    if known.labels is None or (known.labels < 0).any():
        raise ValueError(
            "saliency.output: label needs a label of every input; write `predicted`, or the name "
            "of a class"
        )
    codes = {name: code for code, name in enumerate(names or ())}
    used = [known.class_names[label] for label in np.unique(known.labels)]
    if missing := [name for name in used if name not in codes]:
        raise ValueError(
            f"saliency.output: the label {missing[0]!r} is no output of {model}, which has "
            f"{', '.join(codes) or 'no names of classes'}; give them by the model's key "
            "`class_names`, or write `predicted`"
        )
    of_labels = np.array([codes.get(name, ANY) for name in known.class_names], np.int32)
    return of_labels[known.labels]


class WithOutputs:
    """Batches of inputs, each input with its output of interest.

    Parameters
    ----------
    batches
        As of `topomaps.data.batches.input_batches`.
    codes : ndarray of int32, shape (n,)
        As of `output_codes`.
    """

    def __init__(self, batches, codes):
        self.batches, self.codes = batches, codes

    def __len__(self):
        """Return the number of batches."""
        return len(self.batches)

    def __iter__(self):
        """Yield positions (b,), and inputs with their codes (b,)."""
        for positions, inputs in self.batches:
            yield positions, (inputs, self.codes[positions])

    def __getattr__(self, name):
        """Whatever else the batches tell, such as the report of the decoding."""
        return getattr(self.batches, name)

    def shard(self, *which):
        """The batches of a shard."""
        return WithOutputs(self.batches.shard(*which), self.codes)


def no_outputs(network):
    """Sentence on a network without predictions."""
    return (
        f"{network.name} has no output that holds predictions, so there is no gradient of one; "
        "take `features: naps`, or say by the model's key `outputs` which one it is"
    )


def check_influence(network, layers):
    """Refuse layers on which the scores of the classes do not depend, if there are any.

    Raises
    ------
    ValueError
    """
    if layers:
        raise ValueError(
            f"the layer {layers[0]} of {network.name} has no gradient: the scores of the classes "
            "do not follow from it (it may come after them, or hold whole numbers); leave it out "
            "of an experiment with saliency"
        )
