"""The files that the tutorial on own data names are made by its examples: a dry run of each.

The data are stand-ins; tests/examples runs the examples on what their scripts write.
"""

import re
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest
import yaml

from tests.running import ROOT, snakemake
from tests.torch_models import save_bert

TUTORIAL = (ROOT / "docs/your-own.md").read_text()
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/config.yaml"))
HOLE = re.compile(r"<\w+>|…")  # a name that the reader fills in


def named_paths():
    """Paths of results that the tutorial names, figures of its table included, in its words."""
    cell = r"`[^|]+\.png`"
    rows = re.findall(rf"(?m)^\| `\w+`(?:, `\w+`)* \| ({cell}) \|", TUTORIAL)
    figures = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert len(figures) >= 9
    in_text = re.findall(r"`(results/[^`]+)`", TUTORIAL)
    return sorted({*in_text, *(f"results/figures/<experiment>/{name}" for name in figures)})


def write_stand_ins():
    """Write data of the examples' names, layers and columns, but with nothing in them."""
    arrays = {f"activations/{layer}": np.zeros((4, 8)) for layer in ("first", "second")}
    ink, inputs = np.array(["heavy", "light"] * 2), np.zeros((4, 2, 2))
    np.savez("own.npz", labels=np.arange(4), **arrays, **{"attributes/ink": ink, "inputs": inputs})
    dense = [keras.layers.Dense(8, name=name) for name in ("conv", "dense")]
    keras.Sequential([keras.Input((8, 8, 1)), *dense]).save("my.keras")
    inner = [keras.layers.Dense(8, name=name) for name in ("conv_1", "conv_2")]
    inner = keras.Sequential([keras.Input((8, 8, 1)), *inner], name="features")
    outer = [keras.layers.Dense(size, name=name) for size, name in ((8, "dense"), (3, "shape"))]
    outer = [keras.Input((8, 8, 1)), inner, keras.layers.Flatten(), *outer]
    keras.Sequential(outer).save("shapes.h5")
    Path("images/0").mkdir(parents=True)
    Path("images.csv").write_text("file,label,ink\nimages/0/a.png,0,heavy\n")
    Path("wines.csv").write_text("alcohol,cultivar,strength\n12.5,first,light\n")
    Path("digits.csv").write_text("file,shape,digit,ink,slant\n0.png,open,2,heavy,left\n")
    with zipfile.ZipFile("digits.zip", "w") as archive:
        archive.writestr("0.png", b"")


def write_texts():
    """Write a text, a folder that looks like a Hugging Face model, and regions of the names."""
    Path("sentences.csv").write_text("text,gender,occupation,template\na nurse,woman,nurse,0\n")
    Path("regions.tsv").write_text("region\tlayer\tneuron\nwoman\tlayer_6\t0\n")
    save_bert(Path("model"), num_hidden_layers=6)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Paths that runs of all examples would make."""
    paths = set()
    for name in EXAMPLES:
        folder = tmp_path_factory.mktemp(name)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            write_stand_ins()
            if name == "texts":
                write_texts()
        config = yaml.safe_load((ROOT / f"examples/{name}/config.yaml").read_text())
        if name == "activations":  # figures that the tutorial explains, but no example has
            experiment = config["experiments"]["digits"]
            experiment["figures"] += ["quality", "faithfulness"]
            experiment |= {"methods": ["sorted", "random"], "trials": 2}
            experiment["regions"] = {**experiment.get("regions", {}), "split": "half"}
        done = snakemake(folder, config, "--dry-run", "--cores", "1")
        assert done.returncode == 0, done.stdout
        paths |= set(re.findall(r"results/[^\s,]+", done.stdout))
    return paths


@pytest.mark.parametrize("path", named_paths())
def test_what_the_tutorial_names_is_made(made, path):
    pattern = r"\w+".join(map(re.escape, HOLE.split(path)))
    if path.endswith("/"):  # a folder
        pattern += ".+"
    assert any(re.fullmatch(pattern, each) for each in made)
