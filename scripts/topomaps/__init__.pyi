# The public names for type checkers, each from the module that `__init__.py` imports it from; those
# with a seed, or of activations and labels, have parameters more (`topomaps.library.faces`).
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from topomaps import plot as plot
from topomaps.analysis.extract import extract as extract
from topomaps.analysis.maps import Maps as Maps
from topomaps.effects.region_effects import region_effects as region_effects
from topomaps.layouts.estimator import TopographicLayout as TopographicLayout
from topomaps.layouts.graph import coactivation_graph as coactivation_graph
from topomaps.layouts.methods import METHODS as METHODS
from topomaps.layouts.pso import arrange as arrange
from topomaps.layouts.swarm import spread as spread
from topomaps.library.grids import MapGrid as MapGrid
from topomaps.maps.regions import find_regions as find_regions
from topomaps.maps.regions import summarise_regions as summarise_regions
from topomaps.maps.rendering import color_limit as color_limit
from topomaps.maps.rendering import map_images as map_images
from topomaps.profiles.naps import pool_feature_maps as pool_feature_maps
from topomaps.profiles.naps import profile_features as profile_features
from topomaps.scores.components import components as components
from topomaps.scores.components import size_weighted_convexity as size_weighted_convexity
from topomaps.scores.faithfulness import faithfulness as faithfulness
from topomaps.scores.image_errors import auc as auc
from topomaps.scores.image_errors import blur_mse as blur_mse
from topomaps.scores.image_errors import resize_mse as resize_mse
from topomaps.statistics.expected_errors import expected_wrong as expected_wrong
from topomaps.statistics.separation import Separation
from topomaps.statistics.subgroups import Subgroups
from topomaps.statistics.verdicts_on_labels import verdict_on_labels as verdict_on_labels

__version__: str

_Channels = Literal["last", "first"]
_Seed = int | np.random.RandomState | np.random.SeedSequence | np.random.Generator

def neuron_activation_profiles(
    activations: Any,
    groups: Any,
    *,
    channels: _Channels = "last",
    tokens: str | int | None = None,
    mask: Any = None,
) -> tuple[NDArray[Any], NDArray[np.float64]]: ...
def compute_layout(
    method: str, features: Any, seed: _Seed = 0, *, random_state: _Seed | None = None, **params: Any
) -> NDArray[np.float64]: ...
def shared_layouts(
    features: Sequence[Any] | Mapping[str, Any],
    seed: _Seed = 0,
    smoothness: float = 0.5,
    *,
    random_state: _Seed | None = None,
) -> list[NDArray[np.float64]]: ...
def group_separation(
    activations: Any,
    labels: Any,
    *,
    seed: _Seed = 0,
    strata: Any = None,
    blocks: Any = None,
    n_permutations: int = 9999,
    chunk_bytes: int = ...,
    channels: _Channels = "last",
    tokens: str | int | None = None,
    mask: Any = None,
    random_state: _Seed | None = None,
) -> Separation: ...
def pairwise_differences(
    activations: Any,
    labels: Any,
    *,
    seed: _Seed = 0,
    strata: Any = None,
    blocks: Any = None,
    n_permutations: int = 9999,
    alpha: float = 0.05,
    channels: _Channels = "last",
    tokens: str | int | None = None,
    mask: Any = None,
    random_state: _Seed | None = None,
) -> pd.DataFrame: ...
def hidden_subgroups(
    activations: Any,
    labels: Any,
    probabilities: Any = None,
    *,
    seed: _Seed = 0,
    level: float = 0.05,
    towards: Literal["groups", "anything"] = "groups",
    folds: Any = None,
    blocks: Any = None,
    channels: _Channels = "last",
    tokens: str | int | None = None,
    mask: Any = None,
    random_state: _Seed | None = None,
) -> Subgroups: ...
def suspicious_inputs(
    activations: Any,
    labels: Any,
    probabilities: Any = None,
    *,
    folds: Any = None,
    blocks: Any = None,
    seed: _Seed = 0,
    plant: bool = True,
    channels: _Channels = "last",
    tokens: str | int | None = None,
    mask: Any = None,
    random_state: _Seed | None = None,
) -> pd.DataFrame: ...
def __dir__() -> list[str]: ...
