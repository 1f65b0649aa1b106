"""Models, data and activations are checked before any job; what is left out is read from them."""

from pathlib import Path

import numpy as np
import pytest

from rules.configuration.expansion import analyses_of
from rules.configuration.model_checks import imagenet_file


@pytest.fixture
def config():
    return {
        "datasets": {
            "folders": {"source": "folder", "path": "images"},
            "files": {"source": "image_table", "path": "images.csv"},
            "numbers": {"source": "table", "path": "numbers.csv", "label": "outcome"},
            "digits": {"source": "digits"},
            "fairface": {"source": "fairface"},
        },
        "models": {
            "mine": {"path": "my.keras"},
            "mlp": {"dataset": "numbers", "architecture": "mlp"},
            "vgg16": {"application": "VGG16"},
        },
        "experiments": {
            "arrays": {"activations": "own.npz", "figures": ["map_grid"]},
            "pictures": {
                "model": "mine", "dataset": "folders", "layers": ["dense"], "figures": ["map_grid"],
            },
            "tabular": {"model": "mlp", "figures": ["map_grid"]},
            "known": {
                "model": "vgg16", "dataset": "folders", "layers": ["fc2"], "figures": ["map_grid"],
            },
        },
    }  # fmt: skip


@pytest.fixture
def model(folder):
    """A Keras model of images of 8 x 6 px with a model inside."""
    import keras

    inner = keras.Sequential(
        [keras.Input((8, 6, 1)), keras.layers.Conv2D(5, 3, name="conv")], name="features"
    )
    layers = [keras.Input((8, 6, 1)), inner, keras.layers.Flatten(name="flatten")]
    layers += [keras.layers.Dense(4, name="dense"), keras.layers.Dense(2, name="out")]
    keras.Sequential(layers).save("my.keras")


def test_what_is_left_out_is_read_from_the_files(model, config, completed):
    analyses = analyses_of(completed(config))
    assert list(analyses["arrays"].layers) == ["fc", "conv.1"]
    assert list(analyses["tabular"].layers) == ["hidden"]
    assert analyses["tabular"].dataset.name == "numbers"
    assert analyses["arrays"].methods == ["sorted"]


def test_inner_layers_have_names_without_slash_in_files(model, config, completed):
    config["experiments"]["pictures"]["layers"] = ["features/conv", "dense"]
    analyses = analyses_of(completed(config))
    assert analyses["pictures"].layers == {"features-conv": "features/conv", "dense": "dense"}


def test_the_file_of_weights_follows_from_the_model(model, config, completed):
    vgg16 = completed(config)["models"]["vgg16"]
    assert imagenet_file(vgg16) == "vgg16_weights_tf_dim_ordering_tf_kernels.h5"


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("experiments.arrays.activations", "nowhere.npz", "nowhere.npz does not exist"),
        ("experiments.arrays.activations", "images.csv", "images.csv is no .npz file"),
        ("experiments.arrays.layers", ["fcc"], "has no layer 'fcc' (did you mean 'fc'?)"),
        ("experiments.arrays.groups", "sexx", "'sexx' (did you mean 'sex'?)"),
        ("experiments.arrays.groups", "prediction", "needs predictions, and there are none"),
        ("experiments.arrays.figures", ["outcomes"], "'outcomes' needs predictions"),
        ("experiments.arrays.figures", ["label_errors"], "'label_errors' needs predictions"),
        ("experiments.arrays.dataset", "digits", "activations from elsewhere have their inputs"),
        ("experiments.tabular.figures", ["layers"], "'layers' needs two layers or more"),
        ("experiments.tabular.figures", ["training"], "'training' needs groups by `checkpoint`"),
        ("experiments.tabular.figures", ["confusion"], "'confusion' needs groups by `confusion`"),
        ("experiments.arrays.model", "mine", "name either `activations` or `model`, not both"),
        ("experiments.pictures.layers", ["dens"], "has no layer 'dens' (did you mean 'dense'?)"),
        ("experiments.pictures.shown_layers", ["out"], "shown_layers: 'out' is not defined"),
        ("experiments.pictures.dataset", "folder", "'folder' is not defined"),
        ("experiments.pictures.dataset", "numbers", "images, but 'numbers' are numbers"),
        ("experiments.known.dataset", "numbers", "'vgg16' sees images, 'numbers' are numbers"),
        ("datasets.folders.path", "pictures", "there is no folder or archive 'pictures'"),
        ("datasets.folders.scale", 2, "the key is gone; inputs are scaled by the model's"),
        ("datasets.numbers.label", "result", "no attribute or column 'result'"),
        ("datasets.numbers.image_size", [3, 3], "a table of numbers has no images"),
        ("datasets.files.images", "nowhere.zip", "'nowhere.zip' does not exist"),
        (
            "models.mine.path",
            "images.csv",
            "images.csv is no model that is read here, which are files whose names end in .keras",
        ),
        ("models.mine.path", "nowhere.h5", "there is no file 'nowhere.h5'"),
        ("models.mine.class_names", ["a", "b", "c"], "3 names, but the model has 2 outputs"),
        ("models.mine.preprocessing", "torchh", "'torchh' is unknown (did you mean 'torch'?)"),
        ("models.mine.preprocessing", {"divisr": 2}, "'divisr' (did you mean 'divisor'?)"),
        ("models.mine.preprocessing", {"std": 0}, "std"),
        ("models.mlp.architecture", "cnn", "a cnn needs images"),
        ("models.mlp.dataset", "fairface", "'fairface' has no classes to train a model on"),
        ("models.vgg16.application", "VGG166", "has no 'VGG166' (did you mean 'VGG16'?)"),
        ("models.vgg16.application", "MobileNetV2", "no checksum is published"),
        ("models.vgg16.alpha", 0.25, "alpha: VGG16 has no such option"),
    ],
)
def test_faults_are_named_before_any_job(model, config, path, value, words, errors_of):
    *parents, key = path.split(".")
    part = config
    for each in parents:
        part = part[each]
    part[key] = value
    assert words in errors_of(config)


