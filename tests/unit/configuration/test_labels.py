"""Figures about labels: what they need, and whose labels they judge."""

import pytest

from rules.configuration.expansion import analyses_of
from rules.configuration.groupings import Grouping


@pytest.fixture
def config():
    return {
        "datasets": {"digits": {"source": "digits"}, "faces": {"source": "fairface"}},
        "models": {
            "mlp": {"dataset": "digits", "architecture": "mlp"},
            "net": {"application": "MobileNet", "alpha": 0.25, "include_top": False},
        },
        "experiments": {
            "labels": {"model": "mlp", "figures": ["suspicious_inputs", "subgroups"]},
            "people": {
                "model": "net", "dataset": "faces", "layers": ["conv_pw_13_relu"],
                "groups": ["race", ["race", "gender"]], "figures": ["suspicious_inputs"],
            },
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("by", "factors"),
    [
        (["class"], ["class"]),
        (["correctness"], ["class"]),
        (["prediction"], ["class"]),
        (["prediction", "sex"], ["sex"]),
        (["race", "gender"], ["race", "gender"]),
    ],
)
def test_labels_are_what_is_known_of_the_inputs(by, factors):
    assert Grouping(by).label_factors == factors


def test_values_of_attributes_are_labels(config, completed):
    analyses = analyses_of(completed(config))
    assert analyses["people_race"].figures == ["suspicious_inputs"]
    assert analyses["people_race_gender"].figures == ["suspicious_inputs"]


def test_inputs_without_labels_have_none_that_could_be_wrong(config, errors_of):
    config["experiments"]["people"]["groups"] = "class"
    assert "groups: grouping by class needs labels" in errors_of(config)


def test_training_labels_are_judged_on_folds_alone(config, completed, errors_of):
    config["experiments"]["labels"]["suspects"] = "train"
    assert "give it `folds: 3`, or write `suspects: test`" in errors_of(config)
    config["models"]["mlp"]["folds"] = 3
    analysis = analyses_of(completed(config))["labels"]
    assert analysis.figures == ["suspicious_inputs", "subgroups"]


@pytest.mark.parametrize(
    ("model", "folds", "sentence"),
    [
        ("mlp", 1, "models.mlp.folds: 1 is not allowed; it must be at least 2"),
        ("net", 3, "models.net: unknown key 'folds'; folds are for models trained here"),
    ],
)
def test_folds_that_make_no_sense_are_refused(config, model, folds, sentence, errors_of):
    config["models"][model]["folds"] = folds
    assert sentence in errors_of(config)
