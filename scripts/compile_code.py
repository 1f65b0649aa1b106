"""Compile ahead of the first run what numba compiles, on a few random neurons.

`make setup` calls it. Without it the jobs of the first run do so, each function once for all.
"""

from concurrent.futures import ProcessPoolExecutor

import numpy as np
from topomaps.layouts.base_layouts import base_layouts
from topomaps.layouts.methods import SORTED
from topomaps.layouts.swarm_layouts import swarm_layouts
from topomaps.maps.interpolation import MapGrid
from topomaps.scores.maps import score_errors

# As jobs have them, for numba compiles anew for other types: of single precision, and read-only
# where all trials share a draw.
FEATURES = np.random.default_rng(0).normal(size=(1, 64, 10)).astype(np.float32)
SHARED = np.broadcast_to(FEATURES, FEATURES.shape)
SCORED = {"image_size": 300, "blur_radii": [2, 20], "resize_sizes": [55, 10]}


def lay_out(method):
    """Lay out the neurons by a method without swarm."""
    for features in (FEATURES, SHARED):
        base_layouts(method, features, [0])


def swarm_and_score():
    """Lay out the neurons by both kinds of swarm, and score their maps."""
    swarm_layouts("PSO", FEATURES, [0], n_steps=2)
    positions, _ = swarm_layouts("PCA_PSO", FEATURES[..., :2].astype(float), [0], n_steps=2)
    naps = FEATURES[0].T
    fields = MapGrid(positions[0], 100).interpolate(naps)
    score_errors(fields, 1.0, [str(group) for group in range(len(naps))], **SCORED)


if __name__ == "__main__":
    with ProcessPoolExecutor() as pool:
        jobs = [pool.submit(lay_out, method) for method in ("UMAP", SORTED)]
        for job in [*jobs, pool.submit(swarm_and_score)]:
            job.result()
