"""A source: the activations that an analysis is of, and how they are read."""

from dataclasses import dataclass, field
from functools import cache

from rules.configuration.datasets import Dataset
from rules.configuration.groupings import EACH
from scripts.topomaps.activations.layer_lists import files_to_watch


@dataclass(frozen=True)
class Source:
    """Activations that an analysis is of: a network's of a dataset, or a user's.

    Attributes
    ----------
    path : str
        File or folder of the activations.
    title : str
        What titles call the model, or a user's activations; empty if nothing is said.
    model : str
        Its name; empty for a user's activations.
    dataset : Dataset or None
        What the network saw.
    axes : dict
        What the axes of the activations mean: `tokens` and `channels`, where it is said.
    missing : list of str
        Values of a user's attributes that stand for none.
    """

    path: str
    title: str = ""
    model: str = ""
    dataset: Dataset | None = None
    axes: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)

    @property
    def settings(self):
        """Which activations a job reads, and how; an extraction has chosen tokens already."""
        return {"path": self.path, **({} if self.model else self.axes)}

    @property
    def seen(self):
        """What the inputs are called when some are drawn."""
        return self.dataset.name if self.dataset else self.path

    @property
    def called(self):
        """What the inputs are called in sentences: those seen, or the tokens of texts."""
        are_tokens = self.axes.get("tokens") == EACH and self.dataset is not None
        return f"tokens of {self.seen}" if are_tokens else self.seen

    @property
    def name(self):
        """What the activations are of."""
        return f"{self.title} on {self.dataset.name}" if self.dataset else self.path

    def files(self, layers):
        """Files of the activations of these layers: those whose change matters."""
        return [self.path] if self.model else _users_files(self.path, tuple(layers))


@cache
def _users_files(path, layers):
    """Files of a user's activations, looked up once for all jobs."""
    return [str(file) for file in files_to_watch(path, layers)]
