"""The examples of the documentation run on the data that they make."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import yaml
from running import ROOT, planned, snakemake
from topomaps.activations.layer_lists import stored_layers
from topomaps.common.files import load_arrays, load_table

EXAMPLES = ROOT / "examples"


def prepared(folder, name):
    """Make an example's data in a folder; its configuration, with a quicker method and tests.

    PCA would place the neurons on a line where there are two groups.
    """
    subprocess.run([sys.executable, EXAMPLES / name / "make_data.py"], cwd=folder, check=True)
    config = yaml.safe_load((EXAMPLES / name / "config.yaml").read_text())
    for experiment in config["experiments"].values():
        experiment |= {"methods": ["TSNE_PSO"], "permutations": 99, "resamples": 100}
    return config


def check_figures(folder, names):
    for name in names:
        assert (folder / f"results/figures/{name}.png").stat().st_size > 10_000, name


def test_activations(tmp_path):
    config = prepared(tmp_path, "activations")
    done = snakemake(tmp_path, config, "--cores", "2")
    assert done.returncode == 0, done.stdout
    names = ("layers_TSNE_PSO", "dissimilarities", "first/TSNE_PSO/regions")
    check_figures(tmp_path, [*(f"digits/{name}" for name in names), "ink_of_digits/separation"])
    assert load_table(tmp_path / "results/tests/digits_separation.tsv")["p"].max() <= 0.01
    maps = load_arrays(tmp_path / "results/maps/ink_of_digits/second/TSNE_PSO.npz")
    assert maps["groups"].tolist() == ["heavy", "light"]
    weighted = maps["counts"] @ maps["naps"]
    np.testing.assert_allclose(weighted, 0, atol=1e-4 * maps["counts"].sum())


def test_texts(tmp_path):
    for package in ("torch", "transformers"):
        pytest.importorskip(package, reason=f"networks of texts need the package {package}")
    make = [sys.executable, EXAMPLES / "texts" / "make_data.py", "tiny"]
    subprocess.run(make, cwd=tmp_path, check=True)
    config = yaml.safe_load((EXAMPLES / "texts" / "config.yaml").read_text())
    for experiment in config["experiments"].values():
        experiment |= {"permutations": 99, "resamples": 100}
    sentences = config["experiments"]["sentences"]
    sentences |= {"layers": ["layer_1", "layer_6"], "figures": ["regions", "tests", "explorer"]}
    config["experiments"]["words"]["figures"] = ["map_grid"]
    config["experiments"]["occupations"]["figures"] = ["regions"]
    done = snakemake(tmp_path, config, "--cores", "2")
    assert done.returncode == 0, done.stdout
    check_figures(tmp_path, ["sentences_gender/layer_6/sorted/regions"])
    tests = load_table(tmp_path / "results/tests/sentences_gender_separation.tsv")
    assert tests["p"].max() <= 0.01  # the words differ, and random weights keep that
    named = load_table(tmp_path / "results/regions/occupations/layer_6/named.tsv")
    assert set(named["region"]) == {"woman", "man"}
    page = (tmp_path / "results/explorer/sentences.html").read_text()
    assert "She is a pilot." in page
    words = load_arrays(tmp_path / "results/maps/words/layer_6/sorted.npz")
    assert {"nurse", "pilot", "."} <= set(words["groups"])
    account = load_table(tmp_path / "results/tables/words/inputs.tsv")
    assert account["reason"].str.contains("tokens of 400 texts is an input").any()


def test_texts_take_no_other_weights(tmp_path):
    (tmp_path / "other").mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"):
        (tmp_path / "other" / name).write_text("{}")
    make = [sys.executable, EXAMPLES / "texts" / "make_data.py", "other"]
    done = subprocess.run(make, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "is not that of sentence-transformers/all-MiniLM-L6-v2, and is not used" in done.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["other", "sentences.csv"]


def test_folders_and_groups_of_all_kinds(tmp_path):
    generator, folder = np.random.default_rng(0), tmp_path / "stored"
    folder.mkdir()
    values = generator.random((90, 16)).astype(np.float32)
    np.save(folder / "fc.npy", values)
    table = pd.DataFrame({"label": ["a", "b", ""] * 30, "prediction": ["a", "b", "b"] * 30})
    table["sex"], table["age"] = ["F", "M"] * 45, ["3-9", "10-19", "70+"] * 30
    table.loc[:9, "age"] = "20-29"
    table.to_csv(folder / "inputs.csv", index=False)
    both = {"by": ["sex", "age"]}
    groups = {
        "labels": "class",
        "combined": {**both, "min_size": 10, "weighted": True},
        "of_interest": {**both, "only": ["M × 3-9", "F × 70+"]},
    }
    own = {"activations": "stored", "methods": ["random"], "figures": ["map_grid"]}
    config = {"experiments": {name: {**own, "groups": each} for name, each in groups.items()}}
    scored = {"figures": ["measures", "quality", "faithfulness"], "trials": 2}
    config["experiments"]["combined"] |= {**scored, "methods": ["random", "PCA_PSO"]}
    done = snakemake(tmp_path, config, "--cores", "2")
    assert done.returncode == 0, done.stdout
    maps = {
        name: load_arrays(tmp_path / f"results/maps/{name}/fc/random.npz") for name in groups
    }  # fmt: skip
    assert maps["labels"]["groups"].tolist() == ["a", "b"]
    scores = load_table(tmp_path / "results/scores/combined.tsv.gz")
    assert {"size_weighted_convexity", "blur_mse", "trustworthiness_5"} <= set(scores["measure"])
    assert scores["value"].notna().all()
    assert maps["combined"]["groups"].tolist() == [  # F or M × 20-29 have 5 inputs each
        f"{sex} × {age}" for sex in "FM" for age in ("3-9", "10-19", "70+")
    ]
    weighted = maps["combined"]["counts"] @ maps["combined"]["naps"]
    np.testing.assert_allclose(weighted, 0, atol=1e-9)
    assert maps["of_interest"]["groups"].tolist() == ["F × 70+", "M × 3-9"]
    members = table["sex"] + " × " + table["age"]
    first, second = (values[members == name].mean(axis=0) for name in ("F × 70+", "M × 3-9"))
    np.testing.assert_allclose(maps["of_interest"]["naps"][0], (first - second) / 2, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        (
            "images",
            [
                "classes_and_errors/layers_TSNE_PSO", "heavy_and_light/dense/TSNE_PSO/regions",
                "heavy_and_light/separation", "heavy_and_light/significant",
                "heavy_and_light/outcomes",
            ],
        ),
        ("table", ["cultivars/separation", "cultivars/significant", "cultivars/similarities"]),
    ],
)  # fmt: skip
def test_networks_on_own_data(tmp_path, name, figures):
    config = prepared(tmp_path, name)
    done = snakemake(tmp_path, config, "--cores", "2")
    assert done.returncode == 0, done.stdout
    check_figures(tmp_path, figures)
    assert planned(tmp_path, config) == {}
    for path in (tmp_path / "results/maps").rglob("*.npz"):
        maps = load_arrays(path)
        assert np.isfinite(maps["naps"][maps["counts"] > 0]).all()


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    """Folder and output of a run of the audit."""
    folder = tmp_path_factory.mktemp("audit")
    done = snakemake(folder, prepared(folder, "audit"), "--cores", "2")
    assert done.returncode == 0, done.stdout
    return folder


def test_the_audit_shows_all_variables_with_random_groups(audit):
    layers = ("features-conv_1", "features-conv_2", "dense")
    names = ["variables_all", "variables_shown"]
    check_figures(audit, [f"audit/{name}" for name in names])
    for variable in ("ink", "slant", "digit", "prediction_ink"):
        part = f"audit_{variable}"
        check_figures(audit, [f"{part}/{name}" for name in ("outcomes", "separation")])
        check_figures(audit, [f"{part}/{layer}/TSNE_PSO/regions" for layer in layers])
        for layer in layers:
            maps = load_arrays(audit / f"results/maps/{part}/{layer}/TSNE_PSO.npz")
            given, random = (maps["kinds"] == kind for kind in ("given", "random"))
            assert maps["counts"][given].tolist() == maps["counts"][random].tolist()
            assert (maps["counts"] >= 5).all()
    maps = load_arrays(audit / "results/maps/audit_digit/dense/TSNE_PSO.npz")
    assert maps["groups"][:10].tolist() == list("0123456789")


def test_the_audit_says_what_the_network_does_for_whom(audit):
    table = load_table(
        audit / "results/tables/audit_digit/outcomes.tsv", dtype={"group": str, "predicted": str}
    )
    shares = table[table["measure"] == "predicted"].set_index(["group", "predicted"])["share"]
    assert shares["0", "loop"] > 0.8 < shares["3", "open"]
    accuracy = table[table["measure"] == "accuracy"].set_index("group")
    assert accuracy["low"].lt(accuracy["share"]).all()
    # Half of the ones, fours and sevens bear a wrong label, so that they seem to be mistaken.
    assert accuracy.loc[["1", "4", "7"], "share"].max() < 0.75 < accuracy.loc["0", "share"]


def test_the_audit_finds_every_group_distinct_and_every_group_a_region(audit):
    for variable in ("ink", "digit", "prediction_ink"):
        table = load_table(audit / f"results/tests/audit_{variable}_separation.tsv")
        assert (table["p"] == 0.01).all()
        folder = audit / f"results/regions/audit_{variable}/dense"
        regions = load_table(folder / "TSNE_PSO_regions.tsv", dtype={"group": str})
        maps = load_arrays(audit / f"results/maps/audit_{variable}/dense/TSNE_PSO.npz")
        above = set(regions.loc[regions["direction"] == "above", "group"])
        given = set(maps["groups"][maps["kinds"] == "given"].tolist())
        assert len(given - above) <= len(given) / 4


def test_the_audit_finds_the_planted_label_error(audit):
    check_figures(audit, ["wrong_labels/dense/TSNE_PSO/label_errors"])
    suspects = load_table(audit / "results/tables/wrong_labels/dense/TSNE_PSO_suspects.tsv")
    first = suspects.query("suspected == 'test'").iloc[0]
    assert (first["class"], first["most_similar_class"]) == ("open", "straight")
    assert first["likelier_class"] == "straight"
    check_figures(audit, ["wrong_labels/suspicious_inputs", "wrong_labels/subgroups"])
    inputs = load_table(audit / "results/tables/wrong_labels/suspicious_inputs.tsv").head(100)
    digits = pd.read_csv(audit / "digits.csv", index_col="file").loc[inputs["file"], "digit"]
    assert (inputs["given_label"] == "open").mean() > 0.95
    assert (inputs["predicted_label"] == "straight").mean() > 0.95
    assert digits.isin([1, 4, 7]).mean() > 0.95


def test_models_that_scale_get_named_datasets_as_they_are(tmp_path):
    keras = pytest.importorskip("keras")
    layers = [keras.layers.Rescaling(1 / 16), keras.layers.Flatten()]
    model = keras.Sequential([keras.Input((8, 8, 1)), *layers, keras.layers.Dense(4, name="last")])
    model.save(tmp_path / "my.keras")
    experiment = {
        "model": "mine", "dataset": "digits", "layers": ["last"], "methods": ["random"],
        "figures": ["map_grid"],
    }  # fmt: skip
    config = {
        "datasets": {"digits": {"source": "digits"}},
        "models": {"mine": {"path": "my.keras"}},
        "experiments": {"named": experiment},
    }
    done = snakemake(tmp_path, config, "--cores", "2")
    assert done.returncode == 0, done.stdout
    dataset, folder = (tmp_path / f"results/{name}" for name in ("datasets", "activations"))
    rows = load_arrays(folder / "mine/digits/inputs.npz")["rows"][:5]
    inputs = load_arrays(dataset / "digits.npz")["inputs"][rows][..., None]
    found = np.load(folder / "mine/digits/last.npy")[:5]
    np.testing.assert_allclose(found, model.predict(inputs, verbose=0), rtol=1e-4, atol=1e-5)


def test_layers_are_listed(tmp_path):
    keras = pytest.importorskip("keras")
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(12, name="hidden")])
    model.save(tmp_path / "my.keras")
    done = snakemake(tmp_path, {"experiments": {"a": {"kind": "drawn"}}}, "--cores", "1",
                     "list_layers", "--config", "model_file=my.keras")  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "yes, 12 units" in done.stdout
    assert len(done.stdout.splitlines()) < 8  # without Snakemake's own words


EXTRACT = f"""
import sys; sys.path.insert(0, {str(ROOT / "scripts")!r})
import numpy as np, torch, topomaps
from torch import nn
torch.manual_seed(0)
network = nn.Sequential(
    nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(288, 16), nn.ReLU(), nn.Linear(16, 3)
)
data = [(5 * torch.randn(20, 1, 8, 8), torch.randint(0, 3, (20,))) for _ in range(3)]
topomaps.extract(
    network, ["1", "4"], data, folder="own", class_names=["cat", "dog", "owl"],
    attributes={{"batch": np.repeat([0, 1, 2], 20)}},
)
"""


def test_pytorch(tmp_path):
    pytest.importorskip("torch")
    subprocess.run([sys.executable, "-c", EXTRACT], cwd=tmp_path, check=True)
    assert stored_layers(tmp_path / "own") == ["1", "4"]
    experiment = {"activations": "own", "methods": ["PCA"], "figures": ["map_grid"]}
    config = {"experiments": {"torch": {**experiment, "groups": ["class", "prediction", "batch"]}}}
    done = snakemake(tmp_path, config, "--cores", "1")
    assert done.returncode == 0, done.stdout
    maps = load_arrays(tmp_path / "results/maps/torch_class/1/PCA.npz")
    assert maps["groups"].tolist() == ["cat", "dog", "owl"]
    assert maps["naps"].shape == (3, 8)
    maps = load_arrays(tmp_path / "results/maps/torch_batch/4/PCA.npz")
    assert maps["counts"].tolist() == [20, 20, 20]
