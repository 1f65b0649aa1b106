"""The right result of each case that once went wrong; a test's name is that of its case.

Cases of statistics are judged by `benchmarks/calibration.py` and the tests of the statistics.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import tracemalloc
import zipfile

import numpy as np
import onnx
import onnxruntime
import pandas as pd
import pytest
import yaml
from packaging.requirements import Requirement
from PIL import Image
from running import ROOT
from topomaps.data.class_folders import class_folders
from topomaps.data.image_archives import open_images

from rules.configuration.records import record_name
from tests.loopback import serve

# ---- images and folders ----

ANY_SHARE = {"max_left_out": 1}  # of a dataset


def quadrants(run, folder, config="c.yaml", name="d", **dataset):
    """Mean colours (n, 4 x 3) of the four quadrants of the inputs, and the names of their files."""
    settings = yaml.safe_load((folder / config).read_text())
    settings["datasets"][name] |= dataset
    done = run(folder, settings, f"results/activations/m/{name}")
    assert done.returncode == 0, done.stdout
    values = np.load(folder / f"results/activations/m/{name}/quad.npy")
    with np.load(folder / f"results/datasets/{name}.npz") as dataset:
        files = dataset["files"]
    with np.load(folder / f"results/activations/m/{name}/inputs.npz") as inputs:
        return values.reshape(len(values), -1), files[inputs["rows"]].tolist()


def left_out(folder):
    """Names of the inputs of the dataset `d` that were left out, by reason."""
    with np.load(folder / "results/activations/m/d/inputs.npz") as inputs:
        return json.loads(str(inputs["account"]))["left_out"]


def test_exif_orientation_is_followed(case, run):
    values, files = quadrants(run, case("exif-orientation"))
    upright = values[files.index("png_0.png")]
    assert len(files) == 10
    assert np.abs(values - upright).max() < 0.03


def test_png_16bit_grey_is_scaled_and_12_bits_are_refused_without_the_key(case, run):
    folder = case("png-16bit-grey")
    values, files = quadrants(run, folder, **ANY_SHARE)
    assert files == [f"{kind}_{k}.png" for kind in ("png16grey", "png8grey") for k in (0, 1)]
    np.testing.assert_array_equal(values[:2], values[2:])
    assert len(np.unique(values[0])) > 1
    ((reason, names),) = left_out(folder).items()
    assert reason.startswith("has 16 bits per value but none above a quarter")
    assert names == ["png12in16_0.png", "png12in16_1.png"]


def test_folder_formats_unsaid_are_read_and_what_is_left_out_is_refused(case, run):
    folder = case("folder-formats-unsaid")
    done = run(folder, "c.yaml", "results/datasets/d.npz")
    assert done.returncode == 1
    assert "the first is cat/persian/x.png, which lies in a folder within a class" in words(done)
    values, files = quadrants(run, folder, nested=True)
    assert {"cat/persian/x.png", "cat/t.tif", "dog/g.gif", "dog/a.avif", "bird/b.tif"} < {*files}
    assert len(values) == 11


def test_unreadable_images_unsaid_are_named_with_what_they_are(case, run):
    folder = case("unreadable-images-unsaid")
    values, files = quadrants(run, folder, **ANY_SHARE)
    assert len(files) == 10
    assert np.abs(values - values[files.index("png_0.png")]).max() < 0.03
    assert left_out(folder) == {
        "is empty": ["zero_0.jpg", "zero_1.jpg"],
        "is truncated (JPEG)": ["truncated_jpg_0.jpg", "truncated_jpg_1.jpg"],
        "is an HTML page, not the image itself; download the image again": [
            "html_0.jpg", "html_1.jpg",
        ],
    }  # fmt: skip


def test_archive_endings_count_in_any_case_and_others_are_told(case, run):
    folder = case("archive-endings")
    done = run(folder, "c.yaml", "--dry-run")
    assert done.returncode == 1
    assert "V.rar is a .rar archive, which is not read; unpack it" in words(done)
    assert "T.ZIP" not in done.stdout
    settings = yaml.safe_load((folder / "c.yaml").read_text())
    for section in ("datasets", "experiments"):
        del settings[section]["rar"]
    done = run(folder, settings, "results/datasets/upper.npz")
    assert done.returncode == 0, done.stdout


def test_backslash_paths_mean_the_same_in_folders_and_archives(case, run):
    folder = case("backslash-paths")
    in_folder, files = quadrants(run, folder)
    assert files == [f"files\\p{k}.png" for k in range(6)]
    in_archive, _ = quadrants(run, folder, "zip.yaml")
    np.testing.assert_array_equal(in_folder, in_archive)
    assert len(np.unique(in_folder, axis=0)) == 6


def test_zip_names_are_utf8_and_found_however_letters_are_composed(case, run):
    folder = case("zip-names")
    _, files = quadrants(run, folder, name="nfc")
    assert files == [f"{name}{k}.png" for name in ("Jürgen", "p") for k in range(4)]
    assert run(folder, "c.yaml", "results/datasets/mac.npz").returncode == 0
    with np.load(folder / "results/datasets/mac.npz") as dataset:
        assert dataset["class_names"].tolist() == ["Bären", "Füchse"]


def test_zip_size_lies_are_read_up_to_the_limit_alone(cases, tmp_path):
    """An entry of 300 MB that states 100 bytes, as the case makes one of 6 GB."""
    assert (cases / "zip-size-lies").is_dir()
    with (
        zipfile.ZipFile(tmp_path / "lie.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a/lie0.png", "w", force_zip64=True) as file,
    ):
        for _ in range(30):
            file.write(bytes(10**7))
    with zipfile.ZipFile(tmp_path / "lie.zip", "a") as archive:
        for entry in archive.infolist():
            entry.file_size, entry.extra = 100, b""
        archive._didModify = True
    tracemalloc.start()
    with open_images(tmp_path / "lie.zip") as images, pytest.raises(ValueError, match="is damaged"):
        images.read("a/lie0.png")
    assert tracemalloc.get_traced_memory()[1] < 10**7
    tracemalloc.stop()


def test_class_folder_fifo_and_links_to_devices_are_told_and_not_read(cases, tmp_path):
    assert (cases / "class-folder-fifo").is_dir()
    (tmp_path / "a").mkdir()
    (tmp_path / "a/zero.png").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "a/pipe.png")
    with pytest.raises(ValueError, match=r"no folders with images.*a/pipe\.png is no file"):
        class_folders(tmp_path)
    with open_images(tmp_path) as images:
        for name in ("a/zero.png", "a/pipe.png"):
            with pytest.raises(ValueError, match="is no file"):
                images.read(name)


# ---- tables and names ----


def group_sizes(folder, experiment):
    """Inputs of each group of an experiment, by its name as it stands in the table."""
    path = folder / f"results/tables/{experiment}/outcomes.tsv"
    with open(path, newline="", encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["measure"] == "inputs"]
    names = [row["group"] for row in rows]
    assert len({*names}) == len(names)
    return {row["group"]: int(row["count"]) for row in rows if int(row["count"])}


def outcomes_of(*experiments):
    return [f"results/tables/{each}/outcomes.tsv" for each in experiments]


def own_groups(file, **settings):
    """Configuration with an experiment `e` on activations from elsewhere."""
    own = {"activations": file, "groups": "class", "figures": ["map_grid"], **settings}
    return {"experiments": {"e": own}}


def save_own(path, labels, **attributes):
    """Write activations of two neurons of a layer `u` and what is known of their inputs."""
    values = np.random.default_rng(0).normal(size=(len(labels), 6)).astype(np.float32)
    attributes = {f"attributes/{name}": each for name, each in attributes.items()}
    np.savez(path, **{"activations/u": values, "labels": labels, **attributes})


def test_names_na_none_are_names_at_every_door(case, run):
    folder = case("names-NA-None")
    folders = dict.fromkeys(("01", "1", "DE", "NA", "None", "nan"), 3)
    wears = pd.read_csv(folder / "t.csv", dtype=str, keep_default_na=False)["wears"]
    wears = wears.value_counts().to_dict()
    assert run(folder, "c.yaml", *outcomes_of("folders", "table", "parquet")).returncode == 0
    assert group_sizes(folder, "folders") == folders
    assert group_sizes(folder, "table") == group_sizes(folder, "parquet") == wears
    log = (folder / "results/logs/prepare_dataset/table.log").read_text()
    assert f"{wears['None']} inputs hold the text 'None' in 'wears'" in log
    changes = {"datasets": {
        "table": {"source": "image_table", "path": "t.csv", "images": "classes",
                  "missing": ["None"]},
        "folders": {"source": "folder", "path": "classes"},
        "parquet": {"source": "image_table", "path": "t.parquet", "images": "classes"},
    }}  # fmt: skip
    assert run(folder, "c.yaml", *outcomes_of("table"), changes=changes).returncode == 0
    wears.pop("None")
    assert group_sizes(folder, "table") == wears


def test_names_na_none_are_names_of_activations_too(case, run):
    folder = case("names-NA-None")
    names = np.repeat(["NA", "None", "nan", "null", "n/a", ""], 4)
    save_own(folder / "own.npz", names)
    done = run(folder, own_groups("own.npz"), *outcomes_of("e"))
    assert done.returncode == 0
    expected = dict.fromkeys(["NA", "None", "nan", "null", "n/a"], 4)
    assert group_sizes(folder, "e") == expected
    assert "4 inputs hold the text 'NA' in 'label'" in done.stdout
    pd.DataFrame({"label": names}).to_csv(folder / "inputs.csv", index=False)
    np.save(folder / "bare.npy", np.load(folder / "own.npz")["activations/u"])
    config = own_groups("bare.npy", missing=["null", "n/a"])
    assert run(folder, config, *outcomes_of("e")).returncode == 0
    assert group_sizes(folder, "e") == dict.fromkeys(["NA", "None", "nan"], 4)


def test_leading_zeros_stay(case, run):
    folder = case("leading-zeros")
    assert run(folder, "c.yaml", *outcomes_of("x")).returncode == 0
    assert group_sizes(folder, "x") == dict.fromkeys(["01", "1", "02", "2"], 2)
    assert run(folder, "named.yaml", *outcomes_of("x")).returncode == 0
    rows = pd.read_csv(folder / "results/tables/x/outcomes.tsv", sep="\t", dtype=str)
    assert {*rows["predicted"].dropna()} <= {"01", "02"}
    config = yaml.safe_load((folder / "c.yaml").read_text())
    config["experiments"]["x"]["groups"] = {"by": "zip", "only": [False]}
    done = run(folder, config, "--dry-run")
    assert done.returncode == 1
    assert "experiments.x.groups.only: false without quotes is False in YAML" in done.stdout


def test_underscore_collision_keeps_groups_apart(case, run):
    folder = case("underscore-collision")
    assert run(folder).returncode == 0
    groups = dict.fromkeys(["a b", "a_b", "😀 smile", "Füchse und Bären"], 2)
    assert group_sizes(folder, "x") == groups
    assert {*np.load(next(folder.glob("results/maps/x/quad/*.npz")))["groups"]} == {*groups}
    separation = pd.read_csv(folder / "results/tests/x/quad/separation.tsv", sep="\t")
    assert separation["n_groups"].tolist() == [4]
    pairs = pd.read_csv(folder / "results/tests/x/quad/pairs.tsv", sep="\t")
    assert {*pairs["first"], *pairs["second"]} >= {*groups}
    page = (folder / "results/explorer/x.html").read_text(encoding="utf-8")
    assert "a_b" in page


def test_index_column_as_feature_is_left_out_unless_named(case, run):
    folder = case("index-column-as-feature")
    assert run(folder, "c.yaml", "results/datasets/d.npz").returncode == 0
    table = pd.read_csv(folder / "t.csv")
    assert np.load(folder / "results/datasets/d.npz")["inputs"].shape == (len(table), 4)
    log = (folder / "results/logs/prepare_dataset/d.log").read_text()
    assert "the column 'Unnamed: 0' has no name and is no feature" in log
    for name in ("id", "number"):  # any name, where it counts the rows
        table.rename(columns={"Unnamed: 0": name}).to_csv(folder / "t.csv", index=False)
        assert run(folder, "c.yaml", "results/datasets/d.npz").returncode == 0
        assert np.load(folder / "results/datasets/d.npz")["inputs"].shape == (len(table), 4)
    named = {"features": ["number", "f0", "f1"]}
    changes = {"datasets": {"d": {"source": "table", "path": "t.csv", "label": "label", **named}}}
    assert run(folder, "c.yaml", "results/datasets/d.npz", changes=changes).returncode == 0
    assert np.load(folder / "results/datasets/d.npz")["inputs"].shape == (len(table), 3)


def test_inputs_csv_is_read_as_other_tables(case, run):
    folder = case("inputs-csv")
    assert run(folder, "blank_label.yaml", *outcomes_of("blank_label")).returncode == 0
    lines = (folder / "blank_label/inputs.csv").read_text().splitlines()[1:]
    expected = {name: lines.count(name) for name in lines if name}
    assert group_sizes(folder, "blank_label") == expected
    assert sum(expected.values()) < len(lines)
    assert run(folder, "semicolon.yaml", *outcomes_of("semicolon")).returncode == 0
    table = pd.read_csv(folder / "semicolon/inputs.csv", sep=";", dtype=str)
    assert group_sizes(folder, "semicolon") == table["label"].value_counts().to_dict()
    done = run(folder, "cp1252.yaml", *outcomes_of("cp1252"))
    assert done.returncode == 1
    assert "cp1252/inputs.csv is not in UTF-8" in done.stdout
    assert "save it in UTF-8" in done.stdout
    (folder / "semicolon/inputs.csv").write_text("sex;size\n" + "F;1\nM;2\n" * (len(table) // 2))
    done = run(folder, "semicolon.yaml", "--dry-run")
    assert done.returncode == 1
    assert "needs labels, and the inputs have none" in done.stdout
    assert "they have: sex, size" in done.stdout


def test_csv_formula_does_not_reach_a_spreadsheet(case, run):
    folder = case("csv-formula")
    names = ["=cmd|'/C calc'!A0", "@SUM(1)", "=1+1", "-5", "a\tb\nc"]
    save_own(folder / "own.npz", np.repeat(names, 6))
    config = own_groups("own.npz", figures=["map_grid", "tests", "regions"], permutations=9)
    assert run(folder, config).returncode == 0
    tables = [*folder.glob("results/**/*.tsv")]
    assert len(tables) >= 4
    cells = [
        cell
        for table in tables
        for line in table.read_text(encoding="utf-8").splitlines()
        for cell in line.split("\t")
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    assert {"'=1+1", "-5", r"a\tb\nc"} <= {*cells}
    maps = np.load(next(folder.glob("results/maps/e/u/*.npz")))
    assert {*maps["groups"]} == {*names}
    assert (folder / "results/figures/e/u/sorted/regions.png").is_file()  # reads tables again


def test_small_lone_surrogates_are_told_with_file_and_array(case, run):
    folder = case("small")
    save_own(folder / "surr.npz", np.repeat(["a\ud800", "b", "c"], 20))
    done = run(folder, own_groups("surr.npz"), *outcomes_of("e"))
    assert done.returncode == 1
    assert r"surr.npz: labels: value 1 ('a\ud800') holds half of a character" in done.stdout


def test_small_long_labels_are_told_at_once(case, run):
    folder = case("small")
    save_own(folder / "longlab.npz", np.repeat(["x" * 20000, "y" * 20000, "z"], 20))
    done = run(folder, own_groups("longlab.npz", figures=["tests"]))
    assert done.returncode == 1
    assert "20,000 characters" in done.stdout
    assert "MemoryError" not in done.stdout


def test_small_names_too_long_for_files_are_refused_before_the_run(case, run):
    folder = case("small")
    save_own(folder / "own.npz", np.repeat(["a", "b"], 20), **{"s" * 300: np.tile(["m", "n"], 20)})
    config = own_groups("own.npz")
    config["experiments"] = {"e" * 241: config["experiments"]["e"]}
    done = run(folder, config, "--dry-run")
    assert done.returncode == 1
    assert "of at most this many letters: 100" in done.stdout
    grouped = own_groups("own.npz", groups=["class", "s" * 300])
    done = run(folder, grouped, "--dry-run")
    assert done.returncode == 1
    assert "give it a shorter `name`" in done.stdout


# ---- models in Keras files, SavedModels, files of other kinds ----


def listed(run, folder, file):
    """What `list_layers` prints of a model's file, or says against it."""
    return run(folder, {}, "list_layers", "--config", f"model_file={file}")


