"""Outputs of models, and which of them are predictions; imports the standard library only."""

from typing import NamedTuple

from .layer_info import shape_text


class OutputInfo(NamedTuple):
    """An output of a model.

    Attributes
    ----------
    name : str
    shape : tuple or None
        For one input, None in it where free; None if it is unknown.
    is_real : bool
        Whether it is an array of real numbers: no labels, no list of mappings.
    value : str or None
        Name of the array that the output is made from, if it is none itself.
    class_names : tuple of str or None
        Of its columns, where the file tells them.
    """

    name: str
    shape: tuple | None
    is_real: bool = True
    value: str | None = None
    class_names: tuple | None = None


def prediction_output(outputs, wanted=None):
    """The output of a model that holds its predictions, an array (inputs, classes).

    Parameters
    ----------
    outputs : sequence of OutputInfo
    wanted : str, optional
        Name of the one that the user means.

    Returns
    -------
    OutputInfo or None
        None if no output, or more than one, may be meant.

    Raises
    ------
    ValueError
        If there is none of this name, or it is of another kind.
    """
    able = [each for each in outputs if _may_predict(each)]
    if wanted is None:
        return able[0] if len(able) == 1 else None
    found = [each for each in outputs if each.name == wanted]
    if not found:
        raise ValueError(f"the model has no output {wanted!r}; it has: {listed(outputs)}")
    if found[0] not in able:
        raise ValueError(
            f"the output {wanted!r} holds no predictions, which are numbers (classes) for each "
            f"input; the model has: {listed(outputs)}"
        )
    return found[0]


def why_no_predictions(outputs):
    """Sentence on a model without a clear output of predictions, and what to do."""
    able = [each for each in outputs if _may_predict(each)]
    if len(able) > 1:
        return (
            f"the model has several outputs, {listed(outputs)}; say by the key `outputs` of the "
            "model which one holds the predictions"
        )
    return f"no output of the model holds predictions; it has: {listed(outputs)}"


def listed(outputs):
    """Outputs by name and shape."""
    return ", ".join(f"{each.name} {_kind(each)}" for each in outputs)


def _kind(output):
    if not output.is_real:
        return "(no numbers of classes)"
    return "(of unknown shape)" if output.shape is None else shape_text(output.shape)


def _may_predict(output):
    return output.is_real and (output.shape is None or len(output.shape) == 1)
