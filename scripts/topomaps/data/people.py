"""Images of people with attributes, in an archive with a label table."""

from topomaps.data.dataset import TEST, dataset_arrays
from topomaps.data.image_archives import image_names
from topomaps.data.integrity import paths_by_name
from topomaps.data.label_tables import FILE_COLUMN, match_images, read_label_table


def people_dataset(source, paths, *, accept_subset=False, image_size=None, channels=None):
    """Dataset of images of people, with attributes in place of classes: FairFace.

    Parameters
    ----------
    source : topomaps.data.source_records.Source
        With one file of the role `images`, an archive, and one of the role `labels`.
    paths : sequence of path-like
        Downloaded files, named as the source names them, in any order.
    accept_subset : bool
        As of `match_images`.
    image_size, channels
        As of `topomaps.data.dataset.Dataset`.

    Returns
    -------
    dict
        As of `topomaps.data.dataset.dataset_arrays`, all inputs for testing.

    Raises
    ------
    ValueError
        If a file is missing or damaged, or labels and images do not fit each other.
    """
    by_name = paths_by_name(source, paths)
    by_role = {file.role: by_name[name] for name, file in source.files.items()}
    table, coverage = match_images(
        read_label_table(by_role["labels"], source.attributes),
        image_names(by_role["images"]),
        accept_subset=accept_subset,
        n_published=source.n_published,
    )
    return dataset_arrays(
        [TEST] * len(table), attributes={name: table[name] for name in source.attributes},
        files=table[FILE_COLUMN], archive=by_role["images"], scale=source.scale,
        image_size=image_size, channels=channels, account=coverage.account(),
    )  # fmt: skip
