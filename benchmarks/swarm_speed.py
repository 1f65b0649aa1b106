"""Time the swarm against a NumPy version of the published step, in one run on this machine.

The NumPy step is timed for a few steps and extrapolated to 1000 (it would take 20 minutes at 4,096
neurons); ours runs all of them. Prints a table and writes it to results/benchmarks/swarm_speed.tsv;
run it by `make benchmarks`, on an idle machine.
"""

import os
from itertools import islice
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from topomaps.layouts.swarm import GRID_FROM, local_weights, spread

TARGET = Path(__file__).parents[1] / "results" / "benchmarks" / "swarm_speed.tsv"
THREADS = min(2, os.cpu_count())  # the goals are for two
N_STEPS = 1000
LARGEST_COMPARED = 4096  # beyond, the published step needs more memory than laptops have
ROUNDS = 2  # of up to 4,096 neurons; the quicker counts: other work disturbs it least
GOALS = {  # neurons: times faster than the published step, seconds
    128: (20, None),
    1024: (30, None),
    4096: (200, 7),
    25_000: (None, 20),
    100_000: (None, 60),
}


def published_step(points, weight):
    """One step of the local force, with arrays of all pairs as in the published code (Eq. 2)."""
    vectors = points[None] - points[:, None]
    distances = np.maximum(np.linalg.norm(vectors, axis=2), 0.01)
    force = 1.5 / (distances + 1) ** 3 - 15 * np.exp(-distances / 2)
    return points + 0.5 * weight * np.mean(force[..., None] * vectors, axis=1)


def seconds_of_published_steps(start, n_steps):
    """Time of 1000 steps, extrapolated from the first `n_steps`."""
    points = published_step(start, 0.0)
    begin = perf_counter()
    for weight in islice(local_weights(N_STEPS), n_steps):
        points = published_step(points, weight)
    return (perf_counter() - begin) / n_steps * N_STEPS


def seconds_of_ours(start, threads):
    """Time of 1000 steps."""
    begin = perf_counter()
    spread(start, N_STEPS, threads)
    return perf_counter() - begin


def measure(n_neurons):
    """One row of the table: both ways in turns, so that other work slows both alike."""
    start = np.random.default_rng(0).random((n_neurons, 2))
    n_measured = max(2, 2_000_000 // n_neurons**2)
    published, one_thread, threads = [], [], []
    spread(start, 1)  # compiles
    for _ in range(ROUNDS if n_neurons <= LARGEST_COMPARED else 1):
        if n_neurons <= LARGEST_COMPARED:
            published.append(seconds_of_published_steps(start, n_measured))
        one_thread.append(seconds_of_ours(start, 1))
        threads.append(seconds_of_ours(start, THREADS))
    faster, seconds = GOALS[n_neurons]
    return {
        "neurons": n_neurons,
        "way": "direct" if n_neurons < GRID_FROM else "grid",
        "published_seconds": min(published, default=None),
        "published_steps_measured": n_measured if published else None,
        "seconds_1_thread": min(one_thread),
        f"seconds_{THREADS}_threads": min(threads),
        "times_faster": min(published) / min(threads) if published else None,
        "goal_times_faster": faster,
        "goal_seconds": seconds,
        "nanoseconds_per_neuron_and_step": min(threads) / n_neurons / N_STEPS * 1e9,
    }


def main():
    """Measure, print and save."""
    table = pd.DataFrame([measure(n_neurons) for n_neurons in GOALS])
    seconds = table.set_index("neurons")[f"seconds_{THREADS}_threads"]
    growth = np.log(seconds[100_000] / seconds[4096]) / np.log(100_000 / 4096)
    table.loc[table.neurons == 100_000, "growth_exponent_from_4096"] = growth
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(TARGET, sep="\t", index=False, float_format="%.4g")
    print(table.to_string(index=False, float_format="%.4g", na_rep=""))
    print(f"Growth from 4,096 to 100,000 neurons: exponent {growth:.2f} (goal: at most 1)")
    print("published_seconds are extrapolated from published_steps_measured steps.")


if __name__ == "__main__":
    main()
