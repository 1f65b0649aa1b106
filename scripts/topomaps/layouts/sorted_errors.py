"""Squared errors of maps under blur and resizing, as quadratic forms of the values at places.

Interpolation from N places is a matrix W, a filter of pictures a matrix S, so that the squared
error of values v at the places is vᵀ K v with K = Wᵀ (I − S)ᵀ (I − S) W. It depends on the places
alone.

The colours of a map are its values f = W v above 0, those below, and |f|, and the squared errors
of these three sum up to those of √0.5 f and √1.5 |f|. The latter is W |v| but between neighbours of
opposite signs, where a map is white on the way from one to the other. What such a pair adds is
taken as proportional to the product of its sizes.
"""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from scipy.spatial.distance import cdist
from threadpoolctl import threadpool_limits

from topomaps.common.kept_arrays import kept_array
from topomaps.layouts.coordinates import scale_to_unit
from topomaps.layouts.sorted_features import color_parts, sign_clashes
from topomaps.layouts.sorted_places import neighborhood, ring_places
from topomaps.layouts.sorted_reduction import reduced, turned
from topomaps.maps.interpolation import MapGrid
from topomaps.scores.filter_weights import RADII, SIZES, blur_matrix, resize_matrix

RESOLUTION, BLOCK = 100, 3  # points of a map along a side, and pixels that show each
NEGLIGIBLE = 1e-5  # share of the largest term
CENTRAL = 0.3  # of the disc's radius; places within it are far from the rim
SAMPLED = 300  # of these places, whose errors with all others are averaged
BIN = 0.5  # distances between rings; width of the bins of distance
REACH = 130  # pixels; errors of places further apart hardly depend on each other
MODULES = tuple(
    f"topomaps.{name}"
    for name in (
        "layouts.sorted_errors", "layouts.coordinates", "layouts.sorted_places",
        "maps.interpolation", "scores.filter_weights",
    )
)  # fmt: skip


class ErrorCosts(NamedTuple):
    """Errors of maps, as a sum over pairs of places.

    All pairs add form × product of their neurons' parts, near ones weight × clash as well.

    Attributes
    ----------
    form : ndarray of float32, shape (N, N)
        Of places.
    parts : ndarray, shape (N, R)
        What neurons show, see `topomaps.layouts.sorted_features.color_parts`.
    clashes : ndarray, shape (N, N)
        What two neurons of opposite signs cost, side by side.
    """

    form: np.ndarray
    parts: np.ndarray
    clashes: np.ndarray


def error_costs(values):
    """Errors of maps on a sorted disc, blur and resizing alike.

    Parameters
    ----------
    values : array (N, G)
        Values that maps show.

    Returns
    -------
    ErrorCosts
        Scaled so that random orders of these neurons cost 1 for each neuron, half of it by blur.
    """
    n_places, parts = len(values), color_parts(values)
    products, clashes = parts @ parts.T, sign_clashes(values)
    near = neighborhood(ring_places(n_places)).weights.sum(dtype=float)
    form, factor = np.zeros((n_places, n_places), np.float32), 0.0
    for each, crossing in zip(kept_forms(n_places), kept_crossings(n_places), strict=True):
        trace = np.trace(each, dtype=float)
        by_chance = products.trace() / n_places * trace
        by_chance += _off_diagonal(products) * (each.sum(dtype=float) - trace)
        by_chance += crossing * near / 2 * _off_diagonal(clashes)
        if by_chance > 0:  # else nothing is shown
            form += np.float32(n_places / 2 / by_chance) * each
            factor += n_places / 2 / by_chance * crossing
    return ErrorCosts(form, reduced(parts, turn=turned), factor * clashes)


def _off_diagonal(matrix):
    """Mean of the entries of a square matrix off its diagonal."""
    return (matrix.sum() - matrix.trace()) / (len(matrix) * (len(matrix) - 1))


