"""Groups, NAPs and maps of small files, by the adapters of these stages."""

import compute_layout
import compute_naps
import group_inputs
import numpy as np
import render_maps
from PIL import Image
from topomaps.common.files import load_arrays, save_arrays

CLASS_NAMES = np.array(["cat", "dog", "owl"])
GROUPING = {
    "by": ["class"], "only": None, "min_size": None, "nuisance": [], "layers": [], "tokens": None,
    "channels": None, "seed": 0,
}  # fmt: skip
DRAWING = {
    "experiment": "e", "condition": "layout", "first": 0, "last": 0, "layer": "units",
    "inputs_of": "d", "weighted": False, "features": "naps", "feature_maps": "values", "seed": 0,
    "stacked_examples": 30,
}  # fmt: skip
OF_GROUPING, OF_DRAWING = ("by", "only", "min_size"), ("examples_per_group", "random_groups")


def changed(path, **changes):
    """Change arrays of a `.npz` file; None takes one away."""
    arrays = load_arrays(path) | changes
    save_arrays(path, **{key: values for key, values in arrays.items() if values is not None})


def grouped(activations, folder, **changes):
    """Group inputs with changed settings; the files of groups and of tables."""
    tables = {
        name: folder / f"{name}.tsv"
        for name in ("outcomes", "gaps", "gap_tests", "inputs", "left_out")
    }
    files = {"groups": folder / "groups.npz", **tables}
    group_inputs.main(activations=activations, **files, **{**GROUPING, **changes})
    return files


def drawn(activations, folder, name="naps.npz", nuisance=(), **changes):
    """Group inputs and draw their NAPs with changed settings; the file of NAPs."""
    how = {key: changes.pop(key) for key in OF_GROUPING if key in changes}
    also = {key: changes.pop(key) for key in OF_DRAWING if key in changes}
    checked = {key: changes[key] for key in ("tokens", "channels") if key in changes}
    if not (activations / "inputs.npz").is_file():  # of an extraction, nothing has to be checked
        checked["layers"] = [changes.get("layer", DRAWING["layer"])]
    files = grouped(activations, folder, nuisance=list(nuisance), **how, **checked)
    compute_naps.main(
        activations=activations, groups=files["groups"], naps=folder / name,
        drawing={"by": ["class"], **how, **also}, **{**DRAWING, **changes},
    )  # fmt: skip
    return folder / name


def rendered(naps, folder, name="maps.npz", method="PCA"):
    """Lay out and paint the first trial of NAPs; the file of maps."""
    layout, maps = folder / "layout.npz", folder / name
    keys = {"experiment": "e", "condition": "layout", "layer": "l"}
    compute_layout.main(
        naps=[naps], layout=layout, method=method, keys=keys, first=0, last=0, seed=0
    )
    render_maps.main(naps=naps, layout=layout, maps=maps, resolution=20, image_size=60)
    return maps


def check_figure(paths):
    """Assert that a figure was drawn, as PNG and PDF."""
    with Image.open(paths["png"]) as image:
        assert min(image.size) > 100
        assert len(image.getcolors(2**24)) > 20
    assert paths["pdf"].read_bytes().startswith(b"%PDF")
