"""Users' images and activations, and drawn maps: after a change, what depends on it reruns."""

from copy import deepcopy

import numpy as np
import pytest
from drawn_images import image_bytes, write_zip
from running import planned, snakemake

TARGETS = (
    "results/datasets/pictures.npz",
    "results/datasets/packed.npz",
    "results/tests/mine_separation.tsv",
    "results/figures/sketches/measures.png",
)
TESTS = {"compare_groups", "plot_tests"}
MAPS = {"compute_naps", "compute_layout", "render_maps"}
CONFIG = {
    "datasets": {
        "pictures": {"source": "folder", "path": "images", "image_size": [4, 4]},
        "packed": {"source": "folder", "path": "images.zip", "image_size": [4, 4]},
    },
    "experiments": {
        "sketches": {"kind": "drawn"},
        "mine": {
            "activations": "stored", "methods": ["PCA"], "figures": ["tests"], "permutations": 9,
            "resamples": 100,
        },
    },
}  # fmt: skip


def write_image(folder, name, color):
    file = folder / "images" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(image_bytes(color))


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Folder of a complete run."""
    folder = tmp_path_factory.mktemp("users")
    names = ("cat/a.png", "cat/b.png", "owl/c.png", "owl/d.png")
    for name in names:
        write_image(folder, name, "red")
    write_zip(folder / "images.zip", {name: image_bytes("red") for name in names})
    values = np.random.default_rng(0).random((30, 8))
    (folder / "stored/conv").mkdir(parents=True)
    np.save(folder / "stored/fc.npy", values)
    for number in range(2):
        np.save(folder / f"stored/conv/{number}.npy", values[15 * number :][:15])
    labels = "\n".join(map(str, np.arange(30) % 3))
    (folder / "stored/inputs.csv").write_text(f"label\n{labels}\n")
    done = snakemake(folder, CONFIG, "--cores", "2", *TARGETS)
    assert done.returncode == 0, done.stdout
    return folder


def test_there_is_nothing_left_to_do(finished):
    assert planned(finished, CONFIG, *TARGETS) == {}


@pytest.mark.parametrize(
    ("keys", "value", "expected"),
    [
        (("components", "threshold"), 230, {"plot_drawn_maps"}),
        (("maps", "resolution"), 50, {"render_maps", "plot_tests"}),
        (("datasets", "pictures", "channels"), 1, {"prepare_dataset"}),
        (("experiments", "mine", "permutations"), 19, TESTS),
        (("experiments", "mine", "min_size"), 2, {"group_inputs", *MAPS, *TESTS}),
        (("experiments", "mine", "random_groups"), True, MAPS | {"plot_tests"}),
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
    assert planned(finished, CONFIG, *TARGETS) == {"prepare_dataset": 1}
    (finished / "images/owl/e.png").unlink()
    assert planned(finished, CONFIG, *TARGETS) == {}


def test_a_changed_archive_reads_the_dataset_again(finished):
    before = (finished / "images.zip").read_bytes()
    write_zip(finished / "images.zip", {"cat/a.png": image_bytes("red")})
    assert planned(finished, CONFIG, *TARGETS) == {"prepare_dataset": 1}
    (finished / "images.zip").write_bytes(before)


def test_a_changed_shard_reruns_what_depends_on_its_layer(finished):
    """All layers must be as long as the table of inputs, so that groups are checked again."""
    file = finished / "stored/conv/1.npy"
    np.save(file, np.load(file) + 1)
    jobs = planned(finished, CONFIG, "results/tests/mine_separation.tsv")
    assert set(jobs) == {"group_inputs", *MAPS, *TESTS}


def test_a_replaced_image_reads_the_dataset_again(finished):
    write_image(finished, "cat/a.png", "blue")
    assert planned(finished, CONFIG, "results/datasets/pictures.npz") == {"prepare_dataset": 1}
