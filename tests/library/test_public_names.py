"""The names that the library gives without a word of where they lie."""

import pickle
import re
import subprocess
import sys
from inspect import signature
from pathlib import Path

import numpy as np
import pytest
import topomaps

SCRIPTS = Path(__file__).parents[2] / "scripts"
NAMES = [
    "METHODS", "MapGrid", "Maps", "arrange", "auc", "blur_mse", "coactivation_graph", "color_limit",
    "components", "compute_layout", "faithfulness", "find_regions", "group_separation",
    "map_images", "neuron_activation_profiles", "pairwise_differences", "plot", "region_effects",
    "resize_mse", "size_weighted_convexity", "spread", "summarise_regions",
]  # fmt: skip


def in_process(code):
    """What code prints in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(SCRIPTS)},
    )  # fmt: skip
    return run.stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_there_and_documented(name):
    value = getattr(topomaps, name)
    assert name in dir(topomaps)
    assert name in topomaps.__all__
    assert value is getattr(topomaps, name)
    assert name == "METHODS" or value.__doc__


def test_all_names_of_the_table_can_be_imported():
    assert set(NAMES) <= set(topomaps.__all__)
    for name in topomaps.__all__:
        assert getattr(topomaps, name) is not None


def test_the_import_is_light_and_quick():
    code = (
        "import sys, time; before = set(sys.modules); start = time.process_time();"
        "import topomaps; print(time.process_time() - start);"
        "print(*set(sys.modules) - before)"
    )
    seconds, modules = in_process(code).splitlines()
    assert float(seconds) < 0.1
    assert modules.split() == ["topomaps"]


def test_a_name_brings_its_own_modules_alone():
    code = "import sys, topomaps; topomaps.METHODS; print('numpy' in sys.modules)"
    assert in_process(code).strip() == "False"
    code = "import sys, topomaps; topomaps.MapGrid; print(*sys.modules)"
    assert not {"umap", "tensorflow", "matplotlib", "sklearn"} & set(in_process(code).split())


def test_all_names_come_by_a_star():
    code = "from topomaps import *; print(*(name for name in globals() if name[0] != '_'))"
    assert set(in_process(code).split()) == set(topomaps.__all__)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("compute_layouts", "topomaps has no 'compute_layouts'; did you mean 'compute_layout'?"),
        ("map_image", "did you mean 'map_images'?"),
        ("xyz", "topomaps has no 'xyz'; it has: METHODS, MapGrid, "),
    ],
)
def test_an_unknown_name_is_answered_with_a_guess(name, sentence):
    assert not hasattr(topomaps, name)
    with pytest.raises(AttributeError) as error:
        getattr(topomaps, name)
    assert sentence in str(error.value)
    with pytest.raises(ImportError):
        exec(f"from topomaps import {name}")


def test_functions_and_classes_can_be_pickled():
    for name in NAMES:
        if name != "plot":
            value = getattr(topomaps, name)
            assert pickle.loads(pickle.dumps(value)) == value


def test_signatures_are_the_documented_ones():
    sizes = [55, 50, 45, 40, 35, 30, 25, 20, 15, 10]
    expected = {
        "coactivation_graph": {"quantile": 0.075},
        "spread": {"n_steps": 1000},
        "arrange": {"n_steps": 1000, "attraction": "published_code"},
        "resize_mse": {"sizes": sizes, "arithmetic": "float"},
        "blur_mse": {"radii": list(range(2, 21, 2)), "arithmetic": "float"},
        "components": {"mask": None, "threshold": 240, "min_area": 10},
        "faithfulness": {"metric": "euclidean"},
        "MapGrid": {"resolution": 100},
        "map_images": {"size": 300},
    }
    for name, defaults in expected.items():
        found = signature(getattr(topomaps, name)).parameters
        for parameter, default in defaults.items():
            value = found[parameter].default
            assert (list(value) if isinstance(value, tuple) else value) == default


def test_from_activations_to_scores():
    labels = np.arange(120) % 4
    activations = np.random.default_rng(0).random((120, 30)) + 2 * np.eye(4, 30)[labels]
    names, profiles = topomaps.neuron_activation_profiles(activations, labels)
    features = topomaps.profile_features(profiles)
    positions = topomaps.compute_layout("SOM_PSO", features, seed=0)
    limit = topomaps.color_limit(profiles)
    image = topomaps.map_images(topomaps.MapGrid(positions).interpolate(profiles), limit)[0]
    assert image.shape == (300, 300, 3)
    assert topomaps.auc(topomaps.resize_mse(image)) > 0
    assert (topomaps.resize_mse(image, arithmetic="uint8") < topomaps.resize_mse(image)).all()
    assert 0 < topomaps.size_weighted_convexity(image) <= 1
    assert topomaps.group_separation(activations, labels, seed=0, n_permutations=99).p == 0.01
    assert len(topomaps.pairwise_differences(activations, labels, seed=0, n_permutations=9)) == 6
    assert names.tolist() == [0, 1, 2, 3]


def test_a_former_name_still_leads_to_the_function_and_says_so():
    with pytest.warns(DeprecationWarning, match="color_profiles is now called topomaps.pool_feat"):
        assert topomaps.color_profiles is topomaps.pool_feature_maps
    assert "color_profiles" not in dir(topomaps)


def test_the_version_is_that_of_the_citation_and_the_changelog():
    root = SCRIPTS.parent
    assert in_process("import topomaps; print(topomaps.__version__)").strip() == (
        topomaps.__version__
    )
    assert f"version: {topomaps.__version__}\n" in (root / "CITATION.cff").read_text()
    date = re.search(r"date-released: (\S+)", (root / "CITATION.cff").read_text()).group(1)
    changes = re.findall(r"(?m)^## (.*)$", (root / "CHANGELOG.md").read_text())
    released = [each for each in changes if each != "Unreleased"]
    assert released[0] == f"{topomaps.__version__} ({date})"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)", each) for each in released)
