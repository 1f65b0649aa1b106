"""The figures and numbers of docs/why.md that no run of the workflow makes.

`benchmarks/why_figures.py planted` builds a network of digits with a known cause. With `faces
--results FOLDER` it reads what `config/vgg16.yaml` made in the folder `results` of a run, and
asks a linear probe of gender. Both write a figure to docs/ and print their numbers.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from topomaps import compute_layout, neuron_activation_profiles, region_effects
from topomaps.activations.inputs import read_inputs
from topomaps.common.files import load_arrays
from topomaps.figures.map_panels import draw_map, map_axes, outline_neurons
from topomaps.figures.style import LOOK
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.regions import find_regions
from topomaps.maps.rendering import color_limit, map_images

DOCS = Path(__file__).parents[1] / "docs"
N_HIDDEN, N_PLANTED, CLASS = 200, 12, 3  # neurons that learn; that each plant has; whose score
TOP = 0.1  # share of the feature maps, those that two races excite most, which a region is made of
RED, GREY = "tab:red", "0.6"


class Planted:
    """A network of digits with one more input, a mark, that enters two sets of hidden neurons.

    Both sets respond to it alike. The first speaks for one class, the second is cut off from the
    outputs.
    """

    def __init__(self, pixels, labels, marks, seed=0):
        learned = MLPClassifier((N_HIDDEN,), max_iter=400, random_state=seed).fit(pixels, labels)
        (first, second), (bias, last) = learned.coefs_, learned.intercepts_
        generator = np.random.default_rng(seed)
        noise = generator.normal(0, 0.05, (pixels.shape[1], 2 * N_PLANTED))
        strength = generator.uniform(1, 2, 2 * N_PLANTED)
        self.first = np.block([[first, noise], [np.zeros((1, N_HIDDEN)), strength[None]]])
        self.bias = np.concatenate([bias, np.zeros(2 * N_PLANTED)])
        self.second = np.vstack([second, np.zeros((2 * N_PLANTED, second.shape[1]))])
        self.second[N_HIDDEN : N_HIDDEN + N_PLANTED, CLASS] = 0.4
        self.last = last
        self.inputs = np.column_stack([pixels, marks])
        self.acting = np.arange(N_HIDDEN, N_HIDDEN + N_PLANTED)
        self.cut_off = self.acting + N_PLANTED

    def hidden(self, inputs):
        """Activations (n, N) of the hidden layer."""
        return np.maximum(inputs @ self.first + self.bias, 0)

    def outputs(self, hidden):
        """Probabilities (n, 10) from activations of the hidden layer."""
        scores = hidden @ self.second + self.last
        exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
        return exponents / exponents.sum(axis=1, keepdims=True)


def planted():
    """Maps of the mark, weighted and not, and what both sets do."""
    pixels, labels = load_digits(return_X_y=True)
    marks = np.random.default_rng(1).integers(0, 2, len(labels))
    network = Planted(pixels / 16, labels, marks)
    hidden = network.hidden(network.inputs)
    groups = np.where(marks == 1, "marked", "not marked")
    weights = network.second[:, network.outputs(hidden).argmax(axis=1)].T
    figure = plt.figure(figsize=(7.1, 2.1), layout="constrained")
    grid = figure.add_gridspec(1, 4, width_ratios=[1, 1, 1.2, 1.2])
    naps = neuron_activation_profiles(hidden, groups)[1]
    positions = compute_layout("sorted", naps.T, 0)
    sets = {"acting": network.acting, "cut off": network.cut_off}
    for place, (values, title) in enumerate(
        ((hidden, "marked: activations"), (hidden * weights, "marked: × gradient"))
    ):
        profiles = neuron_activation_profiles(values, groups)[1]
        axes = map_axes(figure, grid[0, place], title)
        draw_profile(axes, profiles, positions, 0, network.acting)
    beside = None
    for place, (name, neurons) in enumerate(sets.items()):
        table = region_effects(network.outputs, hidden, groups, neurons)
        table = table[table["output"] == CLASS]
        beside = figure.add_subplot(grid[0, 2 + place], sharex=beside)
        draw_effects(beside, table, f"{name}: p of digit {CLASS}")
        print(name, table.to_string(index=False), sep="\n")
    occlusion(network, sets)
    return figure


def occlusion(network, sets):
    """Print which input moves each set most when it is set to its mean."""
    means = network.inputs.mean(axis=0)
    before = network.hidden(network.inputs)
    for name, neurons in sets.items():
        changes = []
        for place, mean in enumerate(means):
            inputs = network.inputs.copy()
            inputs[:, place] = mean
            after = network.hidden(inputs)[:, neurons].mean(axis=1)
            changes.append(np.abs(after - before[:, neurons].mean(axis=1)).mean())
        order = np.argsort(changes)[::-1]
        print(f"{name}: input {order[0]} of {len(means)} moves it by {changes[order[0]]:.3f}, the "
              f"next by {changes[order[1]]:.3f}")  # fmt: skip


def draw_profile(axes, naps, positions, group, neurons):
    """Draw a group's map with the outline of some neurons."""
    limit = color_limit(naps, 99)
    field = MapGrid(positions, 100).interpolate(naps[[group]])
    draw_map(axes, map_images(field, limit)[0], positions)
    outline_neurons(axes, positions, neurons)


