"""What the library takes if nothing is said is what the workflow's configuration takes."""

from dataclasses import fields
from inspect import signature
from pathlib import Path

import pytest
import topomaps
import yaml
from topomaps.analysis.plots import IMAGE_SIDE
from topomaps.analysis.settings import Settings
from topomaps.layouts.compute import DEFAULTS

SCHEMA = yaml.safe_load(
    (Path(__file__).parents[2] / "config" / "schema.yaml").read_text(encoding="utf-8")
)
EXPERIMENT = SCHEMA["$defs"]["map_experiment"]["properties"]
LAYOUTS = SCHEMA["$defs"]["layouts"]["properties"]
MAPS = SCHEMA["properties"]["maps"]["properties"]
REGIONS = SCHEMA["properties"]["regions"]["properties"]
EXPLORER, EFFECTS = (EXPERIMENT[each]["properties"] for each in ("explorer", "effects"))
PLACES = {
    **dict.fromkeys(("feature_maps", "permuted_layers"), LAYOUTS),
    **dict.fromkeys(("threshold", "min_neurons", "n_inputs"), REGIONS),
    **dict.fromkeys(("color_limit", "resolution"), MAPS),
    "about_people": {"about_people": EXPLORER["people"]},
    "only": SCHEMA["$defs"]["grouping"]["properties"],
}  # of settings; the others are those of an experiment
OWN = {"name"}  # of settings, which have no default in the configuration


@pytest.mark.parametrize("setting", [each.name for each in fields(Settings)])
def test_settings_of_maps_have_the_defaults_of_the_configuration(setting):
    if setting not in OWN:
        properties = PLACES.get(setting, EXPERIMENT)
        assert getattr(Settings(), setting) == properties[setting].get("default")


@pytest.mark.parametrize(
    ("function", "parameter", "properties", "key"),
    [
        (topomaps.Maps.explorer, "n_inputs", EXPLORER, "n_inputs"),
        (topomaps.Maps.explorer, "picture_size", EXPLORER, "picture_size"),
        (topomaps.Maps.explorer, "pictures", EXPLORER, "pictures"),
        (topomaps.MapGrid, "resolution", MAPS, "resolution"),
        (topomaps.map_images, "size", MAPS, "image_size"),
        (topomaps.find_regions, "threshold", REGIONS, "threshold"),
        (topomaps.find_regions, "min_neurons", REGIONS, "min_neurons"),
        (topomaps.group_separation, "n_permutations", EXPERIMENT, "permutations"),
        (topomaps.pairwise_differences, "n_permutations", EXPERIMENT, "permutations"),
        (topomaps.pairwise_differences, "alpha", EXPERIMENT, "alpha"),
        (topomaps.hidden_subgroups, "level", EXPERIMENT, "alpha"),
        (topomaps.plot.significant, "alpha", EXPERIMENT, "alpha"),
        (topomaps.plot.maps, "resolution", MAPS, "resolution"),
        (topomaps.region_effects, "replace", EFFECTS, "replace"),
        (topomaps.shared_layouts, "smoothness", LAYOUTS, "smoothness"),
        (topomaps.spread, "n_steps", LAYOUTS, "n_steps"),
        (topomaps.coactivation_graph, "quantile", LAYOUTS, "graph_quantile"),
        *(
            (topomaps.TopographicLayout, each, LAYOUTS, key)
            for each, key in {
                "n_steps": "n_steps", "attraction": "attraction", "quantile": "graph_quantile",
                "distances": "distances", "smoothness": "smoothness",
            }.items()
        ),
    ],
)  # fmt: skip
def test_functions_have_the_defaults_of_the_configuration(function, parameter, properties, key):
    assert signature(function).parameters[parameter].default == properties[key].get("default")


def test_layouts_have_the_defaults_of_the_configuration():
    own = {"shown", "threads"}  # of the library alone
    named = {"quantile": "graph_quantile"}
    for name in set(DEFAULTS) - own:
        assert DEFAULTS[name] == LAYOUTS[named.get(name, name)]["default"], name
    assert MAPS["image_size"]["default"] == IMAGE_SIDE
    assert EXPERIMENT["methods"]["default"] == [
        signature(topomaps.Maps.fit).parameters["method"].default
    ]