def words(done):
    """What a run says, with single spaces."""
    return " ".join(done.stdout.split())


def image_files(folder):
    """Images of a case in the order of its table `px.csv`."""
    return [folder / "px" / name for name in pd.read_csv(folder / "px.csv", dtype=str)["file"]]


def refused_model(run, folder, file):
    """What is said of a model's file in a configuration, before any job."""
    (folder / "x.csv").write_text("a,b\n1,2\n")
    config = {
        "datasets": {"d": {"source": "table", "path": "x.csv"}},
        "models": {"m": {"path": file}},
        "experiments": {"x": {"model": "m", "dataset": "d", "layers": ["any"]}},
    }
    done = run(folder, config, "--dry-run")
    assert done.returncode == 1
    return done.stdout


def test_augmentation_keras2_is_read_and_does_nothing(case, run):
    from topomaps.models.keras_loading import load_model

    folder = case("augmentation-keras2")
    assert "feature maps c1" in words(listed(run, folder, "augment.h5"))
    assert run(folder).returncode == 0
    model = load_model(folder / "augment.h5")
    x = np.stack([np.asarray(Image.open(each).convert("RGB")) for each in image_files(folder)])
    without = [each for each in model.layers if each.name != "data_augmentation"]
    if "Rescaling" not in [type(each).__name__ for each in model.layers]:
        x = x / np.float32(255)
    for layer in without:
        x = layer(x)
        if layer.name == "c1":
            break
    found = np.load(folder / "results/activations/m/px/c1.means.npy")
    np.testing.assert_allclose(found, np.mean(x, axis=(1, 2)), atol=1e-4)


