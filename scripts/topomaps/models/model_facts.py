"""What is known of the model in a file before it is loaded."""

from typing import NamedTuple

TAKES_TEXT = (
    "takes text, which no dataset here gives; export its activations and use those instead (way 1)"
)


class ModelFacts(NamedTuple):
    """What the file of a model says of it.

    Attributes
    ----------
    layers : tuple of str or None
        Names, in order; inner layers of a nested model as `outer/inner`. None if they are known
        only when the model is opened.
    input_shape : tuple or None
        Shape of one input as the model takes it, None in it where free; None if the file does not
        say.
    outputs : tuple of topomaps.models.model_outputs.OutputInfo
        As far as the file tells them.
    scales : bool
        Whether the model scales its inputs by itself.
    input_dtype : str or None
        Type of the numbers that the model takes, as NumPy names it, "string" for text; None if
        the file does not say.
    channels : {"first", "last"} or None
        Where the model takes the channels of images; None if the file does not say.
    infos : tuple of topomaps.models.layer_info.LayerInfo
        What is known of the layers; none where only their names are.
    files : tuple of str
        Further files that belong to it, such as those of its weights.
    preprocessing : dict or None
        How it wants its inputs, as `topomaps.models.preprocessing_settings` has it; None if the
        file does not say.
    inputs : tuple of str
        Names of its inputs, where there are several; of others none need be said.
    """

    layers: tuple | None
    input_shape: tuple | None
    outputs: tuple
    scales: bool
    input_dtype: str | None = None
    channels: str | None = None
    infos: tuple = ()
    files: tuple = ()
    preprocessing: dict | None = None
    inputs: tuple = ()

    @property
    def names(self):
        """Names by which a configuration may call the layers."""
        return (*(self.layers or ()), *(name for each in self.infos for name in each.modules))
