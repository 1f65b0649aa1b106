"""The account of a dataset: how many inputs there were, and which were left out and why."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

N_NAMED = 5  # names that a message lists before "…"


@dataclass(frozen=True)
class Account:
    """What became of the inputs that a dataset was to have.

    Attributes
    ----------
    n_inputs : int
        Those that there were before any was left out.
    left_out : mapping of str to tuple of str
        Names of the inputs that were left out (of files, or "row 7" of a table counted from 1), by
        reason in words, such as "is empty".
    notes : tuple of str
        What else was decided on the way in: columns left out, texts read as missing, images turned
        upright. Sentences without a full stop.
    n_accepted : int
        Those of the inputs left out that the configuration accepts to miss (`accept_subset`).
    """

    n_inputs: int
    left_out: Mapping = field(default_factory=dict)
    notes: tuple = ()
    n_accepted: int = 0

    @property
    def n_left_out(self):
        """Number of inputs that were left out."""
        return sum(map(len, self.left_out.values()))

    @property
    def n_used(self):
        """Number of inputs that are left."""
        return self.n_inputs - self.n_left_out

    @property
    def share(self):
        """Share of the inputs that were left out although the configuration does not accept it."""
        return (self.n_left_out - self.n_accepted) / max(1, self.n_inputs - self.n_accepted)

    def without(self, reasons, notes=()):
        """The account when more inputs are left out.

        Parameters
        ----------
        reasons : mapping of str to str, or iterable of (str, str)
            Reason by name of an input, which may come twice.
        notes : sequence of str
            To be added.

        Returns
        -------
        Account
        """
        left_out = {reason: list(names) for reason, names in self.left_out.items()}
        for name, reason in reasons.items() if isinstance(reasons, Mapping) else reasons:
            left_out.setdefault(reason, []).append(name)
        named = {reason: tuple(names) for reason, names in left_out.items()}
        return Account(self.n_inputs, named, (*self.notes, *notes), self.n_accepted)

    def decoded(self, report):
        """The account after the decoding of image files, with what its report tells.

        Parameters
        ----------
        report : topomaps.data.decoding_report.DecodingReport

        Returns
        -------
        Account
        """
        return self.without(report.skipped, report.notes())

    def text(self):
        """The account as JSON, for files."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read_account(text):
    """Account from the text that `Account.text` gives."""
    values = json.loads(text)
    left_out = {reason: tuple(names) for reason, names in values["left_out"].items()}
    return Account(**{**values, "left_out": left_out, "notes": tuple(values["notes"])})


def check_left_out(account, limit, dataset):
    """Refuse a dataset of which more is left out than the configuration allows, or all.

    Parameters
    ----------
    account : Account
    limit : float
        Largest share of the inputs.
    dataset : str
        Name in the configuration.

    Raises
    ------
    ValueError
        With counts, reasons, the first names, and what to do.
    """
    if account.share <= limit and account.n_used:
        return
    lost, there = account.n_left_out - account.n_accepted, account.n_inputs - account.n_accepted
    raise ValueError(
        f"{lost:,} of the {there:,} inputs of {dataset} cannot be used, a share of "
        f"{account.share:.3g}, and datasets.{dataset}.max_left_out allows {limit:g}: "
        f"{reasons_in_words(account.left_out)}; repair the files or take them out of the dataset, "
        "or raise max_left_out"
    )


def reasons_in_words(left_out, n_named=N_NAMED):
    """Number and first names of what was left out, by reason: "is empty: 2 (a.png, b.png)"."""
    return "; ".join(
        f"{reason}: {len(names):,} ({first_names(names, n_named)})"
        for reason, names in sorted(left_out.items(), key=lambda item: -len(item[1]))
    )


def first_names(names, n_named=N_NAMED):
    """The first of some names in one line."""
    return ", ".join(names[:n_named]) + (", …" if len(names) > n_named else "")