def test_nested_functional_keras2_is_read(case, run):
    folder = case("nested-functional-keras2")
    said = words(listed(run, folder, "seq_seq_fun.h5"))
    assert "(30, 30, 8) Conv2D yes, 8 feature maps feat/mobilenet_like/c1" in said


def test_text_input_is_told_by_the_list_and_by_the_check(case, run):
    folder = case("text-input")
    assert "takes text, which no dataset here gives" in listed(run, folder, "textvec.keras").stdout
    done = run(folder, "c.yaml", "--dry-run")
    assert done.returncode == 1
    assert "experiments.x.model: 'm' takes text, which no dataset here gives; export" in done.stdout


def test_savedmodel_is_read(case, run):
    folder = case("savedmodel")
    assert "(30, 30, 8) Relu yes, 8 feature maps c1/Relu" in words(listed(run, folder, "my_model"))


def test_lstm_called_images_is_called_a_series(case, run):
    done = run(case("lstm-called-images"), "c.yaml", "--dry-run")
    assert done.returncode == 1
    assert "a series of 10 steps of 4 numbers" in done.stdout
    assert "export the activations and use those instead, way 1" in done.stdout


def test_channels_first_keras_shows_feature_maps(case, run):
    from topomaps.models.backend import keras

    folder = case("channels-first-keras")
    assert "(30, 30, 8) Conv2D yes, 8 feature maps c1" in words(listed(run, folder, "chfirst.h5"))
    assert run(folder).returncode == 0
    images = [np.asarray(Image.open(each).convert("RGB")) for each in image_files(folder)]
    x = np.stack(images).transpose(0, 3, 1, 2) / np.float32(255)
    model = keras.saving.load_model(folder / "chfirst.h5", compile=False)
    c1 = keras.Model(model.inputs, model.get_layer("c1").output).predict(x, verbose=0)
    found = np.load(folder / "results/activations/m/px/c1.means.npy")
    np.testing.assert_allclose(found, c1.mean(axis=(2, 3)), atol=1e-4)


