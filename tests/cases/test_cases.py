"""The right result of each case that once went wrong; a test's name is that of its case.

Cases of statistics are judged by `benchmarks/calibration.py` and the tests of the statistics.
"""

# ---- images and folders ----


# ---- tables and names ----


# ---- models in Keras files, SavedModels, files of other kinds ----


def listed(run, folder, file):
    """What `list_layers` prints of a model's file, or says against it."""
    return run(folder, {}, "list_layers", "--config", f"model_file={file}")


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
    assert "examples/export_pytorch.py" in said


# ---- models in ONNX files, preprocessing ----


# ---- activations from elsewhere ----


# ---- what is said of inputs: losses, people ----


# ---- stale, damaged, hostile ----


# ---- numbers beside chance ----
