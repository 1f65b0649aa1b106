"""The table of layers has the numbers that HHAI prints in Table 1."""

import pytest


@pytest.fixture(scope="module")
def modules():
    from topomaps.models import architecture_table
    from topomaps.models import training as models

    return architecture_table, models


def test_mlp_of_the_paper(modules):
    table_of, models = modules
    table = table_of.describe_model("mlp", models.build_model("mlp", (28, 28, 1), 10))
    assert table["kind"].tolist()[:3] == ["Flatten", "Dense", "Dense"]
    assert table["parameters"].tolist() == [0, 100_480, 1_290, 101_770]
    assert table["output"].tolist()[:3] == ["784", "128", "10"]
    assert table["activation"].tolist()[1:3] == ["relu", "softmax"]


def test_cnn_of_the_paper(modules):
    table_of, models = modules
    table = table_of.describe_model("cnn", models.build_model("cnn", (28, 28, 1), 10))
    assert table["parameters"].tolist() == [1_280, 147_584, 0, 46_090, 194_954]
    convolution = table.iloc[0]
    assert (convolution["kernel"], convolution["stride"]) == ("3 × 3", "2 × 2")
    assert (convolution["padding"], convolution["neurons"]) == ("valid", 128)
    assert table["output"].tolist()[:3] == ["13 × 13 × 128", "6 × 6 × 128", "4608"]
    assert not table["layer"].str.contains("dropout").any()
