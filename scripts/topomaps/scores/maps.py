"""Scores of the maps of one trial: errors of their images, and measures of their regions."""

from topomaps.maps.rendering import enlarge, map_images
from topomaps.scores.components import component_scores
from topomaps.scores.image_errors import score_images
from topomaps.scores.tables import component_score_table, image_score_table


def score_errors(fields, limit, groups, *, image_size, blur_radii, resize_sizes):
    """Errors of map images under blur and resizing (HHAI, section 4.2).

    Parameters
    ----------
    fields : ndarray, shape (G, R, R)
        Interpolated maps.
    limit : float
        Value of the strongest colour.
    groups : sequence of str, length G
    image_size : int
        Pixels of a map image, a multiple of R.
    blur_radii, resize_sizes : sequence

    Returns
    -------
    pandas.DataFrame
        As of `topomaps.scores.tables.image_score_table`.
    """
    images = map_images(fields, limit, image_size)
    errors = score_images(images, sizes=resize_sizes, radii=blur_radii)
    parameters = {"resize_mse": resize_sizes, "blur_mse": blur_radii}
    return image_score_table(errors, parameters, groups)


def score_components(fields, limit, groups, mask, *, image_size, threshold, min_area):
    """Measures of the connected regions of map images (Aequitas, section 2).

    Parameters
    ----------
    fields, limit, groups, image_size
        As of `score_errors`.
    mask : ndarray of bool, shape (R, R)
        Points inside the hull of the layout.
    threshold, min_area : int
        As of `topomaps.scores.components.components`.

    Returns
    -------
    pandas.DataFrame
        As of `topomaps.scores.tables.component_score_table`.
    """
    images = map_images(fields, limit, image_size)
    inside = enlarge(mask[None], image_size)[0]
    measured = {
        group: component_scores(image, inside, threshold, min_area)
        for group, image in zip(groups, images, strict=True)
    }
    return component_score_table(measured)
