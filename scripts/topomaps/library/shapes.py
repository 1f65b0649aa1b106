"""Which axis is that of the neurons: checks that name the shapes and the way out."""

import numpy as np

from topomaps.common.user_warnings import warn_user

ROUNDING = 1e-5  # of sums in single precision


def warn_of_profiles(features):
    """Warn where features (neurons, values) look like profiles (groups, neurons) instead.

    The profiles of a neuron sum to zero over the groups, which are fewer than the neurons.
    """
    if features.ndim != 2 or len(features) >= features.shape[1]:
        return
    over_rows, over_columns = (_is_zero(features, axis) for axis in (0, 1))
    if over_rows and not over_columns:
        n_rows, n_columns = features.shape
        warn_user(
            f"features of the shape {features.shape} are laid out as {n_rows} neurons, but look "
            f"like profiles of {n_rows} groups and {n_columns} neurons; give "
            "topomaps.profile_features(profiles)"
        )


def warn_of_features(profiles):
    """Warn where profiles (groups, neurons) look like features (neurons, groups) instead."""
    if profiles.ndim != 2 or len(profiles) <= profiles.shape[1]:
        return
    if _is_zero(profiles, 1) and not _is_zero(profiles, 0):
        n_rows, n_columns = profiles.shape
        warn_user(
            f"profiles of the shape {profiles.shape} are taken as {n_rows} groups and {n_columns} "
            f"neurons, but look like features of {n_rows} neurons and {n_columns} groups; these "
            "are what a layout takes, profiles are their transpose (features.T)"
        )


def check_positions(values, positions, what="NAPs"):
    """Raise a ValueError unless values (..., N) and positions (N, 2) are of the same neurons."""
    if positions.ndim != 2 or positions.shape[1] != 2:
        raise ValueError(
            f"{what} of shape {values.shape} and positions of shape {positions.shape} do not fit: "
            "give (groups, neurons) and (neurons, 2)"
        )
    if values.shape[-1] == len(positions):
        return
    reason = ""
    if values.ndim > 1 and len(values) == len(positions):
        reason = (
            "; these are positions of the groups, as of a layout of the NAPs themselves: lay out "
            "their neurons, by compute_layout(method, topomaps.profile_features(profiles))"
        )
    raise ValueError(
        f"{what} of shape {values.shape} and positions of shape {positions.shape} do not fit: "
        f"give (groups, neurons) and (neurons, 2){reason}"
    )


def check_laid_out(features, positions):
    """Raise a ValueError unless features (N, F) and positions (N, 2) are of the same neurons."""
    fit = features.ndim == 2 and positions.ndim == 2 and positions.shape[1] == 2
    if fit and len(features) == len(positions):
        return
    turned = features.ndim != 2 or (fit and features.shape[1] == len(positions))
    raise ValueError(
        f"features of shape {features.shape} and positions of shape {positions.shape} do not fit: "
        "give (neurons, values) and (neurons, 2)"
        + "; of profiles, topomaps.profile_features(profiles) makes features"
        * turned
    )


def check_shown(shown, features):
    """Raise a ValueError unless shown values (N, G) and features (N, F) are of the same neurons."""
    if shown.ndim == 2 and len(shown) == len(features):
        return
    raise ValueError(
        f"shown has the shape {shown.shape}, but features {features.shape}: give what maps show of "
        f"each of the {len(features)} neurons, as pool_feature_maps(profiles).T"
    )


def _is_zero(values, axis):
    """Whether all sums over an axis are zero, up to rounding, and not all values are."""
    values = np.asarray(values, dtype=float)
    with np.errstate(invalid="ignore", over="ignore"):
        sizes = abs(values).sum(axis=axis)
        return bool((abs(values.sum(axis=axis)) <= ROUNDING * sizes).all() and sizes.any())