@lru_cache(maxsize=8)
def kept_crossings(n_places):
    """What clashes of near places add to the errors under blur and resizing (2,), as a factor.

    Measured on maps of random signs, and on those of one border across the disc.
    """

    def make():
        with threadpool_limits(1):  # sums of several threads would round differently
            return np.array(crossings(ring_places(n_places)))

    return kept_array(f"error-crossings-{n_places}", MODULES, make)


def crossings(places):
    """Errors of √1.5 |f| less those of √1.5 W |v|, over the clashes of near places."""
    weights = MapGrid(scale_to_unit(places), RESOLUTION).weights
    generator, near = np.random.default_rng(0), neighborhood(places)
    across = (places - places.mean(axis=0)) @ [[1, 0, 0.8], [0, 1, 0.6]]
    values = np.column_stack(
        [np.where(across > 0, 1, -1), generator.choice([-1, 1], (len(places), 3))]
    )
    clashing = near.weights * (1 - values[:, None] * values[near.indices]).sum(axis=2)
    fields = [abs(weights @ values).T, (weights @ abs(values)).T]
    more, less = ([_squared(each, *terms) for terms in _terms()] for each in fields)
    return 1.5 * (np.array(more) - less) / (clashing.sum() / 2)


def _squared(fields, identity, shares, factors):
    """Sum of squared errors of fields (n, R²), as the form has them."""
    fields = fields.reshape(-1, RESOLUTION, RESOLUTION)
    total = identity * (fields**2).sum()
    for share, factor in zip(shares, factors, strict=True):
        total += share * ((factor @ fields @ factor.T) * fields).sum()
    return total


def error_profile(n_places, parts):
    """Form of the errors away from the rim, where it depends on the distance of places alone.

    Parameters
    ----------
    n_places : int
    parts : array (n_places, R)
        What neurons show.

    Returns
    -------
    array (n_distances,)
        Form for places 0, `BIN`, 2 * `BIN`, … apart, 0 for a place with itself, whose errors
        are the same everywhere; scaled as in `error_costs`, without clashes.
    """
    own = (parts**2).sum(axis=1).mean()
    spread = own - (parts.mean(axis=0) ** 2).sum()
    profile = _kept_profiles(n_places)
    by_chance = profile[:, :1] * spread
    scaled = (profile / by_chance).sum(axis=0) / 2 if spread > 0 else np.zeros(profile.shape[1])
    scaled[0] = 0
    return scaled


@lru_cache(maxsize=4)
def _kept_profiles(n_places):
    """Mean forms (2, n_distances) of blur and resizing, by distance."""

    def make():
        with threadpool_limits(1):  # sums of several threads would round differently
            return _profiles(ring_places(n_places))

    return kept_array(f"error-profiles-{n_places}", MODULES, make)


def _profiles(places):
    """Mean forms by distance of blur and resizing, over places far from the rim."""
    unit, radii = scale_to_unit(places), np.hypot(*places.T)
    weights = MapGrid(unit, RESOLUTION).weights.tocsc()
    central = np.flatnonzero(radii < CENTRAL * radii.max())
    central = central[np.linspace(0, len(central) - 1, min(SAMPLED, len(central))).astype(int)]
    reach = REACH * np.ptp(places[:, 0]) / (RESOLUTION * BLOCK)
    n_bins = int(reach / BIN)
    bins = np.minimum(np.rint(cdist(places[central], places) / BIN).astype(int), n_bins).ravel()
    counts = np.maximum(1, np.bincount(bins, minlength=n_bins + 1))
    forms = (_rows(weights, central, *terms) for terms in _terms())
    sums = [np.bincount(bins, each.ravel(), n_bins + 1) for each in forms]
    return (np.array(sums) / counts)[:, :n_bins]


@lru_cache(maxsize=4)
def kept_forms(n_places):
    """`error_forms` (2, N, N) of the places of a sorted disc, in single precision."""

    def make():
        with threadpool_limits(1):  # sums of several threads would round differently
            forms = error_forms(scale_to_unit(ring_places(n_places)))
        return np.array(forms, np.float32)

    return kept_array(f"error-forms-{n_places}", MODULES, make)


