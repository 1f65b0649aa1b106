"""A run on a few hand-made faces, with a network whose weights cannot be had beside it."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from running import snakemake
from topomaps.common.files import load_arrays, load_table
from topomaps.data.published_sources import FAIRFACE_ATTRIBUTES

N_IMAGES = 48
CONFIG = {
    "datasets": {"fairface": {"source": "fairface", "accept_subset": True}},
    "models": {
        "small": {
            "application": "MobileNet",
            "alpha": 0.25,
            "include_top": False,
            "weights": "random",
        },
        "vgg16": {"application": "VGG16"},
    },
    "experiments": {
        "faces": {
            "model": "small",
            "dataset": "fairface",
            "layers": ["conv_pw_3_relu", "conv_pw_13_relu"],
            "shown_layers": ["conv_pw_3_relu"],
            "groups": ["gender", ["race", "gender"]],
            "random_groups": True,
            "permutations": 199,
            "methods": ["PCA_PSO"],
            "figures": ["variables", "similar_groups", "tests"],
        },
        "unavailable": {
            "model": "vgg16",
            "dataset": "fairface",
            "layers": ["block5_pool"],
            "groups": "race",
            "figures": ["tests"],
        },
        "drawn": {"kind": "drawn"},
    },
}


def write_faces(folder):
    """Pictures of two genders in two tints, and labels of two races and one age."""
    folder.mkdir(parents=True)
    generator = np.random.default_rng(0)
    rows = []
    with zipfile.ZipFile(folder / "fairface-img-margin025-trainval.zip", "w") as archive:
        for number in range(N_IMAGES):
            gender = FAIRFACE_ATTRIBUTES["gender"][number % 2]
            pixels = generator.integers(0, 120, (28, 28, 3)) + (number % 2) * 120
            stream = io.BytesIO()
            Image.fromarray(pixels.astype(np.uint8)).resize((224, 224)).save(stream, "JPEG")
            archive.writestr(f"val/{number}.jpg", stream.getvalue())
            race = FAIRFACE_ATTRIBUTES["race"][number // 2 % 2]
            rows.append((f"val/{number}.jpg", "20-29", gender, race, False))
    columns = ["file", "age", "gender", "race", "service_test"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "fairface_label_val.csv", index=False)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Folder and output of a run without internet."""
    folder = tmp_path_factory.mktemp("bias")
    write_faces(folder / "mirror/fairface")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            patch.setenv(name, "http://127.0.0.1:9")  # nobody answers there
        config = {**CONFIG, "mirror": str(folder / "mirror")}
        done = snakemake(folder / "run", config, "--cores", "2", "--keep-going")
    return folder / "run/results", done


def test_weights_that_cannot_be_had_are_named_with_what_to_do(run):
    _, done = run
    assert done.returncode == 1
    text = " ".join(done.stdout.split())
    assert "vgg16_weights_tf_dim_ordering_tf_kernels.h5 of keras-applications could not" in text
    assert "https://storage.googleapis.com/tensorflow/keras-applications/vgg16/" in text
    assert "`mirror`" in text


def test_everything_else_is_made_nevertheless(run):
    results, done = run
    for name in (
        "drawn/measures",
        "faces/variables_all",
        "faces/variables_shown",
        "faces_gender/similar_groups_all",
        "faces_race_gender/similar_groups_shown",
        "faces_race_gender/separation",
        "faces_race_gender/significant",
        "faces_race_gender/similarities",
    ):
        for ending in ("png", "pdf"):
            assert (results / f"figures/{name}.{ending}").stat().st_size > 1000, done.stdout


def test_combined_groups_have_random_ones_beside_them(run):
    results, _ = run
    arrays = load_arrays(results / "naps/faces_race_gender/conv_pw_3_relu/layout/0-0.npz")
    assert arrays["groups"][:4].tolist() == [
        "Black × Female",
        "Black × Male",
        "East Asian × Female",
        "East Asian × Male",
    ]
    assert arrays["kinds"].tolist() == ["given"] * 4 + ["random"] * 4
    assert arrays["counts"].tolist() == [[12] * 8]


def test_tests_find_the_tint_and_scores_are_complete(run):
    results, _ = run
    table = load_table(results / "tests/faces_gender_separation.tsv")
    assert table["layer"].tolist() == ["conv_pw_3_relu", "conv_pw_13_relu"]
    assert (table["p"] == 0.005).all()
    scores = load_table(results / "scores/faces_gender.tsv.gz")
    assert set(scores["measure"]) == {
        "component_count",
        "mean_relative_size",
        "size_weighted_convexity",
    }
    assert scores["value"].notna().all()
