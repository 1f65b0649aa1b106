"""What is known of the model in a file before it is loaded."""

from typing import NamedTuple


class ModelFacts(NamedTuple):
    """What the file of a model says of it.

    Attributes
    ----------
    layers : tuple of str
        Names, in order; inner layers of a nested model as `outer/inner`.
    input_shape : tuple or None
        Shape of one input as the model takes it, None in it where free; None if the file does not
        say.
    n_outputs : int or None
        Number of outputs (classes), where the file tells it.
    scales : bool
        Whether a layer of the model scales its inputs.
    input_dtype : str or None
        Type of the numbers that the model takes, as NumPy names it, "string" for text; None if
        the file does not say.
    """

    layers: tuple
    input_shape: tuple | None
    n_outputs: int | None
    scales: bool
    input_dtype: str | None = None