def error_forms(layout):
    """Forms of the errors under blur and resizing, summed over radii and sizes by trapezoids.

    Parameters
    ----------
    layout : array (N, 2)
        Places in [0, 1].

    Returns
    -------
    blur, resize : array (N, N)
        The area under the curve of mean squared errors of a channel with values v is vᵀ K v.
    """
    weights = MapGrid(layout, RESOLUTION).weights.tocsc()
    return tuple(_form(weights, *terms) for terms in _terms())


@cache
def _terms():
    """Of blur and resizing: share of the identity, and weights and matrices of `_compressed`."""
    length = RESOLUTION * BLOCK
    filters = (
        [blur_matrix(length, radius) for radius in RADII],
        [resize_matrix(length, size) for size in SIZES],
    )
    return tuple(_summed(matrices) for matrices in filters)


def _summed(matrices):
    """Sum of (I − S)ᵀ (I − S) over filters S of lines, on points: I and products of matrices.

    A picture's filter is S ⊗ S, and points are repeated in squares of pixels by P ⊗ P, so that each
    summand is (PᵀP)⊗² − (PᵀSP)⊗² − (PᵀSᵀP)⊗² + (PᵀSᵀSP)⊗².
    """
    repeat = np.eye(RESOLUTION).repeat(BLOCK, axis=0)
    shares = np.ones(len(matrices)) / (RESOLUTION * BLOCK) ** 2
    shares[[0, -1]] /= 2
    weights, factors = [], []
    for share, matrix in zip(shares, matrices, strict=True):
        once = repeat.T @ matrix @ repeat
        seen = matrix @ repeat
        weights += [-share, -share, share]
        factors += [once, once.T, seen.T @ seen]
    return BLOCK**2 * shares.sum(), *_compressed(np.array(weights), np.array(factors))


def _compressed(weights, factors):
    """Fewer weights and factors with the same sum of weight × factor ⊗ factor."""
    basis, triangle = np.linalg.qr(factors.reshape(len(factors), -1).T)
    weights, turns = np.linalg.eigh((triangle * weights) @ triangle.T)
    kept = abs(weights) > NEGLIGIBLE * abs(weights).max()
    return weights[kept], (basis @ turns[:, kept]).T.reshape(-1, *factors.shape[1:])


def _form(weights, *terms):
    """Form (N, N) of all places; symmetric but for rounding before."""
    form = _rows(weights, np.arange(weights.shape[1]), *terms)
    return (form + form.T) / 2


def _rows(weights, places, identity, shares, factors):
    """Rows of Wᵀ (identity + sum of share × factor ⊗ factor) W for some places, one by one."""
    fields = np.empty((len(places), RESOLUTION**2))
    for field, place in zip(fields, places, strict=True):
        entries = slice(weights.indptr[place], weights.indptr[place + 1])
        rows, columns = np.divmod(weights.indices[entries], RESOLUTION)
        field[:] = _filtered(rows, columns, weights.data[entries], shares, factors).ravel()
    return identity * (weights[:, places].T @ weights).toarray() + fields @ weights


def _filtered(rows, columns, values, shares, factors):
    """Sum of share × factor × patch × factorᵀ of a field with values at few rows and columns."""
    if not len(rows):
        return np.zeros((RESOLUTION, RESOLUTION))
    top, left = rows.min(), columns.min()
    patch = np.zeros((rows.max() - top + 1, columns.max() - left + 1))
    patch[rows - top, columns - left] = values
    down = factors[:, :, top : top + len(patch)] @ patch * shares[:, None, None]
    across = factors[:, :, left : left + patch.shape[1]]
    down = down.transpose(1, 0, 2).reshape(RESOLUTION, -1)
    return down @ across.transpose(0, 2, 1).reshape(-1, RESOLUTION)
