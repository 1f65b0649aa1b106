"""Time the maps and scores of one trial against the straightforward way, in one process and core.

Ten groups of a real layer, both error measures with ten parameters each. The straightforward way
works as the published code does: a triangulation per group, and a Pillow picture per parameter.
Prints a table and writes it to results/benchmarks/scoring_speed.tsv; run it by `make benchmarks`.
"""

from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
from PIL import Image, ImageFilter
from scipy.interpolate import griddata
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images
from topomaps.scores.image_errors import RADII, SIZES, score_images

ROOT = Path(__file__).parents[1]
ROUNDS = 7  # the quickest counts: other work on the machine disturbs it least
GOAL, MOONSHOT = 10, 30


def maps_one_by_one(naps, layout):
    """Images of all groups, each with a triangulation of its own."""
    steps = np.linspace(0, 1, 100)
    points = tuple(np.meshgrid(steps, steps[::-1]))
    fields = np.array([griddata(layout, values, points) for values in naps])
    return map_images(fields, color_limit(naps))


def maps_of_one_grid(naps, layout):
    """Images of all groups from one triangulation."""
    return map_images(MapGrid(layout).interpolate(naps), color_limit(naps))


def altered_pictures(image):
    """Pillow's resized and blurred versions of one image, as a list of arrays per measure."""
    picture = Image.fromarray(image)
    small = [picture.resize((size, size), Image.Resampling.BICUBIC) for size in SIZES]
    resized = [each.resize(picture.size, Image.Resampling.BICUBIC) for each in small]
    blurred = [picture.filter(ImageFilter.GaussianBlur(radius)) for radius in RADII]
    return {
        "resize_mse": [np.asarray(each) for each in resized],
        "blur_mse": [np.asarray(each) for each in blurred],
    }


def pillow_scores(images, arithmetics=("uint8",)):
    """Errors (G, 10) of both measures in the arithmetics asked for."""
    scores = {}
    for image in images:
        for measure, pictures in altered_pictures(image).items():
            for arithmetic in arithmetics:
                number = float if arithmetic == "float" else np.uint8
                original = image.astype(number)
                errors = [np.mean((original - each.astype(number)) ** 2) for each in pictures]
                scores.setdefault((measure, arithmetic), []).append(errors)
    return {key: np.array(errors) for key, errors in scores.items()}


def time_of(functions):
    """Shortest processor time in seconds of each function, in turns after a warm-up."""
    times = {name: [] for name in functions}
    for _ in range(ROUNDS + 1):
        for name, function in functions.items():
            start = process_time()
            function()
            times[name].append(process_time() - start)
    return {name: min(measured[1:]) for name, measured in times.items()}


def largest_deviation(scores, reference):
    """Largest relative deviation of any error from the reference's."""
    return max(np.max(np.abs(scores[key] / reference[key] - 1)) for key in reference)


def main():
    """Measure, print and save."""
    data = np.load(ROOT / "tests" / "data" / "published_maps.npz")
    naps, layout = data["naps"], data["layout"]
    images = maps_of_one_grid(naps, layout)
    pillow = pillow_scores(images, ("float", "uint8"))
    stages = {
        "maps": {
            "a triangulation per group": lambda: maps_one_by_one(naps, layout),
            "one grid for all groups": lambda: maps_of_one_grid(naps, layout),
        },
        "scores": {
            "Pillow, 8-bit arithmetic (as published)": lambda: pillow_scores(images),
            "Pillow, both arithmetics": lambda: pillow_scores(images, ("float", "uint8")),
            "topomaps, both arithmetics": lambda: score_images(images),
        },
    }
    rows = []
    for stage, functions in stages.items():
        times = time_of(functions)
        straightforward = next(iter(times.values()))
        rows += [(stage, name, t, straightforward / t) for name, t in times.items()]
    table = pd.DataFrame(rows, columns=["stage", "way", "cpu_seconds_per_trial", "times_faster"])
    table["goal_times_faster"] = pd.Series(MOONSHOT, table.index).where(
        table["way"] == "topomaps, both arithmetics"
    )
    target = ROOT / "results" / "benchmarks" / "scoring_speed.tsv"
    target.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(target, sep="\t", index=False, float_format="%.6g")
    print(table.to_string(index=False, float_format="%.4g"))
    print(f"Goal for the scores: {GOAL} times faster; moonshot: {MOONSHOT}.")
    deviation = largest_deviation(score_images(images), pillow)
    print(f"Largest relative deviation of any error from Pillow's: {deviation:.3g} (allowed: 0.03)")


if __name__ == "__main__":
    main()
