import numpy as np
import prepare_dataset
import profile_widths
import pytest
from topomaps.common.files import load_arrays

N_CLASSES = 10


@pytest.fixture
def profiled(tmp_path):
    """Function that gives the features of each of some widths."""
    digits = tmp_path / "digits.npz"
    prepare_dataset.main(source="digits", files=[], output=digits)

    def run(*widths, **changes):
        settings = {
            "experiment": "times", "inputs_of": "digits", "epochs": 1, "examples_per_group": 20,
            "l2": 0, "batch_size": 256, "on_damaged": "refuse", "seed": 0, "tensorflow_threads": 2,
        }  # fmt: skip
        naps = tmp_path / "widths.npz"
        profile_widths.main(dataset=digits, naps=naps, widths=widths, **{**settings, **changes})
        return load_arrays(naps)

    return run


def test_each_width_has_the_features_that_it_would_have_alone(profiled):
    together, alone = profiled(16, 8), profiled(8)
    assert {name: each.shape for name, each in together.items()} == {
        "16": (16, N_CLASSES), "8": (8, N_CLASSES),
    }  # fmt: skip
    assert together["8"].tobytes() == alone["8"].tobytes()
    assert np.ptp(alone["8"], axis=1).all()  # no neuron answers to all classes alike
    assert (profiled(8, seed=1)["8"] != alone["8"]).any()