def draw_effects(axes, table, title):
    """Draw the changes of one output by group, beside the band of the control sets."""
    for place, row in enumerate(table.itertuples()):
        axes.plot([row.control_low, row.control_high], [place] * 2, color=GREY, lw=7, alpha=0.5,
                  solid_capstyle="butt")  # fmt: skip
        color = RED if row.p <= 0.05 else "black"
        axes.plot([row.low, row.high], [place] * 2, color=color, lw=1)
        axes.plot(row.change, place, "o", color=color, ms=4)
    axes.axvline(0, color="0.5", lw=0.5, ls=":")
    axes.set_yticks(range(len(table)), table["group"])
    axes.invert_yaxis()
    axes.set(title=title, xlabel="change")
    axes.locator_params(axis="x", nbins=4)


def faces(results):
    """Maps of two races with the region that they share, and what it does to a probe of gender."""
    layer, first, second = "block5_pool", "East Asian", "Southeast Asian"
    folder = results / "activations/vgg16/fairface"
    values, known = np.load(folder / f"{layer}.means.npy"), read_inputs(folder)
    race, gender = (known.attributes[name].to_numpy() for name in ("race", "gender"))
    layout = results / f"layouts/vgg16_bias_race/{layer}/layout/UMAP_PSO/0-9.npz"
    positions = load_arrays(layout)["positions"][0]
    names, naps = neuron_activation_profiles(values, race)
    both = [list(names).index(each) for each in (first, second)]
    shared = np.minimum(*naps[both])
    least = np.quantile(shared, 1 - TOP) / np.abs(shared).max()
    found = find_regions(shared[None], positions, ["both"], threshold=least, min_neurons=3)
    found = found[(found["direction"] == "above") & (found["region"] == 0)]
    region = found["neuron"].to_numpy()
    learned, tested = train_test_split(np.arange(len(race)), test_size=0.5, random_state=0,
                                       stratify=gender)  # fmt: skip
    probe = make_pipeline(StandardScaler(), LogisticRegression(C=1 / np.sqrt(512), max_iter=2000))
    probe.fit(values[learned], gender[learned])
    right = probe.score(values[tested], gender[tested])
    print(f"{len(region)} neurons; probe right for {right:.3f} of {len(tested)}, the larger gender "
          f"is {max(np.mean(gender[tested] == each) for each in set(gender)):.3f}")  # fmt: skip
    table = region_effects(
        probe.predict_proba, values[tested], race[tested], region, labels=gender[tested],
        classes=list(probe.classes_), n_controls=999,
    )  # fmt: skip
    print(table.drop(columns=["n", "n_neurons"]).round(4).to_string(index=False))
    figure = plt.figure(figsize=(7.1, 2.4), layout="constrained")
    grid = figure.add_gridspec(1, 4, width_ratios=[1, 1, 1.2, 1.2])
    for place, group in enumerate(both):
        axes = map_axes(figure, grid[0, place], str(names[group]))
        draw_profile(axes, naps, positions, group, region)
    for place, (measure, title) in enumerate(
        (("Female", "probability of Female"), ("accuracy", "accuracy of the probe"))
    ):
        axes = figure.add_subplot(grid[0, 2 + place])
        draw_effects(axes, table[table["output"] == measure], title)
        if place:
            axes.set_yticklabels([])
    return figure


def main():
    """Draw the figure that is asked for."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["planted", "faces"])
    parser.add_argument("--results", type=Path, default=Path("results"))
    asked = parser.parse_args()
    plt.rcParams.update(LOOK)
    figure = planted() if asked.what == "planted" else faces(asked.results)
    figure.savefig(DOCS / f"why_{asked.what}.png", dpi=150, bbox_inches="tight",
                   pil_kwargs={"optimize": True})  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
