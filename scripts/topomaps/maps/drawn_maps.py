"""Maps drawn by hand to see what each quality measure rewards (Aequitas, Figure 2).

The paper shows them as pictures and tells in words what they stand for; shapes and places are
this module's. ASSUME: C is noise of 3 pixels, D two regions interwoven by one turn.
"""

import numpy as np

from topomaps.maps.rendering import enlarge, map_images

RED, BLUE = 1.0, -1.0
NOISE_PIXELS = 3
SPIRAL_TURNS = 1.0
GAP = 0.1  # width of the small gap, half of that between red and blue; the disc's radius is 1
DOTS, DOT_RADIUS = 12, 0.04


def drawn_maps(size=300):
    """Draw the nine maps.

    Parameters
    ----------
    size : int
        Side of the images in pixels, a multiple of 3 (the grain of the noise).

    Returns
    -------
    dict
        Names A, B, C, D, E1, E2, F1, F2, G -> uint8 images (size, size, 3), white outside the
        inscribed disc.
    """
    middles = (np.arange(size) + 0.5) * 2 / size - 1
    x, y = np.meshgrid(middles, -middles)
    distance = np.hypot(x, y)
    twist = 2 * np.pi * SPIRAL_TURNS * distance
    bend = 0.12 * np.sin(4 * y)
    two_regions = np.select([x < bend - GAP, x > bend + GAP], [RED, BLUE])
    split = two_regions * ((x < 0) | (np.abs(y - 0.2) > GAP / 2))
    fields = {
        "A": np.full_like(x, RED),
        "B": np.where(x < 0, RED, BLUE),
        "C": _noise(size),
        "D": np.where(np.sin(np.arctan2(y, x) + twist) > 0, RED, BLUE),
        "E1": two_regions,
        "E2": split,
        "F1": np.select([distance < 0.45, distance > 0.55], [RED, BLUE]),
        "F2": np.where((distance < 0.4) | (distance > 0.65), RED, 0),
        "G": _dots(x, y),
    }
    stacked = np.where(distance <= 1, np.stack(list(fields.values())), np.nan)
    return dict(zip(fields, map_images(stacked, limit=1, size=size), strict=True))


def _noise(size):
    """Squares of a few pixels, red or blue at random."""
    count = size // NOISE_PIXELS
    grains = np.random.default_rng(0).choice([RED, BLUE], (count, count))
    return enlarge(grains[None], size)[0]


def _dots(x, y):
    """Small dots far apart, red and blue in turn, in the order of a sunflower's seeds."""
    field = np.zeros_like(x)
    for index in range(DOTS):
        distance = 0.85 * np.sqrt((index + 0.5) / DOTS)
        angle = index * np.pi * (3 - np.sqrt(5))
        dot = np.hypot(x - distance * np.cos(angle), y - distance * np.sin(angle)) <= DOT_RADIUS
        field[dot] = RED if index % 2 else BLUE
    return field
