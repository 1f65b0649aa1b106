# The public names for type checkers, each from the module that `__init__.py` imports it from.
from topomaps import plot as plot
from topomaps.activations.extract import extract as extract
from topomaps.effects.region_effects import region_effects as region_effects
from topomaps.layouts.compute import compute_layout as compute_layout
from topomaps.layouts.graph import coactivation_graph as coactivation_graph
from topomaps.layouts.methods import METHODS as METHODS
from topomaps.layouts.pso import arrange as arrange
from topomaps.layouts.shared_layouts import shared_layouts as shared_layouts
from topomaps.layouts.swarm import spread as spread
from topomaps.maps.interpolation import MapGrid as MapGrid
from topomaps.maps.regions import find_regions as find_regions
from topomaps.maps.regions import summarise_regions as summarise_regions
from topomaps.maps.rendering import color_limit as color_limit
from topomaps.maps.rendering import map_images as map_images
from topomaps.profiles.naps import neuron_activation_profiles as neuron_activation_profiles
from topomaps.profiles.naps import pool_feature_maps as pool_feature_maps
from topomaps.profiles.naps import profile_features as profile_features
from topomaps.scores.components import components as components
from topomaps.scores.components import size_weighted_convexity as size_weighted_convexity
from topomaps.scores.faithfulness import faithfulness as faithfulness
from topomaps.scores.image_errors import auc as auc
from topomaps.scores.image_errors import blur_mse as blur_mse
from topomaps.scores.image_errors import resize_mse as resize_mse
from topomaps.statistics.expected_errors import expected_wrong as expected_wrong
from topomaps.statistics.pairwise import pairwise_differences as pairwise_differences
from topomaps.statistics.significance import group_separation as group_separation
from topomaps.statistics.subgroups import hidden_subgroups as hidden_subgroups
from topomaps.statistics.suspicious_inputs import suspicious_inputs as suspicious_inputs
from topomaps.statistics.verdicts_on_labels import verdict_on_labels as verdict_on_labels

__version__: str

def __dir__() -> list[str]: ...