def test_lfs_pointer_is_named_with_the_way_out(case, run):
    folder = case("lfs-pointer")
    words = "is a Git LFS pointer, not the model itself; run `git lfs pull`"
    done = listed(run, folder, "lfs.onnx")
    assert done.returncode == 1
    assert f"lfs.onnx {words}" in done.stdout
    for file in ("lfs.h5", "lfs.keras"):
        assert f"models.m.path: {file} {words}" in refused_model(run, folder, file)


def test_tflite_pt_are_named_with_the_way_out(case, run):
    folder = case("tflite-pt")
    done = listed(run, folder, "model.tflite")
    assert done.returncode == 1
    assert "model.tflite is a model of TensorFlow Lite" in done.stdout
    assert "python -m tf2onnx.convert --tflite model.tflite" in done.stdout
    said = refused_model(run, folder, "torch_model.pt")
    assert "torch_model.pt is a PyTorch file" in said
    assert "torch.onnx.export" in said
    assert "topomaps.extract" in said


# ---- models in ONNX files, preprocessing ----


def pixels(folder):
    """The images of a case (n, height, width, 3) uint8, in the order of its table."""
    with open(folder / "px.csv", newline="") as table:
        files = [row["file"] for row in csv.DictReader(table)]
    return np.stack([np.asarray(Image.open(folder / "px" / file)) for file in files])


