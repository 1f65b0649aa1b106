import numpy as np
from topomaps.layouts.runtimes import time_methods


def test_hybrids_have_two_stages_and_share_their_base():
    features = np.random.default_rng(0).random((20, 3))
    table = time_methods(features, ["PCA", "PCA_PSO", "random"], 2, seed=0, n_steps=5)
    assert set(table["n_neurons"]) == {20}
    assert (table["seconds"] > 0).all()
    stages = table.groupby("method")["stage"].agg(set).to_dict()
    assert stages == {"PCA": {"base"}, "PCA_PSO": {"base", "swarm"}, "random": {"swarm"}}
    base = table[table["stage"] == "base"].groupby("method")["seconds"].agg(list)
    assert base["PCA"] == base["PCA_PSO"]
    assert len(base["PCA"]) == 2
