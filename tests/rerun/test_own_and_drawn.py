"""Own images, own activations and drawn maps: after a change, what depends on it runs again."""

from copy import deepcopy

import numpy as np
import pytest
from PIL import Image

from tests.running import planned, snakemake

TARGETS = (
    "results/datasets/pictures.npz",
    "results/tests/mine_separation.tsv",
    "results/figures/sketches/measures.png",
)
TESTS = {"compare_groups", "collect_tests"}
CONFIG = {
    "datasets": {"pictures": {"source": "folder", "path": "images", "image_size": [4, 4]}},
    "experiments": {
        "sketches": {"kind": "drawn"},
        "mine": {
            "kind": "own", "activations": "own.npz", "figures": ["tests"],
            "permutations": 9, "resamples": 100,
        },
    },
}  # fmt: skip


def write_image(folder, name, color):
    file = folder / "images" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4), color).save(file)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Folder of a complete run."""
    folder = tmp_path_factory.mktemp("own")
    for name in ("cat/a.png", "cat/b.png", "owl/c.png", "owl/d.png"):
        write_image(folder, name, "red")
    values = np.random.default_rng(0).random((30, 8))
    np.savez(folder / "own.npz", labels=np.arange(30) % 3, **{"activations/fc": values})
    done = snakemake(folder, CONFIG, "--cores", "2", *TARGETS)
    assert done.returncode == 0, done.stdout
    return folder


def test_the_copy_of_the_activations_is_not_kept_nor_missed(finished):
    assert not (finished / "results/tests/mine/fc/activations.npz").exists()
    assert planned(finished, CONFIG, *TARGETS) == {}


@pytest.mark.parametrize(
    ("keys", "value", "expected"),
    [
        (("components", "threshold"), 230, {"plot_drawn_maps"}),
        (("maps", "resolution"), 50, set()),
        (("datasets", "pictures", "channels"), 1, {"prepare_own_dataset"}),
        (("experiments", "mine", "permutations"), 19, {"average_feature_maps", *TESTS}),
        (("experiments", "mine", "groups"), {"min_size": 2}, {"average_feature_maps", *TESTS}),
    ],
)
def test_an_edited_setting_reruns_what_uses_it(finished, keys, value, expected):
    config = deepcopy(CONFIG)
    *path, key = keys
    part = config
    for name in path:
        part = part.setdefault(name, {})
    part[key] = value
    assert set(planned(finished, config, *TARGETS)) == expected


def test_a_new_image_reads_the_dataset_again(finished):
    write_image(finished, "owl/e.png", "blue")
    assert planned(finished, CONFIG, *TARGETS) == {"prepare_own_dataset": 1}
    (finished / "images/owl/e.png").unlink()
    assert planned(finished, CONFIG, *TARGETS) == {}


def test_a_replaced_image_reads_the_dataset_again(finished):
    write_image(finished, "cat/a.png", "blue")
    assert planned(finished, CONFIG, *TARGETS) == {"prepare_own_dataset": 1}