def onnx_values(file, layer, inputs):
    """Activations of a layer of an ONNX file, by onnxruntime alone; a fixed batch is one input."""
    model = onnx.load(file)
    model.graph.output.append(onnx.ValueInfoProto(name=layer))
    session = onnxruntime.InferenceSession(model.SerializeToString())
    name = session.get_inputs()[0].name
    return np.concatenate([session.run([layer], {name: each[None]})[0] for each in inputs])


def stored(folder, array, model="m", dataset="px"):
    return np.load(folder / "results/activations" / model / dataset / f"{array}.npy")


def test_uint8_input(case, run):
    folder = case("uint8-input")
    assert run(folder, "c.yaml", "results/activations/m/px").returncode == 0
    expected = onnx_values(folder / "uint8.onnx", "r1", pixels(folder)).mean(axis=(2, 3))
    assert expected.max() > 20  # a hundred times what nearly black images give
    np.testing.assert_allclose(stored(folder, "r1.means"), expected, rtol=1e-4, atol=1e-3)
    divided = {"models": {"m": {"path": "uint8.onnx", "preprocessing": "divide_by_255"}}}
    refused = run(folder, "c.yaml", "-n", changes=divided)
    assert refused.returncode != 0
    assert "models.m.preprocessing: the model takes whole numbers (uint8)" in refused.stdout


def test_uint8_input_of_keras(case, run):
    folder = case("uint8-input")
    assert run(folder, "ck.yaml", "results/activations/m/px").returncode == 0
    found = stored(folder, "c1.means")
    import keras

    model = keras.saving.load_model(folder / "uint8.keras")
    inner = keras.Model(model.inputs, model.get_layer("c1").output)
    expected = inner.predict(pixels(folder), verbose=0).mean(axis=(1, 2))
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-3)


def test_layout_nhwc_in_onnx(case, run):
    folder = case("layout-nhwc-in-onnx")
    assert run(folder, "c.yaml", "results/activations/m/px").returncode == 0
    inputs = (pixels(folder) / np.float32(255)).astype(np.float32)
    expected = onnx_values(folder / "nhwc.onnx", "r1", inputs).mean(axis=(2, 3))
    assert expected.shape[1] == 8  # feature maps, no rows of images
    for layer in ("r1", "back"):
        np.testing.assert_allclose(stored(folder, f"{layer}.means"), expected, rtol=1e-4, atol=1e-5)


def test_if_after_squeeze(case, run):
    folder = case("if-after-squeeze")
    assert run(folder, "c.yaml", "results/activations/m/px").returncode == 0
    inputs = (pixels(folder) / np.float32(255)).astype(np.float32).transpose(0, 3, 1, 2)
    expected = onnx_values(folder / "squeeze_if.onnx", "relu2", inputs)
    np.testing.assert_allclose(stored(folder, "relu2"), expected, rtol=1e-4, atol=1e-5)


def test_name_collision(case, run):
    folder = case("name-collision")
    assert run(folder).returncode == 0
    for name, layer in (("one", "/a/conv"), ("two", "a-conv")):
        (file,) = (folder / f"results/naps/{name}").iterdir()
        inputs = (pixels(folder) / np.float32(255)).astype(np.float32).transpose(0, 3, 1, 2)
        expected = onnx_values(folder / "names.onnx", layer, inputs).mean(axis=(2, 3))
        found = stored(folder, f"{file.name}.means")
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)
    assert (stored(folder, "a-conv.means") >= 0).all()  # the Relu keeps its plain name
    both = {"x": {"model": "m", "dataset": "px", "layers": ["/a/conv", "a-conv", "a:conv"],
                  "groups": "grp", "figures": ["map_grid"]}}  # fmt: skip
    assert run(folder, "c.yaml", "-n", changes={"experiments": both}).returncode == 0


def test_size_drops_division(case, run):
    folder = case("size-drops-division")
    for config in ("c_without.yaml", "c.yaml"):
        assert run(folder, config, "results/activations/m/px").returncode == 0
        found = stored(folder, "f")
        inputs = (pixels(folder) / np.float32(255)).astype(np.float32).transpose(0, 3, 1, 2)
        expected = onnx_values(folder / "dyn.onnx", "f", inputs)
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


# ---- activations from elsewhere ----


def profiles_of(values, labels):
    """Averages of activations (n, N) by label, minus their mean."""
    means = np.stack([values[labels == name].mean(axis=0) for name in np.unique(labels)])
    return means - means.mean(axis=0)


def naps_of(folder, experiment, layer):
    return np.load(folder / f"results/naps/{experiment}/{layer}/layout/0-0.npz")["naps"][0]


