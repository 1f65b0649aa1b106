"""How datasets are read from their sources, by the ways that the records of sources name."""

from topomaps.data.described_inputs import folder_dataset, image_table_dataset, table_dataset
from topomaps.data.people import people_dataset
from topomaps.data.published_images import image_dataset
from topomaps.data.sound_files import sound_dataset
from topomaps.data.texts import text_dataset

PUBLISHED = {"arrays": image_dataset, "people": people_dataset}
OF_USERS = {
    "folder": folder_dataset,
    "image_table": image_table_dataset,
    "table": table_dataset,
    "texts": text_dataset,
    "sounds": sound_dataset,
}


def prepared(source, files, settings, generator):
    """Arrays of a dataset, from any source.

    Parameters
    ----------
    source : topomaps.data.source_records.Source
    files : sequence of path-like
        Downloaded files of a published source.
    settings : dict
        Of the dataset; only the keys of the source count.
    generator : numpy.random.Generator
        Draws the training inputs of a user's dataset.

    Returns
    -------
    dict
        As of `topomaps.data.dataset.dataset_arrays`.

    Raises
    ------
    ValueError
        If files are missing or damaged, or do not fit the settings.
    """
    taken = {key: settings[key] for key in source.keys if key in settings}
    if source.of_user:
        return OF_USERS[source.prepared_by](**taken, generator=generator)
    return PUBLISHED[source.prepared_by](source, files, **taken)
