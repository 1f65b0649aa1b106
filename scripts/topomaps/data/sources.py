"""All sources that a dataset may name: files of a user's, and published ones.

Imports the standard library only, so that the rules can read it.
"""

# Relative, because the rules import this module as part of `scripts`.
from .kinds import NUMBERS, SOUND, TEXT
from .published_sources import PUBLISHED
from .source_records import Source
from .text_tables import FILE

_SPLIT = ("path", "test_share")
_SHOWN = ("image_size", "channels", "white", "background")
_COLUMNS = ("label", "attributes", "missing", "separator", "encoding")

USERS = (
    Source(
        "folder",
        prepared_by="folder",
        keys=(*_SPLIT, "missing", "nested", "damaged_images", *_SHOWN),
        of_user=True,
        in_files=True,
    ),
    Source(
        "image_table",
        prepared_by="image_table",
        keys=(*_SPLIT, *_COLUMNS, "file_column", "images", "damaged_images", *_SHOWN),
        of_user=True,
        in_files=True,
        columns=(FILE,),
        groups_by_default=True,
    ),
    Source(
        "table",
        kind=NUMBERS,
        prepared_by="table",
        keys=(*_SPLIT, *_COLUMNS, "features", "scale"),
        of_user=True,
        columns=(),
    ),
    Source(
        "texts",
        kind=TEXT,
        prepared_by="texts",
        keys=(*_SPLIT, *_COLUMNS, "text"),
        of_user=True,
        columns=(),
        groups_by_default=True,
    ),
    Source(
        "sounds",
        kind=SOUND,
        prepared_by="sounds",
        keys=(*_SPLIT, *_COLUMNS, "file_column", "images"),
        of_user=True,
        in_files=True,
        columns=(FILE,),
        groups_by_default=True,
    ),
)
SOURCES = {source.name: source for source in (*PUBLISHED, *USERS)}


def source_named(name):
    """Source of that name; raises ValueError that lists the known ones."""
    if name not in SOURCES:
        raise ValueError(f"source {name!r} is unknown; known are {', '.join(SOURCES)}")
    return SOURCES[name]
