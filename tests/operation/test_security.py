"""Files from elsewhere cannot make the workflow run code or write outside of its folders.

Archives are tested in tests/unit/data, files of models in tests/unit/models.
"""

import os
import pickle
import re

import group_inputs
import numpy as np
import pytest
import yaml
from onnx import TensorProto, helper
from running import ROOT, planned_jobs, snakemake
from topomaps.common.files import load_arrays

SCHEMA = yaml.safe_load((ROOT / "config/schema.yaml").read_text())


class Trap:
    """Creates a file when it is unpickled."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


@pytest.fixture
def sprung(tmp_path):
    """A path that comes into being if hostile code runs."""
    return tmp_path / "sprung"


def test_the_trap_works(sprung):
    pickle.loads(pickle.dumps(Trap(sprung)))
    assert sprung.exists()


def test_pickles_in_npz_files_are_refused(tmp_path, sprung):
    np.savez(tmp_path / "hostile.npz", a=np.array([Trap(sprung)], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        load_arrays(tmp_path / "hostile.npz")
    (tmp_path / "pickle.npz").write_bytes(pickle.dumps(Trap(sprung)))
    with pytest.raises(ValueError, match="contains pickled"):
        load_arrays(tmp_path / "pickle.npz")
    assert not sprung.exists()


def test_pickled_activations_are_refused(tmp_path, sprung):
    hostile = {"activations/units": np.ones((9, 9)), "labels": np.array([Trap(sprung)] * 9)}
    np.savez(tmp_path / "hostile.npz", **hostile)
    with pytest.raises(ValueError, match="Python objects"):
        group_inputs.main(
            source={"path": tmp_path / "hostile.npz"}, groups=tmp_path / "groups.npz",
            outcomes=tmp_path / "outcomes.tsv", gaps=tmp_path / "gaps.tsv",
            gap_tests=tmp_path / "gap_tests.tsv", seed=0, inputs=tmp_path / "inputs.tsv",
            left_out=tmp_path / "left_out.tsv", layers=["units"],
            grouping={"by": ["class"], "only": None, "min_size": 1}, nuisance=[],
        )  # fmt: skip
    assert not sprung.exists()


def test_tags_in_configurations_are_refused(tmp_path, sprung):
    hostile = tmp_path / "hostile.yaml"
    hostile.write_text(f"seed: !!python/object/apply:os.mkdir ['{sprung}']\n")
    with pytest.raises(yaml.constructor.ConstructorError, match="could not determine"):
        yaml.safe_load(hostile.read_text())  # nothing but the tag is wrong with it
    config = yaml.safe_load((ROOT / "config/quickstart.yaml").read_text())
    done = snakemake(tmp_path / "run", config, "--dry-run", "--configfile", hostile)
    assert done.returncode != 0
    assert "Config file is not valid" in done.stdout
    assert not sprung.exists()


@pytest.mark.parametrize("name", ["../outside", "a/b", "$(touch sprung)", "a b"])
def test_names_that_are_no_file_names_are_refused(tmp_path, name):
    config = yaml.safe_load((ROOT / "config/quickstart.yaml").read_text())
    config["experiments"] = {name: next(iter(config["experiments"].values()))}
    done = snakemake(tmp_path / "run", config, "--dry-run")
    assert done.returncode == 1
    assert "is not allowed" in done.stdout


@pytest.mark.parametrize("layer", ["..", ".", "/"])
def test_layers_that_are_no_file_names_get_one(tmp_path, layer):
    arrays = {f"activations/{layer}": np.zeros((9, 9)), "labels": np.repeat(["a", "b", "c"], 3)}
    np.savez(tmp_path / "own.npz", **arrays)
    own = {"activations": str(tmp_path / "own.npz"), "figures": ["map_grid"]}
    targets = planned_jobs(tmp_path / "run", {"experiments": {"mine": own}})
    files = [file for job in targets for file in job["output"]]
    assert any(
        re.fullmatch(r"results/naps/mine/layer-[0-9a-f]+/layout/0-0\.npz", each) for each in files
    )


def planned_with(folder, file):
    """The dry run of an experiment with a model from a file, and that of the list of its layers."""
    (folder / "images.csv").write_text("file,label\na.png,cat\nb.png,owl\n")
    experiment = {"model": "mine", "dataset": "images", "layers": ["out"], "figures": ["map_grid"]}
    config = {
        "datasets": {"images": {"source": "image_table", "path": "images.csv"}},
        "models": {"mine": {"path": file}},
        "experiments": {"hostile": experiment},
    }
    return snakemake(folder, config, "--dry-run", "--cores", "1")


def listed(folder, file):
    """A run of the target that lists the layers of a model."""
    config = {"experiments": {"sketches": {"kind": "drawn"}}}
    options = ("--cores", "1", "list_layers", "--config", f"model_file={file}")
    return snakemake(folder, config, *options)


def check_refused(folder, file, sprung, words):
    for done in (planned_with(folder, file), listed(folder, file)):
        assert done.returncode == 1
        assert words in " ".join(done.stdout.split())
        assert file in done.stdout
        assert not sprung.exists()


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_code_in_keras_files_is_refused(tmp_path, sprung, ending):
    import keras

    trap = eval(f"lambda x: [__import__('os').mkdir({str(sprung)!r}), x][1]")
    inputs = keras.Input((8, 8, 1))
    layer = keras.layers.Lambda(trap, output_shape=(8, 8, 1), name="trap")
    inner = keras.Model(inputs, layer(inputs), name="inner")  # one level down
    outputs = keras.layers.Dense(4, name="out")(keras.layers.Flatten()(inner(inputs)))
    keras.Model(inputs, outputs).save(tmp_path / f"hostile.{ending}")
    if sprung.exists():  # building the model ran the trap
        sprung.rmdir()
    check_refused(tmp_path, f"hostile.{ending}", sprung, "Lambda")


def write_onnx(path, nodes, weights=()):
    tensors = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", 4])
        for name in ("input", "out")
    ]
    graph = helper.make_graph(nodes, "hostile", tensors[:1], tensors[1:], list(weights))
    sets = [helper.make_opsetid("", 17), helper.make_opsetid("else.where", 1)]
    path.write_bytes(helper.make_model(graph, opset_imports=sets).SerializeToString())


def test_operators_of_other_makers_in_onnx_files_are_refused(tmp_path, sprung):
    node = helper.make_node("Trap", ["input"], ["out"], name="out", domain="else.where")
    write_onnx(tmp_path / "hostile.onnx", [node])
    check_refused(tmp_path, "hostile.onnx", sprung, "else.where")


@pytest.mark.parametrize("location", ["../secret", "/etc/passwd"])
def test_onnx_files_read_nothing_outside_of_their_folder(tmp_path, sprung, location):
    weight = TensorProto(name="weight", data_type=TensorProto.FLOAT, dims=[4])
    weight.data_location = TensorProto.EXTERNAL
    for key, value in (("location", location), ("length", "16")):
        weight.external_data.add(key=key, value=value)
    node = helper.make_node("Add", ["input", "weight"], ["out"], name="out")
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret").write_bytes(np.ones(4, np.float32).tobytes())
    write_onnx(folder / "hostile.onnx", [node], [weight])
    check_refused(folder, "hostile.onnx", sprung, "outside")
