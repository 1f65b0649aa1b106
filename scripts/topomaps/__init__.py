"""Topographic activation maps of neural networks: layouts, maps, scores and their statistics.

The names of the library's public API are imported with the modules that they lie in when they are
first used, so that `import topomaps` is quick, and take what people have (`topomaps.library`). The
workflow's scripts import from these modules.
"""

__version__ = "0.3.0"

# Name -> module that it lies in; `plot` is a module itself. `__init__.pyi` tells type checkers.
_PLACES = {
    "METHODS": "layouts.methods",
    "MapGrid": "library.grids",
    "Maps": "analysis.maps",
    "TopographicLayout": "layouts.estimator",
    "arrange": "layouts.pso",
    "auc": "scores.image_errors",
    "blur_mse": "scores.image_errors",
    "coactivation_graph": "layouts.graph",
    "color_limit": "maps.rendering",
    "components": "scores.components",
    "compute_layout": "layouts.compute",
    "extract": "analysis.extract",
    "expected_wrong": "statistics.expected_errors",
    "faithfulness": "scores.faithfulness",
    "find_regions": "maps.regions",
    "group_separation": "statistics.significance",
    "hidden_subgroups": "statistics.subgroups",
    "map_images": "maps.rendering",
    "neuron_activation_profiles": "profiles.naps",
    "pairwise_differences": "statistics.pairwise",
    "plot": "plot",
    "pool_feature_maps": "profiles.naps",
    "profile_features": "profiles.naps",
    "region_effects": "effects.region_effects",
    "resize_mse": "scores.image_errors",
    "shared_layouts": "layouts.shared_layouts",
    "size_weighted_convexity": "scores.components",
    "spread": "layouts.swarm",
    "summarise_regions": "maps.regions",
    "suspicious_inputs": "statistics.suspicious_inputs",
    "verdict_on_labels": "statistics.verdicts_on_labels",
}
__all__ = list(_PLACES)
_RENAMED = {"color_profiles": "pool_feature_maps"}  # until 0.4


def __getattr__(name):
    """Import a public name from its module (PEP 562)."""
    if name in _RENAMED:
        return _renamed(name)
    if name not in _PLACES:
        raise AttributeError(_unknown(name), name=name)
    from importlib import import_module

    module = import_module(f"topomaps.{_PLACES[name]}")
    value = module if name == _PLACES[name] else _public(name, getattr(module, name))
    globals()[name] = value
    return value


def _public(name, value):
    """A name of a module as users have it: functions take what people have."""
    if not callable(value) or isinstance(value, type):
        return value
    from topomaps.library.faces import opened

    return opened(name, value)


def _renamed(name):
    """The function that had another name, with a warning."""
    from warnings import warn

    new = _RENAMED[name]
    warn(f"topomaps.{name} is now called topomaps.{new}", DeprecationWarning, stacklevel=3)
    return __getattr__(new)


def __dir__():
    return sorted({*globals(), *__all__})


def _unknown(name):
    """Sentence about a name that the library does not have, with the most similar one."""
    from difflib import get_close_matches

    similar = get_close_matches(name, __all__, n=1)
    guess = f"; did you mean {similar[0]!r}?" if similar else f"; it has: {', '.join(__all__)}"
    return f"topomaps has no {name!r}{guess}"
