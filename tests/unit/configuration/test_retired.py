"""Keys of earlier versions are refused with the sentence what to write now."""

import pytest


@pytest.fixture
def config():
    return {
        "datasets": {"fairface": {"source": "fairface"}},
        "models": {"net": {"application": "VGG16"}},
        "experiments": {
            "faces": {
                "model": "net", "dataset": "fairface", "layers": ["fc2"], "groups": "race",
                "figures": ["tests"],
            }
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("kind", "bias", "kind: 'bias' is gone; leave `kind` out, list the variables in `groups`"),
        ("kind", "own", "kind: 'own' is gone; leave `kind` out; all experiments take any model"),
        ("variables", ["race"], "faces.variables: the key is gone; list them in `groups`"),
        ("method", "PCA", "faces.method: the key is gone; write `methods: [PCA]`"),
        ("min_group_size", 5, "min_group_size: the key is gone; write `min_size: 5`"),
        ("shown_class", 3, "shown_class: the key is gone; write `shown_group:`"),
        (
            "groups",
            {"by": "attribute", "attributes": ["race", "age"]},
            "groups.attributes: the key is gone; name them in `by`: `groups: [race, age]`",
        ),
        (
            "groups",
            {"by": "class", "classes": [0]},
            "groups.classes: the key is gone; write `only:`",
        ),
    ],
)
def test_old_keys_of_experiments(config, key, value, sentence, errors_of):
    config["experiments"]["faces"][key] = value
    assert sentence in errors_of(config)


def test_old_keys_of_layouts(config, errors_of):
    config["layouts"] = {"strength": 0.5}
    assert "layouts.strength: the key is gone; `sorted` is led by `smoothness`" in errors_of(config)
    config["experiments"]["faces"]["layouts"] = {"strength": 1}
    assert "experiments.faces.layouts.strength: the key is gone" in errors_of(config)


def test_other_old_keys(config, errors_of):
    config["keras_file"] = "my.keras"
    assert "keras_file: the key is gone; write `model_file=my.keras`" in errors_of(config)
    del config["keras_file"]
    config["datasets"]["own"] = {"source": "folder", "path": ".", "scale": 255}
    assert "`preprocessing`, for example `{divisor: 255}`" in errors_of(config)