def test_layout_of_transposed_profiles_warns_and_takes_channels_first(case, run):
    folder = case("layout-of-transposed-profiles")
    done = subprocess.run(
        [sys.executable, folder / "repro.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "shape (10, 64) are laid out as 10 neurons" in done.stderr
    assert "topomaps.profile_features(profiles)" in done.stderr
    assert "shape (100, 64, 4, 4) look as if the channels came first" in done.stderr
    values, labels = np.random.default_rng(0).normal(size=(100, 64, 4, 4)), np.arange(100) % 10
    np.savez(folder / "own.npz", **{"activations/conv": values, "labels": labels})
    own = {"activations": "own.npz", "figures": ["map_grid"]}
    target = "results/naps/a/conv/layout/0-0.npz", "results/naps/b/conv/layout/0-0.npz"
    config = {"experiments": {"a": own, "b": {**own, "channels": "first"}}}
    done = run(folder, config, *target)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("look as if the channels came first") == 1
    assert naps_of(folder, "a", "conv").shape == (10, 4)
    expected = profiles_of(values.mean(axis=(2, 3)), labels)
    np.testing.assert_allclose(naps_of(folder, "b", "conv"), expected, atol=1e-6)


def test_padding_in_tokens_mean_is_masked_or_warned_of(case, run):
    folder, random = case("padding-in-tokens-mean"), np.random.default_rng(0)
    labels, lengths = np.array(["man", "woman"] * 20), random.integers(7, 30, 40)
    real, values = np.arange(40) < lengths[:, None], random.standard_normal((40, 40, 8))
    values[~real] = 3
    arrays = {"activations/layer": values.astype(np.float32), "labels": labels}
    np.savez(folder / "padded.npz", **arrays)
    np.savez(folder / "own.npz", **arrays, **{"masks/layer": real})
    own = {"figures": ["map_grid"], "tokens": "mean"}
    config = {
        "experiments": {
            "masked": {**own, "activations": "own.npz"},
            "padded": {**own, "activations": "padded.npz"},
        }
    }
    targets = [f"results/naps/{name}/layer/layout/0-0.npz" for name in config["experiments"]]
    done = run(folder, config, *targets)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("padded.npz: the last tokens of layer 'layer' repeat") == 1
    assert "own.npz: the" not in done.stdout
    means = np.where(real[..., None], values, 0).sum(axis=1) / lengths[:, None]
    found = naps_of(folder, "masked", "layer")
    np.testing.assert_allclose(found, profiles_of(means, labels), atol=1e-6)


def test_inplace_relu_export_is_right(case):
    pytest.importorskip("torch")
    folder = case("inplace-relu-export")
    script = (folder / "repro.py").read_text().replace("CHECKOUT/examples", str(ROOT / "scripts"))
    own = (
        "from topomaps import extract; export_activations = lambda to, *of: extract(*of, folder=to)"
    )
    script = script.replace("from export_pytorch import export_activations", own)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "share of wrong values 0.00" in done.stdout


def test_hf_batch_export_says_that_padding_is_unknown_and_leaves_nothing(case):
    pytest.importorskip("torch")
    folder = case("hf-batch-export")
    code = f"""
import sys, torch
sys.path.insert(0, {str(ROOT / "scripts")!r})
from topomaps import extract
model = torch.nn.Sequential(torch.nn.Embedding(9, 6))
texts = [torch.randint(1, 9, (4, length)) for length in (5, 7)]
labels = torch.arange(4)
try:
    extract(model, ["0"], [(ids, labels) for ids in texts], folder="own")
except ValueError as error:
    print(error)
class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__(); self.layer = model[0]
    def forward(self, input_ids, attention_mask):
        return self.layer(input_ids)
named = [{{"input_ids": ids, "attention_mask": torch.ones_like(ids)}} for ids in texts]
extract(Encoder(), ["layer"], [(each, labels) for each in named], folder="named")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "give the tokenizer's attention_mask" in done.stdout
    assert not (folder / "own").exists()
    assert np.load(folder / "named/layer/0.npy").shape == (8, 7, 6)
    assert np.load(folder / "named/masks/layer/0.npy").sum(axis=1).tolist() == [5] * 4 + [7] * 4


def test_crc_ignored_files_are_refused(case, run):
    folder = case("crc-ignored")
    script = (folder / "make_files.py").read_text().replace("./", "..")
    subprocess.run([sys.executable, "-c", script], cwd=folder, check=True)
    for name, fault in (("bit2", "CRC"), ("overrun2", "it has 2880 bytes of numbers, but its")):
        own = {"activations": f"{name}.npz", "groups": "class", "figures": ["map_grid", "tests"]}
        done = run(folder, {"experiments": {"e": {**own, "permutations": 99}}})
        assert done.returncode == 1
        assert f"{name}.npz: the array 'activations/u'" in done.stdout
        assert fault in done.stdout
        assert not list(folder.rglob("map_grid.png"))


def test_small_negative_shapes_are_told(case, run):
    folder, content = case("small"), io.BytesIO()
    header = {"descr": "<f4", "fortran_order": False, "shape": (-60, 24)}
    np.lib.format.write_array_header_1_0(content, header)
    with zipfile.ZipFile(folder / "negshape.npz", "w") as archive:
        archive.writestr("activations/u.npy", content.getvalue() + bytes(60 * 24 * 4))
        content = io.BytesIO()
        np.save(content, np.repeat(["a", "b", "c"], 20))
        archive.writestr("labels.npy", content.getvalue())
    own = {"activations": "negshape.npz", "groups": "class", "figures": ["map_grid"]}
    done = run(folder, {"experiments": {"e": own}})
    assert done.returncode == 1
    assert "negshape.npz: the array 'activations/u' cannot be used (its header" in done.stdout
    assert "OverflowError" not in done.stdout


# ---- what is said of inputs: losses, people ----


def explorer_of(folder, name):
    return json.loads((folder / f"results/explorer/{name}.json").read_text())


def test_people_pictures_of_sentences(case, run):
    folder = case("people-pictures-of-sentences")
    sexes, numbers = np.array(["woman", "man"] * 20), np.random.default_rng(0).normal(size=(40, 9))
    texts = np.array([f"{sex} {n}" for n, sex in enumerate(sexes)])
    np.savez(
        folder / "own.npz",
        **{"activations/a": numbers, "attributes/gender": sexes, "attributes/text": texts},
    )
    config = {
        "experiments": {
            "masked": {"activations": "own.npz", "groups": "gender", "figures": ["explorer"]}
        }
    }
    assert run(folder, config).returncode == 0
    shown = explorer_of(folder, "masked")
    assert shown["about_people"]
    assert len(shown["warnings"]) == 4
    assert shown["why_no_pictures"] == (
        "No pictures of the inputs about people lie with their activations."
    )


def test_unreadable_images_unsaid(case, run):
    folder = case("unreadable-images-unsaid")
    refused = run(folder)
    assert refused.returncode == 1
    assert "6 of the 16 inputs of d cannot be used" in refused.stdout
    assert "is empty: 2 (zero_0.jpg, zero_1.jpg)" in refused.stdout
    assert not (folder / "results/activations").exists()
    config = yaml.safe_load((folder / "c.yaml").read_text())
    config["datasets"]["d"]["max_left_out"] = 0.5
    done = run(folder, config, "results/tables/x/inputs.tsv")
    assert done.returncode == 0
    assert "d: 10 of 16 inputs are used; left out (results/tables/x/left_out.tsv):" in done.stdout
    assert "3 groups are left out, no input: html, truncated_jpg, zero" in done.stdout
    rows = (folder / "results/tables/x/left_out.tsv").read_text().splitlines()
    assert len(rows) == 1 + 6
    assert "zero_0.jpg\tis empty" in rows


def test_folder_formats_unsaid(case, run):
    folder = case("folder-formats-unsaid")
    refused = run(folder)
    assert refused.returncode == 1
    assert "cat/persian/x.png, which lies in a folder within a class folder" in refused.stdout
    config = yaml.safe_load((folder / "c.yaml").read_text())
    config["datasets"]["d"] |= {"damaged_images": "skip", "max_left_out": 0.5}
    done = run(folder, config, "results/tables/x/inputs.tsv")
    assert done.returncode == 0
    assert "1 (cat/persian/x.png)" in done.stdout
    with np.load(folder / "results/datasets/d.npz") as dataset:
        files = {*dataset["files"].tolist()}
    assert {"cat/t.tif", "dog/g.gif", "dog/a.avif"} <= files
    assert any(each.startswith("bird/") for each in files)


def test_zip_names(case, run):
    folder = case("zip-names")
    targets = [f"results/datasets/{name}.npz" for name in ("mac", "nfc")]
    assert run(folder, "c.yaml", *targets).returncode == 0
    with np.load(folder / targets[0]) as mac, np.load(folder / targets[1]) as nfc:
        assert mac["class_names"].tolist() == ["Bären", "Füchse"]
        assert nfc["split"].tolist() == ["test"] * 8
        assert json.loads(str(nfc["account"]))["left_out"] == {}


# ---- stale, damaged, hostile ----


def with_labels(folder, name, shift):
    """Write a file of activations in which one block of neurons knows the first class."""
    rng, labels = np.random.default_rng(shift), np.repeat(["c0", "c1", "c2"], 20)
    values = rng.normal(size=(60, 24)).astype(np.float32)
    values[:, 8 * shift : 8 * shift + 8] += (labels == "c0")[:, None] * 2
    arrays = {"activations/u": values, "labels": labels, "attributes/sex": np.tile(["F", "M"], 30)}
    np.savez(folder / name, **arrays)


def class_maps(**changes):
    """Configuration of a small experiment on a file of activations."""
    experiment = {"activations": "own.npz", "groups": "class", "figures": ["map_grid"]}
    return {"experiments": {"e": {**experiment, **changes}}}


def test_stale_older_file(case, run):
    """stale-older-file: a file that is replaced by an older one is noticed."""
    folder = case("stale-older-file")
    with_labels(folder, "own.npz", 0)
    with_labels(folder, "backup.npz", 1)
    os.utime(folder / "backup.npz", (1.5e9, 1.5e9))
    assert run(folder, class_maps()).returncode == 0
    before = naps_of(folder, "e", "u")
    shutil.copy2(folder / "backup.npz", folder / "own.npz")
    assert run(folder, class_maps()).returncode == 0
    after = naps_of(folder, "e", "u")
    assert np.abs(after[0, 8:16].mean()) > 1 > np.abs(before[0, 8:16].mean())


def test_stale_without_snakemake(case, run, tmp_path):
    """stale-without-snakemake: copied results know what they were made from."""
    folder = case("stale-without-snakemake")
    with_labels(folder, "own.npz", 0)
    assert run(folder, class_maps()).returncode == 0
    moved, unknown = tmp_path / "moved", tmp_path / "unknown"
    for copy in (moved, unknown):
        copy.mkdir()
        shutil.copytree(folder / "results", copy / "results")
        shutil.copy2(folder / "own.npz", copy / "own.npz")
    assert "Nothing to be done" in run(moved, class_maps()).stdout
    assert run(moved, class_maps(groups="sex")).returncode == 0
    table = pd.read_csv(moved / "results/tables/e/outcomes.tsv", sep="\t")
    assert table["group"].tolist() == ["F", "M"]
    (moved / "results/maps/e/u/from_elsewhere.npz").write_bytes(b"x")
    (moved / "results/provenance/records" / record_name("results/naps/e/u/layout/0-0.npz")).unlink()
    shutil.rmtree(moved / ".snakemake")
    assert run(moved, class_maps(groups="sex"), "--dry-run").stdout.count("rule compute_naps") == 1
    shutil.rmtree(unknown / "results/provenance")
    done = run(unknown, class_maps())
    assert done.returncode == 1
    assert "no record of what they were made from" in done.stdout
    assert (unknown / "results/figures/e/u/sorted/map_grid.png").is_file()


def test_an_emptied_figure_is_made_anew(tmp_path, run):
    """Item 11 of the case small."""
    with_labels(tmp_path, "own.npz", 0)
    assert run(tmp_path, class_maps()).returncode == 0
    figure = tmp_path / "results/figures/e/u/sorted/map_grid.png"
    content = figure.read_bytes()
    figure.write_bytes(b"")
    assert run(tmp_path, class_maps()).returncode == 0
    assert figure.read_bytes() == content


def test_nan_config(case, run, own_file):
    folder = case("nan-config")
    own_file(folder)
    done = run(folder, "c.yaml", "--dry-run")
    assert done.returncode == 1
    assert "experiments.e.alpha: nan" in done.stdout


def test_endless_mirror(case, run, monkeypatch):
    """endless-mirror: a mirror that announces too much is left; nothing of it stays."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = case("endless-mirror")
    with serve() as site:
        path = "/mnist/train-images-idx3-ubyte.gz"
        site.contents[path], site.announced[path] = b"x", 10**13
        target = "results/downloads/mnist/train-images-idx3-ubyte.gz"
        done = run(folder, "c.yaml", target, "--config", f"mirror={site.url}")
    assert done.returncode == 1
    assert "announces 10,000,000,000,000 bytes" in done.stdout
    assert "mirror" in done.stdout
    assert not [each for each in folder.rglob("*") if each.name.endswith((".part", ".gz"))]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"groups": {"by": "class", "only": ["c0", "zzz"]}}, "no input belongs to 'zzz'"),
        ({"min_size": 1000, "tokens": "mean"}, "min_size is 1000, but none of the 3 values"),
        ({"methods": ["umap"]}, "'umap' is unknown (did you mean 'UMAP'?)"),
    ],
)
def test_small_mistakes_are_told_before_any_job(case, run, changes, words):
    folder = case("small")
    with_labels(folder, "own.npz", 0)
    done = run(folder, class_maps(**changes), "--dry-run")
    assert done.returncode == 1
    assert words in done.stdout


