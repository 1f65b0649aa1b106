"""Measures of how easily a map image is read, gathered under one name (Aequitas, section 2)."""

from topomaps.scores.components import component_scores, components, size_weighted_convexity
from topomaps.scores.image_errors import RADII, SIZES, auc, blur_mse, resize_mse, score_images

__all__ = [
    "RADII",
    "SIZES",
    "auc",
    "blur_mse",
    "component_scores",
    "components",
    "resize_mse",
    "score_images",
    "size_weighted_convexity",
]
