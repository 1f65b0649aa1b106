"""From a zip archive and a label table to NAPs and tests, with a small random network."""

import json
import zipfile

import collect_tests
import compare_groups
import numpy as np
import pandas as pd
import prepare_images
import profile_groups
import pytest
import stream_activations
from PIL import Image
from topomaps.common.files import load_arrays, load_table
from topomaps.data import sources
from topomaps.data.sources import Source

N_IMAGES, SIDE = 40, 32
COLORS = {"warm": (200, 80, 40), "cold": (40, 80, 200)}
LAYERS = ["conv_pw_1_relu", "conv_pw_13_relu"]
MODEL = {
    "application": "MobileNet",
    "include_top": False,
    "alpha": 0.25,
    "preprocessing": "own",
    "batch_size": 16,
}
GROUPINGS = {
    "color": {"attributes": ["color"], "per_group": None, "random": True, "min_size": 2},
    "color_size": {"attributes": ["color", "size"], "per_group": 5, "random": False, "min_size": 2},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Archive and labels: half of the images warm, half cold, one of them damaged."""
    folder = tmp_path_factory.mktemp("images")
    generator = np.random.default_rng(0)
    rows = []
    with zipfile.ZipFile(folder / "images.zip", "w") as archive:
        for number in range(N_IMAGES):
            color = ("warm", "cold")[number % 2]
            noise = generator.normal(0, 30, (SIDE, SIDE, 3))
            pixels = np.clip(np.array(COLORS[color]) + noise, 0, 255).astype(np.uint8)
            with archive.open(f"val/{number}.png", "w") as file:
                if number == 5:
                    file.write(b"no image")
                else:
                    Image.fromarray(pixels).save(file, "PNG")
            rows.append((f"val/{number}.png", color, ("small", "big")[number // 2 % 2]))
    pd.DataFrame(rows, columns=["file", "color", "size"]).to_csv(folder / "l.csv", index=False)
    return folder


@pytest.fixture(scope="module", autouse=True)
def toy_source():
    attributes = {"color": ("warm", "cold"), "size": ("big", "small")}
    toy = Source("toy", (), (SIDE, SIDE), 255.0, attributes=attributes, n_published=N_IMAGES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sources.SOURCES, "toy", toy)
        yield


@pytest.fixture(scope="module")
def streamed(folder, toy_source):
    """Folder with the table of images and the streamed activations."""
    prepare_images.main(
        images=folder / "images.zip", labels=folder / "l.csv", table=folder / "t.tsv",
        coverage=folder / "coverage.json", source="toy", accept_subset=False,
    )  # fmt: skip
    stream(folder)
    return folder


def stream(folder, **changes):
    settings = {
        "archive": folder / "images.zip", "table": folder / "t.tsv", "weights": None,
        "activations": folder / "s.npz", "images": folder / "i.tsv", "decoding": folder / "d.json",
        "source": "toy", "model": MODEL, "layers": LAYERS, "groupings": GROUPINGS,
        "on_damaged": "skip", "seed": 0, "tensorflow_threads": 2,
    }  # fmt: skip
    stream_activations.main(**settings | changes)


def compare(folder, layer, out, **changes):
    settings = {
        "activations": folder / "s.npz", "images": folder / "i.tsv",
        "separation": out / f"{layer}_separation.tsv", "pairs": out / f"{layer}_pairs.tsv",
        "neurons": out / f"{layer}.npz", "layer": layer, "attributes": ["color"], "min_size": 2,
        "nuisance": [], "permutations": 199, "resamples": 100, "alpha": 0.05, "seed": 0,
    }  # fmt: skip
    compare_groups.main(**settings | changes)


def test_labels_and_images_are_matched_and_counted(streamed):
    coverage = json.loads((streamed / "coverage.json").read_text())
    assert coverage["n_matched"] == coverage["n_published"] == N_IMAGES
    assert len(load_table(streamed / "t.tsv")) == N_IMAGES


def test_damaged_images_are_left_out_and_named(streamed):
    report = json.loads((streamed / "d.json").read_text())
    assert list(report["skipped"]) == ["val/5.png"]
    used = load_table(streamed / "i.tsv")
    assert len(used) == N_IMAGES - 1
    assert "val/5.png" not in set(used["file"])
    arrays = load_arrays(streamed / "s.npz")
    assert arrays["conv_pw_13_relu/channel_means"].shape == (N_IMAGES - 1, 256)
    assert arrays["conv_pw_1_relu/color"].shape == (4, SIDE // 2, SIDE // 2, 16)
    assert arrays["counts/color"].sum() == 2 * (N_IMAGES - 1)


def test_damaged_images_end_the_job_where_that_is_asked_for(streamed):
    before = (streamed / "s.npz").read_bytes()
    with pytest.raises(ValueError, match=r"val/5\.png is no readable image"):
        stream(streamed, on_damaged="refuse")
    assert (streamed / "s.npz").read_bytes() == before


def test_a_second_stream_gives_the_same_bytes(streamed):
    before = (streamed / "s.npz").read_bytes()
    stream(streamed)
    assert (streamed / "s.npz").read_bytes() == before


def test_a_missing_layer_is_refused_before_any_image_is_read(streamed):
    with pytest.raises(ValueError, match="no layer 'fc2'"):
        stream(streamed, layers=["fc2"], archive="nowhere.zip")


def test_profiles_have_groups_and_random_groups(streamed, tmp_path):
    out = tmp_path / "naps.npz"
    profile_groups.main(
        activations=streamed / "s.npz", naps=out, layer="conv_pw_1_relu", grouping="color",
        feature_maps="values",
    )  # fmt: skip
    arrays = load_arrays(out)
    assert arrays["groups"].tolist() == ["warm", "cold", "random 1", "random 2"]
    assert arrays["naps"].shape == (1, 4, 16)
    assert arrays["features"].shape == (1, 16, 4 * (SIDE // 2) ** 2)
    np.testing.assert_allclose(arrays["naps"].sum(axis=1), 0, atol=1e-5)
    size = np.abs(arrays["naps"][0]).mean(axis=1)
    assert size[:2].min() > 2 * size[2:].max()


def test_a_planted_difference_is_found_and_tables_are_joined(streamed, tmp_path):
    for layer in LAYERS:
        compare(streamed, layer, tmp_path)
    parts = [tmp_path / f"{layer}_separation.tsv" for layer in LAYERS]
    collect_tests.main(parts=parts, table=tmp_path / "all.tsv")
    table = load_table(tmp_path / "all.tsv")
    assert table["layer"].tolist() == LAYERS
    assert table["p"].tolist() == [0.005, 0.005]
    pairs = load_table(tmp_path / f"{LAYERS[0]}_pairs.tsv")
    assert pairs.loc[0, ["first", "second"]].tolist() == ["cold", "warm"]
    assert pairs["similarity"][0] == pytest.approx(-1)


def test_an_attribute_without_influence_is_not_found(streamed, tmp_path):
    compare(streamed, LAYERS[0], tmp_path, attributes=["size"], nuisance=["color"])
    assert load_table(tmp_path / f"{LAYERS[0]}_separation.tsv")["p"][0] > 0.05


def test_a_nuisance_that_explains_everything_leaves_nothing_to_permute(streamed, tmp_path):
    with pytest.raises(ValueError, match="Nothing can be permuted"):
        compare(streamed, LAYERS[0], tmp_path, nuisance=["color"])
