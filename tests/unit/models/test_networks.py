import subprocess
import sys

import numpy as np
import pytest
from onnx_conversion import to_onnx
from topomaps.models.networks import open_network
from topomaps.models.preprocessing import preprocessing_function

THREADS = {"threads": 2}  # as all tests


def test_files_of_all_kinds_are_opened(tmp_path):
    import keras

    model = keras.Sequential(
        [
            keras.Input((8, 6, 3)),
            keras.layers.Conv2D(4, 3, name="conv"),
            keras.layers.GlobalAveragePooling2D(name="pooled"),
        ]
    )
    for suffix in ("keras", "h5", "hdf5"):
        model.save(tmp_path / f"mine.{suffix}")
    to_onnx(model, tmp_path / "mine.onnx")
    x = np.random.default_rng(0).random((2, 8, 6, 3)).astype(np.float32)
    names = {"class_names": ["a", "b", "c", "d"]}
    for suffix in ("keras", "h5", "hdf5", "onnx"):
        network = open_network({"file": tmp_path / f"mine.{suffix}", **names, **THREADS})
        assert network.class_names == ("a", "b", "c", "d")
        found, outputs = network.forward(["conv", "pooled"], preprocessing_function("none"))(x)
        assert found["conv"].shape == (2, 6, 4, 4)
        np.testing.assert_allclose(found["pooled"], model.predict(x, verbose=0), atol=1e-5)
        np.testing.assert_array_equal(outputs, found["pooled"])


def test_random_weights_are_a_function_of_the_seed_and_may_come_from_a_file(tmp_path):
    settings = {"application": "MobileNet", "alpha": 0.25, "include_top": False,
                "image_size": [32, 32], "weights": None, **THREADS}  # fmt: skip
    network = open_network({**settings, "seed": 3})
    assert network.input_shape == (32, 32, 3)
    network.model.save_weights(tmp_path / "mine.weights.h5")
    kernel = network.model.get_weights()[0]
    changes = {"seed": {"seed": 3}, "other seed": {"seed": 4},
               "file": {"seed": 4, "weights": tmp_path / "mine.weights.h5"}}  # fmt: skip
    same = {
        name: bool((open_network({**settings, **change}).model.get_weights()[0] == kernel).all())
        for name, change in changes.items()
    }
    assert same == {"seed": True, "other seed": False, "file": True}


@pytest.mark.parametrize(
    "settings",
    [{}, {"file": "a.keras", "application": "VGG16"}, {"file": "a.keras", "path": "b"}],
)
def test_settings_at_fault_are_refused(settings):
    with pytest.raises(ValueError, match="a model has either `file` or `application`, and any of"):
        open_network(settings)


def test_onnx_needs_no_tensorflow(tmp_path):
    """So that it has a small environment of its own."""
    import keras

    model = keras.Sequential([keras.Input((8, 6, 3)), keras.layers.Conv2D(4, 3, name="conv")])
    to_onnx(model, tmp_path / "mine.onnx")
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}; import numpy; "
        "from topomaps.models.networks import open_network; "
        "from topomaps.models.preprocessing import preprocessing_function; "
        f"network = open_network({{'file': {str(tmp_path / 'mine.onnx')!r}}}); "
        "call = network.forward(['conv'], preprocessing_function('tf')); "
        "print(call(numpy.zeros((1, 8, 6, 3)))[0]['conv'].shape, "
        "{'tensorflow', 'keras', 'h5py'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "(1, 6, 4, 4) set()"
