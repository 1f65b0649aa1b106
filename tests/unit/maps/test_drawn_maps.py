"""What the paper says of its drawn maps (Aequitas, section 3.2), and convexities known before."""

import numpy as np
import pytest
from topomaps.maps import drawn_maps as drawing
from topomaps.maps.drawn_maps import drawn_maps
from topomaps.scores.components import component_scores, components, size_weighted_convexity


@pytest.fixture(scope="module")
def maps():
    return drawn_maps()


@pytest.fixture(scope="module")
def convexity(maps):
    return {name: size_weighted_convexity(image) for name, image in maps.items()}


def test_maps_are_images_of_discs(maps):
    assert list(maps) == ["A", "B", "C", "D", "E1", "E2", "F1", "F2", "G"]
    for image in maps.values():
        assert image.shape == (300, 300, 3)
        assert image.dtype == np.uint8
        assert (image[[0, 0, -1, -1], [0, -1, 0, -1]] == 255).all()


def test_ideal_maps_are_best_and_noise_and_dots_worst(convexity):
    order = sorted(convexity, key=convexity.get)
    assert set(order[:2]) == {"C", "G"}
    assert set(order[-2:]) == {"A", "B"}


def test_a_small_gap_matters_little(maps, convexity):
    assert convexity["E1"] == pytest.approx(convexity["E2"], abs=0.03)
    assert [len(components(maps[name])) for name in ("E1", "E2")] == [2, 3]


def test_interwoven_regions_are_worse_than_realistic_and_nested_ones(maps, convexity):
    assert convexity["D"] < min(convexity[name] for name in ("E1", "E2", "F1", "F2"))
    assert len(components(maps["D"])) == 2


def test_nested_components_are_kept_apart(maps):
    assert sorted(components(maps["F1"])["channel"]) == ["blue", "red"]
    assert list(components(maps["F2"])["channel"]) == ["blue", "blue"]


def test_ideal_sizes_are_reached_up_to_the_pixel_grid(maps):
    sizes = {name: component_scores(maps[name])["mean_relative_size"] for name in "AB"}
    assert sizes == pytest.approx({"A": 1, "B": 0.5}, abs=0.01)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("A", 0.95), ("B", 0.97), ("C", 0.27), ("D", 0.56), ("E1", 0.80), ("F1", 0.87), ("F2", 0.73)],
)
def test_known_convexities(convexity, name, expected):
    # The words fix disc, halves and spiral; of the other shapes only the kind.
    assert convexity[name] == pytest.approx(expected, abs=0.01 if name in "ABD" else 0.05)


def test_sparse_dots_score_next_to_nothing(convexity):
    assert convexity["G"] == pytest.approx(0.02, abs=0.01)


def test_two_turns_are_worse_than_one(monkeypatch):
    monkeypatch.setattr(drawing, "SPIRAL_TURNS", 2)
    assert size_weighted_convexity(drawn_maps()["D"]) == pytest.approx(0.36, abs=0.01)


def test_measures_hold_at_another_size(convexity):
    # Noise and dots keep their grain or count in pixels, and so do not.
    maps = drawn_maps(size=600)
    for name in set(maps) - {"C", "G"}:
        assert size_weighted_convexity(maps[name]) == pytest.approx(convexity[name], abs=0.02)
