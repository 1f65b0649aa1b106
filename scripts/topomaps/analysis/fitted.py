"""Profiles and layouts of the layers of an analysis, as the workflow's jobs make them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from topomaps.common.trials import layout_seeds, one_per_trial
from topomaps.groups.sampling import SampledGroups
from topomaps.layouts.base_layouts import base_layouts
from topomaps.layouts.compute import BASE_DEFAULTS, DEFAULTS, SWARM_DEFAULTS
from topomaps.layouts.loading import function_of
from topomaps.layouts.methods import COMPUTED_METHODS, SORTED, base_of
from topomaps.layouts.swarm_layouts import swarm_layouts
from topomaps.models.layer_info import check_width
from topomaps.models.layer_names import file_names
from topomaps.profiles.sampled import nap_arrays
from topomaps.profiles.trials import profiles_in_trial

CONDITION = "layout"
TRIALS = range(1)


@dataclass(frozen=True, eq=False)
class Fitted:
    """Profiles and layouts of the layers of an analysis.

    Attributes
    ----------
    sampled : topomaps.groups.sampling.SampledGroups
    profiles : dict of str -> dict
        By layer, arrays of `topomaps.profiles.sampled.nap_arrays` of one trial.
    positions : dict of str -> dict of str -> ndarray, shape (N, 2)
        By layer and method.
    is_shared : bool
        Whether all layers are laid out together.
    seed : int
    params : dict
        Of the layouts.
    """

    sampled: SampledGroups
    profiles: dict
    positions: dict
    is_shared: bool = False
    seed: int = 0
    params: Any = None

    @property
    def shown(self):
        """Positions (N, 2) that figures show, those by the first method, by layer."""
        return {layer: next(iter(each.values())) for layer, each in self.positions.items()}

    def naps(self, layer):
        """NAPs (G, N) of a layer."""
        return self.profiles[layer]["naps"][0]

    def features(self, layer):
        """What a layout sees of each neuron (N, F)."""
        return self.profiles[layer]["features"][0]


def fit(given, inputs, settings, methods, seed, *, shared=False, positions=None, **params):
    """Compute profiles, and lay out the neurons of all layers.

    Parameters
    ----------
    given : topomaps.analysis.given.Given
    inputs : topomaps.groups.files.GroupedInputs
    settings : topomaps.analysis.settings.Settings
    methods : list of str
    seed : int
        Base of all seeds.
    shared : bool
        Whether all layers are laid out together, by the method `sorted`.
    positions : dict of str -> dict of str -> ndarray, optional
        Layouts by layer and method that are known.
    **params
        As of `topomaps.layouts.compute.compute_layout`.

    Returns
    -------
    Fitted
    """
    if unknown := [name for name in params if name not in DEFAULTS]:
        raise ValueError(
            f"Unknown layout parameter {unknown[0]!r}: choose from {', '.join(DEFAULTS)}."
        )
    sampled, profiles = _profiles(given, inputs, settings, seed)
    keys = {"experiment": settings.name, "condition": CONDITION}
    if positions is None:
        lay_out = _shared if shared else _each_alone
        positions = lay_out(profiles, methods, seed, keys, **params)
    return Fitted(sampled, profiles, positions, shared, seed, params)


def names_of_draws(given, settings, seed):
    """What draws of inputs are seeded by, as of `topomaps.groups.sampling.sampled_in_trial`."""
    inputs_of = given.source or settings.name
    names = {"seed": seed, "experiment": settings.name, "condition": CONDITION}
    return {**names, "inputs_of": inputs_of}


def _profiles(given, inputs, settings, seed):
    """Groups of drawn inputs, and arrays of the profiles of each layer."""
    names = names_of_draws(given, settings, seed)
    how = {"features": "naps", "how": settings.averaging, "trial": 0, **names}
    profiles, sampled = {}, None
    for layer, stored in given.layers.items():
        values = stored.means if stored.values is None else stored.values
        check_width(values.shape[-1], layer)
        sampled, found = profiles_in_trial(values, inputs, settings.sampling(given.by), **how)
        profiles[layer] = nap_arrays([found], sampled)
    return sampled, profiles


def _each_alone(profiles, methods, seed, keys, **params):
    """Positions of each layer by each method."""
    files = file_names(profiles)
    return {
        layer: {
            method: laid_out(arrays, method, seed, {**keys, "layer": files[layer]}, **params)
            for method in methods
        }
        for layer, arrays in profiles.items()
    }


def laid_out(arrays, method, seed, keys, **params):
    """Layout (N, 2) of a layer by a method, as the workflow's first trial has it.

    Parameters
    ----------
    arrays : dict
        As of `topomaps.profiles.sampled.nap_arrays`.
    method : str
    seed : int
        Base of the seeds.
    keys : dict
        experiment, condition and layer, of the seed.
    **params
        As of `fit`.
    """
    seeds = layout_seeds(seed, method=method, trials=TRIALS, **keys)
    features = one_per_trial(arrays, "features", TRIALS)
    if method in COMPUTED_METHODS:
        shown = [each.T for each in one_per_trial(arrays, "naps", TRIALS)]
        own = {key: params[key] for key in BASE_DEFAULTS if key in params and key != "shown"}
        return base_layouts(method, features, seeds, shown, **own)[0][0]
    base = base_of(method)
    start = laid_out(arrays, base, seed, keys, **params)[None] if base else features
    own = {key: params[key] for key in SWARM_DEFAULTS if key in params}
    return swarm_layouts(method, start, seeds, **own)[0][0]


def _shared(profiles, methods, seed, keys, **params):
    """Positions of all layers, laid out together so that places mean the same in each."""
    if methods != [SORTED]:
        raise ValueError(f"layers share their layouts by the method {SORTED!r} alone")
    seeds = layout_seeds(seed, method=SORTED, trials=TRIALS, **keys, layer="shared")
    naps = [arrays["naps"][0] for arrays in profiles.values()]
    present = ~np.isnan(np.stack([each[:, 0] for each in naps])).any(axis=0)
    own = {key: params[key] for key in ("smoothness",) if key in params}
    layouts = function_of("shared")([each[present].T for each in naps], int(seeds[0]), **own)
    return {layer: {SORTED: each} for layer, each in zip(profiles, layouts, strict=True)}
