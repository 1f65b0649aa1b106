"""Topographic activation maps of neural networks: layouts, maps, scores and their statistics.

The names of the library's face are imported with the modules that they lie in when they are first
used, so that `import topomaps` is quick. The workflow's scripts import from these modules instead.
"""

# Name -> module that it lies in; `plot` is a module itself.
_PLACES = {
    "METHODS": "layouts.methods",
    "MapGrid": "maps.interpolation",
    "arrange": "layouts.pso",
    "auc": "scores.image_errors",
    "blur_mse": "scores.image_errors",
    "coactivation_graph": "layouts.graph",
    "color_limit": "maps.rendering",
    "color_profiles": "profiles.naps",
    "components": "scores.components",
    "compute_layout": "layouts.compute",
    "expected_wrong": "statistics.expected_errors",
    "faithfulness": "scores.faithfulness",
    "find_regions": "maps.regions",
    "group_separation": "statistics.significance",
    "hidden_subgroups": "statistics.subgroups",
    "map_images": "maps.rendering",
    "neuron_activation_profiles": "profiles.naps",
    "pairwise_differences": "statistics.pairwise",
    "plot": "plot",
    "profile_features": "profiles.naps",
    "resize_mse": "scores.image_errors",
    "shared_layouts": "layouts.shared_layouts",
    "size_weighted_convexity": "scores.components",
    "spread": "layouts.swarm",
    "summarise_regions": "maps.regions",
    "suspicious_inputs": "statistics.suspicious_inputs",
}
__all__ = list(_PLACES)


def __getattr__(name):
    """Import a name of the face from its module (PEP 562)."""
    if name not in _PLACES:
        raise AttributeError(_unknown(name), name=name)
    from importlib import import_module

    module = import_module(f"topomaps.{_PLACES[name]}")
    value = module if name == _PLACES[name] else getattr(module, name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})


def _unknown(name):
    """Sentence about a name that the library does not have, with the most similar one."""
    from difflib import get_close_matches

    similar = get_close_matches(name, __all__, n=1)
    guess = f"; did you mean {similar[0]!r}?" if similar else f"; it has: {', '.join(__all__)}"
    return f"topomaps has no {name!r}{guess}"
