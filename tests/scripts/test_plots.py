"""Adapters of the figures: each writes a PNG and a PDF from the files of earlier stages."""

import describe_layouts
import pandas as pd
import plot_map_grid
import plot_method_comparison
import plot_quality
import plot_runtime
import pytest
import render_maps
import score_maps
import summarise_runtimes
from PIL import Image
from topomaps.common.files import save_table


@pytest.fixture
def paths(tmp_path):
    return {"png": tmp_path / "figures/a.png", "pdf": tmp_path / "figures/a.pdf"}


def check(paths):
    with Image.open(paths["png"]) as image:
        assert min(image.size) > 200
        assert len(image.getcolors(2**24)) > 20
    assert paths["pdf"].read_bytes().startswith(b"%PDF")


@pytest.fixture
def maps(naps, layout, tmp_path):
    path = tmp_path / "maps.npz"
    render_maps.main(naps=naps, layout=layout, maps=path, resolution=20, image_size=60)
    return path


def test_method_comparison(maps, paths, tmp_path):
    layouts, methods = tmp_path / "layouts.tsv", ["SOM", "PCA"]
    describe_layouts.main(
        maps=[maps, maps], table=layouts, methods=methods, blur_radii=[2, 4], resize_sizes=[30, 10]
    )
    plot_method_comparison.main(
        maps=[maps, maps], layouts=layouts, methods=methods, group=1, **paths
    )
    check(paths)


def test_map_grid(maps, paths):
    plot_map_grid.main(maps=maps, by="class", **paths)
    check(paths)


def test_quality(naps, layout, tmp_path, paths):
    table = tmp_path / "scores.tsv.gz"
    keys = {"experiment": "e", "layer": "l", "method": "PCA", "condition": "naps"}
    score_maps.main(
        naps=naps, layout=layout, scores=table, keys=keys, resolution=20, image_size=60,
        blur_radii=[2, 4], resize_sizes=[30, 10],
    )  # fmt: skip
    plot_quality.main(scores=table, layer="l", arithmetic="uint8", **paths)
    check(paths)


def test_runtime(tmp_path, paths):
    rows = [("PCA", width, 0, "base", width / 100) for width in (8, 16)]
    columns = ["method", "n_neurons", "repetition", "stage", "seconds"]
    save_table(tmp_path / "runtimes.tsv", pd.DataFrame(rows, columns=columns))
    tables = {"means": tmp_path / "means.tsv", "growth": tmp_path / "growth.tsv"}
    summarise_runtimes.main(runtimes=tmp_path / "runtimes.tsv", **tables)
    plot_runtime.main(**tables, **paths)
    check(paths)
