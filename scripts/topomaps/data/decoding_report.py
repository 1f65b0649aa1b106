"""A report on what the decoding of inputs met: of image files, of texts."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class DecodingReport:
    """What decoding met: counts of images as asked for, converted, resized, and those skipped.

    Attributes
    ----------
    n_decoded : int
    converted : Counter
        Images by colour mode other than RGB, for example "L" (greyscale) or "CMYK".
    resized : Counter
        Images by (width, height) other than the one asked for.
    n_turned : int
        Images that did not lie upright in their files.
    n_first : int
        Images that are the first page, or frame, of several.
    n_cut : int
        Texts of more tokens than the model takes.
    sounds : Counter
        Sounds by what was decided of them, in words that follow their number.
    skipped : dict
        Reason by name of file, a sentence that begins with its verb.
    """

    n_decoded: int = 0
    converted: Counter = field(default_factory=Counter)
    resized: Counter = field(default_factory=Counter)
    n_turned: int = 0
    n_first: int = 0
    n_cut: int = 0
    sounds: Counter = field(default_factory=Counter)
    skipped: dict = field(default_factory=dict)

    def add(self, other):
        """Include the counts of another report."""
        self.n_decoded += other.n_decoded
        self.converted += other.converted
        self.resized += other.resized
        self.n_turned += other.n_turned
        self.n_first += other.n_first
        self.n_cut += other.n_cut
        self.sounds += other.sounds
        self.skipped |= other.skipped

    def sentence(self):
        """Counts in words."""
        modes = ", ".join(f"{count:,} {mode}" for mode, count in self.converted.most_common())
        return (
            f"{self.n_decoded:,} images decoded; converted to RGB: {modes or 'none'}; "
            f"resized: {self.resized.total():,}; turned upright: {self.n_turned:,}; first of "
            f"several pages or frames: {self.n_first:,}; not readable: {len(self.skipped):,}"
        )

    def notes(self):
        """What was decided of images that a user may not expect, in sentences."""
        notes = []
        if self.n_turned:
            notes.append(f"{self.n_turned:,} images were turned upright, as their files say")
        if self.n_first:
            notes.append(
                f"of {self.n_first:,} files with several pages or frames the first is read"
            )
        if self.n_cut:
            notes.append(
                f"{self.n_cut:,} texts have more tokens than the model sees, and are cut off (a "
                "longer part by the key max_tokens of the model)"
            )
        notes += [f"{count:,} {words}" for words, count in self.sounds.items()]
        return notes
