"""The public functions as users call them, which take what people have.

The functions of the stages, which the workflow calls, take arrays of NumPy and a seed. Here stands
what is done before and after for users, the same for all of them: one table says what each
parameter is.
"""

import inspect
from functools import partial, wraps
from typing import Any, Literal, NamedTuple

from topomaps.common.linear_algebra import one_thread
from topomaps.library.array_doors import as_array
from topomaps.library.class_labels import coded, named_subgroups, named_suspects
from topomaps.library.layer_doors import given_inputs
from topomaps.library.prepared import PREPARED
from topomaps.library.seeds import one_seed


class OfInputs(NamedTuple):
    """What a function of activations and labels takes.

    Attributes
    ----------
    labels : str
        Parameter of the labels.
    columns : tuple of str
        Parameters of what else is said of each input.
    several : bool
        Whether it takes several layers, and labels as places of classes.
    keeps_axes : bool
        Whether feature maps stay as they are.
    streams : bool
        Whether its seed may be a stream of random numbers.
    """

    labels: str = "labels"
    columns: tuple = ()
    several: bool = False
    keeps_axes: bool = False
    streams: bool = False


OF_INPUTS = {
    "neuron_activation_profiles": OfInputs("groups", keeps_axes=True),
    "group_separation": OfInputs(columns=("strata", "blocks"), streams=True),
    "pairwise_differences": OfInputs(columns=("strata", "blocks"), streams=True),
    "hidden_subgroups": OfInputs(columns=("folds", "blocks"), several=True),
    "suspicious_inputs": OfInputs(columns=("folds", "blocks"), several=True),
}
RESULTS = {"hidden_subgroups": named_subgroups, "suspicious_inputs": named_suspects}
ARRAYS = {
    "arrange": ("distances", "start"),
    "auc": ("curve",),
    "blur_mse": ("image",),
    "coactivation_graph": ("distances",),
    "color_limit": ("naps",),
    "components": ("image", "mask"),
    "compute_layout": ("features", "shown"),
    "faithfulness": ("features", "positions"),
    "find_regions": ("naps", "positions"),
    "map_images": ("fields",),
    "pool_feature_maps": ("profiles",),
    "profile_features": ("profiles",),
    "resize_mse": ("image",),
    "size_weighted_convexity": ("image", "mask"),
    "spread": ("start",),
}
ADDED = {
    "channels": (
        Literal["last", "first"], "last",
        'channels : {"last", "first"}\n'
        '    Which axis after the inputs is that of the neurons; "first" in PyTorch\'s maps.',
    ),
    "tokens": (
        str | int | None, None,
        "tokens : str or int, optional\n"
        '    Of activations (n, tokens, N), what stands for the tokens: "mean", "max", "first",\n'
        '    "last", or the index of one; {without} if left out.',
    ),
    "mask": (
        Any, None,
        "mask : array (n, tokens), optional\n"
        "    Which tokens count; the others are padding.",
    ),
    "random_state": (
        Any, None, "random_state : int, optional\n    Another name of `seed`, as in scikit-learn.",
    ),
}  # fmt: skip
TAKEN = """
Takes what people have: arrays, lists, tables of pandas, AnnData, xarray, tensors of PyTorch,
TensorFlow and JAX, sparse matrices."""
LABELLED = """ Labels are text, whole numbers, categories or truth values, or the name
of a column of the activations. Inputs without one (None, NaN) are left out, and counted in a
warning. Feature maps and tokens are averaged, unless the function says otherwise."""
WITHOUT = {
    "blocks": "\nInputs without a block depend on no other, and are counted in a warning, too.",
    "strata": "\nMissing strata are a stratum of their own.",
}


def opened(name, function):
    """A public function as users call it; the function itself if it takes no arrays.

    Parameters
    ----------
    name : str
        As in `topomaps`.
    function : callable
        Of a stage.
    """
    if name not in OF_INPUTS and name not in ARRAYS and name not in PREPARED:
        return function
    signature = _signature(name, function)
    own = inspect.signature(function).parameters

    @wraps(function)
    def face(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = _flat(bound.arguments, signature)
        _seed(given, name)
        restore = _inputs(given, name) if name in OF_INPUTS else _unchanged
        for each in ARRAYS.get(name, ()):
            if given.get(each) is not None:
                given[each] = as_array(given[each], each)
        given = PREPARED.get(name, _unchanged)(given)
        with one_thread():
            return restore(function(**{key: given[key] for key in given if _takes(own, key)}))

    face.__module__, face.__qualname__, face.__signature__ = "topomaps", name, signature
    face.__doc__ = _documented(name, function, signature, own)
    return face


def _signature(name, function):
    """The function's own signature, and the parameters that all such functions have."""
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    added = ["channels", "tokens", "mask"] if name in OF_INPUTS else []
    added += ["random_state"] if "seed" in signature.parameters else []
    new = [
        inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for each, (kind, default, _) in ADDED.items()
        if each in added and each not in signature.parameters
    ]
    further = parameters[-1:] if parameters[-1].kind is inspect.Parameter.VAR_KEYWORD else []
    first = parameters[: len(parameters) - len(further)]
    return signature.replace(parameters=[*first, *new, *further])


def _takes(parameters, name):
    has_more = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    return name in parameters or (has_more and name not in ADDED)


def _flat(arguments, signature):
    """Arguments by name, those of `**params` among them."""
    given = dict(arguments)
    for name, each in signature.parameters.items():
        if each.kind is inspect.Parameter.VAR_KEYWORD:
            given |= given.pop(name, {})
    return given


def _seed(given, name):
    """One seed, whichever of its names was used."""
    if "seed" in given:
        streams = name in OF_INPUTS and OF_INPUTS[name].streams
        given["seed"] = one_seed(given["seed"], given["random_state"], streams)


def _inputs(given, name):
    """Make activations and labels plain in `given`; what makes of the result one of all inputs."""
    how = OF_INPUTS[name]
    columns = {each: given[each] for each in how.columns}
    axes = {each: given[each] for each in ("channels", "tokens", "mask")}
    found = given_inputs(
        given["activations"], given[how.labels], columns, how.labels, how.several,
        keeps_axes=how.keeps_axes, **axes,
    )  # fmt: skip
    given |= {"activations": found.layers[0], how.labels: found.labels, **found.columns}
    given["channels"] = "last"
    if not how.several:
        return _unchanged
    codes, names, probabilities = coded(found, given["probabilities"])
    given |= {"activations": found.layers, "labels": codes, "probabilities": probabilities}
    return partial(RESULTS[name], names=names, inputs=found)


def _unchanged(value):
    return value


def _documented(name, function, signature, own):
    """The docstring, with the added parameters and what is taken."""
    text = inspect.cleandoc(function.__doc__)
    how = OF_INPUTS.get(name)
    without = "all of them count, place by place," if how and how.keeps_axes else "their mean"
    added = [ADDED[each][2] for each in signature.parameters if each not in own]
    new = "".join(each.replace("{without}", without) + "\n" for each in added)
    before, mark, after = text.partition("\nReturns\n-------")
    taken = TAKEN + (LABELLED if how else "")
    taken += "".join(WITHOUT[each] for each in (how.columns if how else ()) if each in WITHOUT)
    first, blank, rest = before.partition("\n\n")
    if not mark:
        return f"{text}\n{taken}"
    return f"{first}{blank}{taken.strip()}\n\n{rest.rstrip()}\n{new}{mark}{after}"