# ---- numbers beside chance ----


def test_noise_layers_look_alike_by_chance_and_planted_ones_more(case, run):
    folder = case("noise-layers-look-alike")
    generator, rows = np.random.default_rng(0), {}
    tuning = generator.normal(size=(10, 3)) * [3, 1.5, 1]  # of both layers, to the same groups
    for name, n_groups, planted in (("noise", 2, 0), ("planted", 10, 1)):
        labels = np.arange(100) % n_groups
        layers = {
            f"activations/{layer}": generator.normal(size=(100, 40))
            + planted * (tuning @ generator.normal(size=(3, 40)))[labels]
            for layer in ("first", "second")
        }
        np.savez(folder / f"{name}.npz", labels=labels, **layers)
        rows[name] = {"activations": f"{name}.npz", "figures": ["layers"], "shared": "layers"}
    turned = {"planted_turned": {**rows["planted"], "methods": ["PCA"]}}
    turned["planted_turned"].pop("shared")
    shared = {name: {**each, "methods": ["sorted"]} for name, each in rows.items()}
    done = run(folder, {"experiments": shared | turned})
    assert done.returncode == 0, done.stdout
    found = {
        path.parent.name: pd.read_csv(path, sep="\t").iloc[1]
        for path in folder.glob("results/tables/*/turns_*.tsv")
    }
    noise = found["noise"]
    assert noise["similarity"] > 0.8
    assert noise["chance_low"] - 0.01 <= noise["similarity"] <= noise["chance_high"] + 0.01
    assert noise["p"] > 0.05
    for name in ("planted", "planted_turned"):
        assert found[name]["similarity"] > found[name]["chance_high"]
        assert found[name]["p"] <= 0.05


def test_pandas_pin_lets_the_library_in_beside_others(cases):
    said = (cases / "pandas-pin" / "README.txt").read_text()
    version = re.search(r"you have pandas (\S+) which is incompatible", said).group(1)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (pandas,) = [
        each for each in map(Requirement, project["dependencies"]) if each.name == "pandas"
    ]
    assert version == "2.3.3"
    assert pandas.specifier.contains(version)
