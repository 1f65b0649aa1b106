import numpy as np
import pandas as pd
import pytest
import topomaps
from threadpoolctl import threadpool_info, threadpool_limits
from topomaps.analysis.tables import Tables
from topomaps.common.linear_algebra import allowed_threads, on_one_thread, one_thread
from topomaps.figures.user_figures import user_figure
from topomaps.layouts.base_layouts import base_layouts
from topomaps.library.faces import opened


@pytest.fixture(autouse=True)
def two_threads():
    with threadpool_limits(2):
        yield


def threads_of(api="blas"):
    """Threads of the packages of linear algebra, or of OpenMP; a set, of one number mostly."""
    return {each["num_threads"] for each in threadpool_info() if each["user_api"] == api}


def test_linear_algebra_gets_its_threads_back():
    with one_thread():
        with one_thread():
            assert threads_of() == {1}
        assert threads_of() == {1}
    assert threads_of() == {2}
    with pytest.raises(ZeroDivisionError), one_thread():
        raise ZeroDivisionError
    assert threads_of() == {2}


def test_limits_of_the_user_hold_on():
    with threadpool_limits(1):
        with one_thread():
            assert allowed_threads() == 1
        assert threads_of() == {1}


def test_own_loops_keep_the_threads_that_were_allowed_before():
    assert allowed_threads() == 2
    with one_thread():
        assert allowed_threads() == 2


def test_networks_keep_their_loops():
    with one_thread():
        assert threads_of("openmp") <= {1}
    with one_thread(openmp=False):
        assert threads_of() == {1}
        assert threads_of("openmp") <= {2}


def test_public_functions_are_held():
    def auc(curve):
        """Area."""
        return threads_of()

    def neuron_activation_profiles(activations, groups, channels="last"):
        """Profiles."""
        return threads_of()

    assert opened("auc", auc)([1.0]) == {1}
    profiles = opened("neuron_activation_profiles", neuron_activation_profiles)
    assert profiles(np.zeros((2, 3)), [0, 1]) == {1}
    assert threads_of() == {2}


def test_networks_of_region_effects_are_held():
    found = []

    def run(altered):
        found.append(threads_of())
        return altered[:, :2]

    values = np.random.default_rng(0).random((20, 50))
    topomaps.region_effects(run, values, np.arange(20) % 2, [0], n_controls=2)
    assert found
    assert all(each == {1} for each in found)


def test_maps_and_their_figures_are_held(monkeypatch):
    seen = property(lambda _: pd.DataFrame({"threads": [threads_of()]}))
    monkeypatch.setattr(Tables, "separation", seen)
    values = np.random.default_rng(0).random((20, 8))
    maps = topomaps.Maps(values, np.arange(20) % 2).fit("random")
    assert maps.test()["threads"].item() == {1}
    assert user_figure(lambda: _figure_that_knows(threads_of()))().known == {1}


def _figure_that_knows(what):
    from matplotlib.figure import Figure

    figure = Figure()
    figure.known = what
    return figure


def test_layouts_are_held_in_packages_that_they_load_themselves(monkeypatch):
    found = []

    def function_of(_):
        def layout(features, seed):
            found.append(threads_of())
            return features[:, :2]

        return layout

    monkeypatch.setattr("topomaps.layouts.base_layouts.function_of", function_of)
    base_layouts("PCA", np.random.default_rng(0).random((1, 6, 3)), [0])
    assert found == [{1}, {1}]


def test_a_function_keeps_its_name_and_warns_from_the_line_of_the_user():
    assert topomaps.region_effects.__name__ == "region_effects"
    assert on_one_thread()(threads_of)() == {1}
    values = np.random.default_rng(0).random((20, 3))
    with pytest.warns(UserWarning, match="the region is the whole layer") as seen:
        topomaps.region_effects(lambda each: each, values, np.arange(20) % 2, [0, 1, 2])
    assert seen[0].filename == __file__
