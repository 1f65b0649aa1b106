import matplotlib.pyplot as plt
import pytest
from topomaps.figures.map_panels import add_color_bar
from topomaps.figures.style import short_number


@pytest.mark.parametrize(
    ("value", "text"),
    [(110.3, "110"), (0.0123, "0.012"), (2.0, "2"), (0.5, "0.5"), (23_456, "23000"), (0, "0"),
     (1.2e-7, "1.2e-07")],
)  # fmt: skip
def test_numbers_beside_maps_are_plain(value, text):
    assert short_number(value) == text


@pytest.mark.parametrize(("percentile", "extend"), [(100, "neither"), (99, "both")])
def test_a_bar_that_is_cut_ends_in_arrows_and_says_the_percentile(percentile, extend):
    figure, axes = plt.subplots()
    add_color_bar(figure, axes, {"limit": 2.0, "percentile": percentile})
    bar = figure.axes[-1]
    assert bar._colorbar.extend == extend
    assert bar.get_ylim() == (-2, 2)
    assert ("percentile 99" in bar.get_ylabel()) == (extend == "both")
    plt.close(figure)
