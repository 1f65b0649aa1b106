"""A script as users write it: `make lint` checks that the public names have the types said here."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, assert_type

import numpy as np
import pandas as pd
import topomaps
from matplotlib.figure import Figure
from numpy.typing import NDArray
from topomaps.statistics.separation import Separation
from topomaps.statistics.subgroups import Subgroups

Floats = NDArray[np.float64]

labels = np.arange(120) % 4
activations = np.random.default_rng(0).random((120, 30)) + 2 * np.eye(4, 30)[labels]

# Profiles and layouts
names, profiles = topomaps.neuron_activation_profiles(activations, labels)
assert_type(names, NDArray[Any])
assert_type(profiles, Floats)
features = topomaps.profile_features(profiles)
assert_type(features, NDArray[np.floating])
assert_type(topomaps.pool_feature_maps(profiles), NDArray[np.floating])
assert_type(topomaps.METHODS[0], str)
positions = topomaps.compute_layout("PCA", features, seed=0)
assert_type(positions, Floats)
layout = topomaps.TopographicLayout("PCA", random_state=0)
assert_type(layout.fit_transform(features), Floats)
assert_type(topomaps.shared_layouts([features, features], seed=0), list[Floats])
assert_type(topomaps.spread(positions, n_steps=2), Floats)
distances = np.abs(features[:, None] - features).sum(axis=2)
assert_type(topomaps.arrange(distances, positions, n_steps=2, attraction="equation"), Floats)
assert_type(list(topomaps.coactivation_graph(distances)), list[int])

# Maps, regions and scores
grid = topomaps.MapGrid(positions)
assert_type(grid.mask, NDArray[np.bool_])
fields = grid.interpolate(profiles)
assert_type(fields, Floats)
limit = topomaps.color_limit(profiles)
assert_type(limit, float)
image = topomaps.map_images(fields, limit)[0]
regions = topomaps.find_regions(profiles, positions, names.tolist())
assert_type(regions, pd.DataFrame)
assert_type(topomaps.summarise_regions(regions), pd.DataFrame)
errors = topomaps.resize_mse(image, arithmetic="uint8")
assert_type(errors, Floats)
assert_type(topomaps.blur_mse(image), Floats)
assert_type(topomaps.auc(errors), np.float64 | Floats)
assert_type(topomaps.components(image), pd.DataFrame)
assert_type(topomaps.size_weighted_convexity(image), float)
assert_type(topomaps.faithfulness(features, positions), list[dict[str, str | float]])

# Effects
head = np.random.default_rng(0).normal(size=(30, 3))
effects = topomaps.region_effects(
    lambda each: each @ head, activations, labels, [0, 4], n_controls=9
)
assert_type(effects, pd.DataFrame)

# Statistics
test = topomaps.group_separation(activations, labels, seed=0, n_permutations=9)
assert_type(test, Separation)
assert_type(test.p, float)
assert_type(test.effect, float)
assert_type(test.maximum, float)
assert_type(test.neuron_p, Floats)
assert_type(test.summary(), dict[str, int | float])
pairs = topomaps.pairwise_differences(activations, labels, seed=0, n_permutations=9)
assert_type(pairs, pd.DataFrame)
suspects = topomaps.suspicious_inputs([activations], labels)
assert_type(suspects, pd.DataFrame)
scores = suspects["score"].to_numpy(dtype=float)
assert_type(topomaps.expected_wrong(scores), tuple[float, float, float])
assert_type(topomaps.expected_wrong(scores, [5, 10]), tuple[Floats, Floats, Floats])
assert_type(topomaps.verdict_on_labels(suspects), str)
parts = topomaps.hidden_subgroups(activations, labels, seed=0)
assert_type(parts, Subgroups)
assert_type(parts.table, pd.DataFrame)

# All of it in one object
found = topomaps.Maps(activations, labels).fit(method="PCA")
assert_type(found, topomaps.Maps)
assert_type(found.pairs(), pd.DataFrame)

# Activations of PyTorch, where it is installed
if find_spec("torch"):
    taken = topomaps.extract({"hidden": activations}, labels=[str(each) for each in labels])
    assert_type(taken, topomaps.Maps | Path)

# Figures
assert_type(topomaps.plot.maps(profiles, positions, names, counts=np.bincount(labels)), Figure)
assert_type(topomaps.plot.neurons(profiles, positions, names), Figure)
assert_type(topomaps.plot.regions(profiles, positions, activations=activations), Figure)
assert_type(topomaps.plot.significant(profiles, positions, test), Figure)
assert_type(topomaps.__version__, str)
