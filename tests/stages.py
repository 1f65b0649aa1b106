"""Groups, NAPs and maps of small files, by the adapters of these stages."""

import compute_layout
import compute_naps
import group_inputs
import numpy as np
import render_maps
from PIL import Image
from topomaps.common.files import load_arrays, save_arrays

CLASS_NAMES = np.array(["cat", "dog", "owl"])
SAMPLING = {
    "condition": "layout", "first": 0, "last": 0, "layer": "units", "weighted": False,
    "features": "naps", "feature_maps": "values", "stacked_examples": 30,
    "balanced_correct_only": False,
}  # fmt: skip
NAMES = {"seed": 0, "experiment": "e", "inputs_of": "d"}
OF_GROUPING, OF_SAMPLING = ("by", "only", "min_size"), ("examples_per_group", "random_groups")
OF_SOURCE = ("tokens", "channels")


def taken(names, settings):
    """Those of the named settings that are there; they are taken away."""
    return {name: settings.pop(name) for name in names if name in settings}


def changed(path, **changes):
    """Change arrays of a `.npz` file; None takes one away."""
    arrays = load_arrays(path) | changes
    save_arrays(path, **{key: values for key, values in arrays.items() if values is not None})


def grouped(activations, folder, nuisance=(), layers=(), **changes):
    """Group inputs with changed settings; the files of groups and of tables."""
    tables = {
        name: folder / f"{name}.tsv"
        for name in ("outcomes", "gaps", "gap_tests", "inputs", "left_out")
    }
    files = {"groups": folder / "groups.npz", **tables}
    source = {"path": activations, **taken(OF_SOURCE, changes)}
    how = {"grouping": {"by": ["class"], **taken(OF_GROUPING, changes)}, "nuisance": nuisance}
    group_inputs.main(source=source, layers=layers, **how, **files, **{"seed": 0, **changes})
    return files


def sampled(activations, folder, name="naps.npz", nuisance=(), **changes):
    """Group inputs and draw their NAPs with changed settings; the file of NAPs."""
    grouping, sampling = taken(OF_GROUPING, changes), taken(OF_SAMPLING, changes)
    axes, names = taken(OF_SOURCE, changes), taken(NAMES, changes)
    what = {**SAMPLING, **changes}
    # Of an extraction, nothing has to be checked.
    layers = [] if (activations / "inputs.npz").is_file() else [what["layer"]]
    files = grouped(activations, folder, nuisance, layers, **grouping, **axes)
    compute_naps.main(
        source={"path": activations, **axes}, layer=what["layer"], groups=files["groups"],
        naps=folder / name, sampling={"by": ["class"], **grouping, **sampling},
        features=what["features"], how=averaging(**what), first=what["first"], last=what["last"],
        names={**NAMES, **names, "condition": what["condition"]},
    )  # fmt: skip
    return folder / name


def averaging(*, features, feature_maps, weighted, stacked_examples, balanced_correct_only, **_):
    """How the activations of the inputs of a group become NAPs and features."""
    how = {"pool_maps": feature_maps == "means", "weighted": weighted}
    if features == "naps":
        return how
    correct_only = features == "balanced" and balanced_correct_only
    return {**how, "stacked_examples": stacked_examples, "correct_only": correct_only}


def rendered(naps, folder, name="maps.npz", method="PCA"):
    """Lay out and paint the first trial of NAPs; the file of maps."""
    layout, maps = folder / "layout.npz", folder / name
    keys = {"experiment": "e", "condition": "layout", "layer": "l"}
    compute_layout.main(
        naps=[naps], layout=layout, method=method, keys=keys, first=0, last=0, seed=0
    )
    render_maps.main(
        naps=naps, layout=layout, maps=maps, resolution=20, image_size=60, color_limit=99
    )
    return maps


def check_figure(paths):
    """Assert that a figure was drawn, as PNG and PDF."""
    with Image.open(paths["png"]) as image:
        assert min(image.size) > 100
        assert len(image.getcolors(2**24)) > 20
    assert paths["pdf"].read_bytes().startswith(b"%PDF")
