"""Models with several inputs that follow from one input of the user's: tokens, mask, segment."""

import numpy as np

from topomaps.models.token_names import (
    ALIKE,
    MASK,
    PLACES,
    TOKENS,
    holds_tokens,
    too_many,
    unknown_constant,
)


def named_inputs(inputs, wanted, constants, model):
    """Arrays of all inputs of a model by name.

    Parameters
    ----------
    inputs : ndarray (b, ...), or dict of str -> ndarray
        Of the user's inputs; of a mapping, those that the model does not take are left out.
    wanted : dict of str -> tuple
        Shape of each input of the model, the first dimension counting inputs, None or a symbol
        where free.
    constants : dict of str -> float
        Numbers of inputs that are the same everywhere, such as a state of zeros.
    model : str
        Named in errors.

    Returns
    -------
    dict of str -> ndarray
        In the order of `wanted`.

    Raises
    ------
    ValueError
        If an input of the model is not known.
    """
    if unknown := [name for name in constants if name not in wanted]:
        raise ValueError(unknown_constant(model, unknown[0], wanted))
    left = [name for name in wanted if name not in constants]
    if not isinstance(inputs, dict):
        if len(left) != 1:
            raise ValueError(too_many(model, left))
        given, n_inputs = {left[0]: inputs}, len(inputs)
    else:
        given, n_inputs = _by_name(inputs, left, model), len(next(iter(inputs.values())))
    filled = {name: np.full(_sizes(wanted[name], n_inputs), value, dtype=np.float64)
              for name, value in constants.items()}  # fmt: skip
    return {name: (given | filled)[name] for name in wanted}


def users_input(names, constants):
    """Name of the input that is the user's: that of the tokens, or the first that is not constant.

    Parameters
    ----------
    names : sequence of str
    constants : collection of str
    """
    left = [name for name in names if name not in constants] or [*names]
    return min(left, key=lambda name: not holds_tokens(name))


def _by_name(inputs, wanted, model):
    """Those of some arrays that a model takes, by its own names."""
    if len(wanted) == 1 and wanted[0] not in inputs:  # whatever it is called, it is the user's
        return {wanted[0]: inputs.get(TOKENS, next(iter(inputs.values())))}
    found = {}
    for name in wanted:
        same = next((own for own, others in ALIKE.items() if name == own or name in others), name)
        if same in inputs:
            found[name] = inputs[same]
        elif same in ALIKE and TOKENS in inputs:  # of a tokenizer that makes no segments
            found[name] = np.zeros_like(inputs[TOKENS])
        elif name == PLACES and TOKENS in inputs:
            lengths = np.arange(inputs[TOKENS].shape[1])
            found[name] = np.broadcast_to(lengths, inputs[TOKENS].shape).copy()
        else:
            raise ValueError(too_many(model, [each for each in wanted if each not in inputs]))
    return found


def _sizes(shape, n_inputs):
    """A shape with the number of inputs where it is free."""
    return tuple(each if isinstance(each, int) and each > 0 else n_inputs for each in shape)


def real_tokens(inputs):
    """Which tokens of a batch are real (b, tokens) bool; None where nothing says so."""
    mask = inputs.get(MASK) if isinstance(inputs, dict) else None
    return None if mask is None else np.asarray(mask).astype(bool)


def with_mask(values, real):
    """Activations, with the mask of their tokens beside them where it is of these."""
    is_masked = real is not None and values.ndim == 3 and values.shape[:2] == real.shape
    return (values, real) if is_masked else values
