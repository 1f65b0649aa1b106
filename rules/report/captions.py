"""Captions of the report: the title of a figure or table, and what it shows."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Caption(NamedTuple):
    """A file `rules/report/*.rst`: a heading and a paragraph."""

    title: str
    text: str


@cache
def caption_in(file):
    """The caption in a file of this folder."""
    title, _, *lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    return Caption(title, " ".join(lines))