def test_a_file_of_a_model_is_read_once_in_a_plan(model, config, completed, monkeypatch):
    from scripts.topomaps.models import keras_files

    read, zipped = [], keras_files._zipped_config
    monkeypatch.setattr(
        keras_files, "_zipped_config", lambda path: read.append(path) or zipped(path)
    )
    pictures = {
        **config["experiments"]["pictures"], "groups": ["class", "prediction", "correctness"],
    }  # fmt: skip
    config["experiments"] |= {f"pictures_{number}": pictures for number in range(4)}
    config["models"]["mine"]["class_names"] = ["cat", "owl"]
    analyses_of(completed(config))
    assert len(read) == 1


def test_images_to_train_on_need_a_size_and_labels(model, config, errors_of, forget_tables):
    config["models"]["mlp"]["dataset"] = "files"
    assert "datasets.files.image_size: the size [height, width]" in errors_of(config)
    Path("images.csv").write_text("file,age\na.png,3\n")
    forget_tables()
    assert "trained on labels, and there is no column 'label'" in errors_of(config)


def test_a_table_of_images_needs_no_labels(model, config, completed):
    Path("images.csv").write_text("file,age\na.png,3\n")
    config["experiments"]["pictures"] |= {"dataset": "files", "groups": "age"}
    completed(config)


def test_a_folder_of_activations_is_answered_with_its_columns(model, config, errors_of):
    Path("stored").mkdir()
    np.save("stored/fc.npy", np.zeros((3, 4)))
    Path("stored/inputs.csv").write_text("label,sex,age\n")
    config["experiments"]["arrays"] |= {"activations": "stored", "groups": "agee"}
    assert "'agee' (did you mean 'age'?); groups can be by: class" in errors_of(config)
    config["experiments"]["arrays"] |= {"groups": "age", "figures": ["dissimilarities"]}
    assert "'dissimilarities' needs two layers or more" in errors_of(config)
    Path("stored/inputs.csv").unlink()
    assert "the table 'stored/inputs.csv' of the inputs is missing" in errors_of(config)


def test_two_layers_are_not_written_to_one_file(model, config, completed):
    layers = {f"activations/{name}": np.zeros((3, 4)) for name in ("a:0", "a-0")}
    np.savez("own.npz", **layers, labels=["a", "b", "a"])
    config["experiments"]["arrays"] |= {"layers": ["a:0", "a-0"], "groups": "class"}
    layers = analyses_of(completed(config))["arrays"].layers
    assert layers["a-0"] == "a-0"
    assert sorted(layers.values()) == ["a-0", "a:0"]
    config["experiments"]["arrays"]["layers"] = ["a:0"]  # the file has another of that name
    (file,) = analyses_of(completed(config))["arrays"].layers
    assert file.startswith("a-0-")


def test_names_differ_by_more_than_capital_letters(model, config, errors_of):
    config["experiments"]["Arrays"] = config["experiments"]["arrays"]
    config["models"]["Mine"] = config["models"]["mine"]
    errors = errors_of(config)
    for words in ("experiments: 'arrays' and 'Arrays' differ", "models: 'mine' and 'Mine' differ"):
        assert f"{words} by capital letters only" in errors


def test_experiments_on_a_model_agree_about_its_tokens(
    model, config, errors_of, completed, kept_layers
):
    mine = config["experiments"]["pictures"]
    config["experiments"]["others"] = {**mine, "tokens": "last"}
    full = completed(config)
    kept = kept_layers(full, "activations", "mine", "folders")
    assert kept["dense"]["tokens"] == "last"  # the other experiment has no wish
    mine["tokens"] = "mean"
    errors = errors_of(config)
    assert "experiments.others.tokens: 'last' of the layer 'dense'" in errors
    assert "'pictures' takes 'mean' of it" in errors
    config["experiments"]["others"]["layers"] = ["out"]
    completed(config)


def test_orders_of_channels_are_of_activations_and_their_layers(folder, config, errors_of):
    arrays, tabular = config["experiments"]["arrays"], config["experiments"]["tabular"]
    arrays["channels"], tabular["channels"] = {"cnv.1": "first"}, "first"
    errors = errors_of(config)
    assert "arrays.channels: own.npz has no layer 'cnv.1' (did you mean 'conv.1'?)" in errors
    assert "experiments.tabular.channels: it is of activations from elsewhere" in errors


def test_formats_of_activations_and_their_masks_are_checked(folder, errors_of, completed):
    own = {"activations": "own.pt", "figures": ["map_grid"]}
    Path("own.pt").write_bytes(b"PK")
    assert "own.pt is a .pt file, which is never read" in errors_of({"experiments": {"a": own}})
    values = np.zeros((6, 3, 4))
    arrays = {"activations/fc": values, "labels": list("aabbcc"), "masks/cf": values[..., 0]}
    np.savez("masked.npz", **arrays)
    own["activations"] = "masked.npz"
    assert "a mask masks/cf, but no such layer" in errors_of({"experiments": {"a": own}})
    np.save("fc.npy", values)
    own["activations"] = "fc.npy"
    assert "groups: grouping by class needs labels" in errors_of({"experiments": {"a": own}})
    Path("fc.csv").write_text("label\n" + "a\nb\n" * 3)
    analyses = analyses_of(completed({"experiments": {"a": own}}))
    assert list(analyses["a"].layers) == ["fc"]
