"""Adapters of effects: a probe stands in for outputs, and shards give what one job gives."""

import find_regions
import measure_effects
import numpy as np
import pytest
import run_effects
import train_probe
from stages import check_figure, rendered, sampled
from topomaps.common.files import save_arrays
from topomaps.effects.files import TABLE_COLUMNS, load_effects

N, KINDS = 600, np.array(["women", "men"])
EFFECTS = {"replace": "mean", "controls": 79, "regions": 1, "probe": "kind"}


@pytest.fixture
def own(tmp_path):
    """Activations of 30 neurons, the first five of which tell kinds apart; two groups of places."""
    generator = np.random.default_rng(0)
    kinds, places = np.arange(N) % 2, np.arange(N) // 2 % 2
    values = generator.random((N, 30))
    values[:, :5] += kinds[:, None] * 0.8
    values[:, 5:15] += 0.8 * places[:, None]
    values[:, 12:20] += 0.4 * (places + kinds == 2)[:, None]
    path = tmp_path / "own.npz"
    attributes = {"kind": KINDS[kinds], "place": np.array(["sea", "land"])[places]}
    arrays = {f"attributes/{name}": each for name, each in attributes.items()}
    save_arrays(path, **{"activations/units": values.astype(np.float32)}, **arrays)
    return path


def measured(own, folder, named, n_shards=1):
    """Files of the effects in the activations, by several shards."""
    source, of_layer = {"path": own}, {"source": {"path": own}, "layer": "units"}
    groups, probe, sums = folder / "groups.npz", folder / "probe.npz", []
    train_probe.main(
        **of_layer, network_layer="units", groups=groups, probe=probe, attribute="kind", seed=0
    )
    for shard in range(n_shards):
        sums.append(folder / f"{shard}-of-{n_shards}.npz")
        run_effects.main(
            source=source, layer="units", groups=groups, neurons=folder / "neurons.tsv",
            sums=sums[-1], effects=EFFECTS, names=[0, "units"], alpha=0.05, shard=shard,
            n_shards=n_shards, probe=probe, named=named, region_layer="units",
        )  # fmt: skip
    files = {"effects": folder / "effects.tsv", "neurons": folder / "regions.tsv"}
    measure_effects.main(sums=sums, **files)
    return files, probe


def test_what_carries_a_kind_acts_on_the_probe_of_it(own, tmp_path, figures):
    maps = rendered(
        sampled(own, tmp_path, layer="units", by=["place", "kind"]), tmp_path, "maps.npz"
    )
    find_regions.main(
        source={"path": own}, layer="units", maps=maps, threshold=0.3, min_neurons=1, n_inputs=1,
        **{key: tmp_path / f"{key}.tsv" for key in ("neurons", "regions", "examples")},
    )  # fmt: skip
    named = tmp_path / "named.tsv"
    rows = [f"tells\tunits\t{n}" for n in range(5)] + [f"other\tunits\t{n}" for n in range(20, 25)]
    named.write_text("\n".join(["region\tlayer\tneuron", *rows]) + "\n")
    files, probe = measured(own, tmp_path, named)
    table = load_effects(files["effects"])
    assert tuple(table.columns) == TABLE_COLUMNS
    accuracy = table[(table["measure"] == "accuracy") & (table["group"] == "land × men")]
    accuracy = accuracy.set_index("region")
    assert accuracy.loc["tells", "before"] > 0.9
    assert accuracy.loc["tells", "after"] < accuracy.loc["tells", "before"] - 0.1
    assert accuracy.loc["tells", "p_holm"] <= 0.05
    assert accuracy.loc["tells", "finding"] == "acts"
    assert accuracy.loc["other", "finding"] == "nothing"
    assert accuracy.loc["whole layer", "p"] == 1
    assert accuracy["n"].sum() == pytest.approx(len(accuracy) * N / 8, abs=len(accuracy) * 20)
    assert "land × men" in set(table["found_in"])
    whole = files["effects"].read_bytes()
    files, _ = measured(own, tmp_path, named, n_shards=3)
    assert files["effects"].read_bytes() == whole
    import plot_effects

    plot_effects.main(maps=maps, **files, **figures, title="own", replace="mean", probe=probe)
    check_figure(figures)
