"""Who is people, and whether there are pictures of them: by whole words, in both directions."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from rules.configuration.people import is_about_people, shows_people
from scripts.topomaps.data.words_of_people import (
    are_people,
    is_dataset_of_people,
    is_fact_of_people,
)


@pytest.mark.parametrize(
    "name",
    ["gender", "Gender", "perceived_gender", "age_group", "ageGroups", "sexes", "ethnic group",
     "ethnicities", "Geschlecht", "skinTone", "isMale", "SEX2", "sexual_orientation", "races"],
)  # fmt: skip
def test_names_of_columns_about_people(name):
    assert is_fact_of_people(name)


@pytest.mark.parametrize(
    "name",
    ["image", "package", "sexton", "page", "usage", "language", "trace", "average", "Essex",
     "human_made", "unisex", "terrace", "stage 2", "engender", "skinny", "message", "class", ""],
)  # fmt: skip
def test_names_of_columns_about_other_things(name):
    assert not is_fact_of_people(name)


@pytest.mark.parametrize(
    "value", ["woman", "Women", "MAN", "male", "Black × Female", "old_man", "girls", "Frau"]
)
def test_values_that_are_people(value):
    assert are_people(["something", value])


@pytest.mark.parametrize(
    "value",
    ["human", "mango", "manual", "Isle of Man", "man-of-war", "Romania", "Ottoman", "snowman"],
)
def test_values_that_are_none(value):
    assert not are_people([value, "another"])


def test_letters_are_a_sex_only_alone():
    assert are_people(["M", "F", "X"])
    assert not are_people("ABCDEFGHIJKLM")
    assert not are_people(["M", "L", "S"])


def test_datasets_of_people_are_known_by_their_names():
    assert is_dataset_of_people("my_CelebA")
    assert is_dataset_of_people("list_attr_celeba")
    assert not is_dataset_of_people("surfaces")


def experiment_of(folder, completed, dataset, **experiment):
    trained = {"t": {"dataset": "d", "architecture": "mlp"}} if experiment["model"] == "t" else {}
    config = completed(
        {
            "datasets": {"d": dataset},
            "models": {"m": {"application": "VGG16"}, **trained},
            "experiments": {"e": {"dataset": "d", "figures": ["explorer"], **experiment}},
        }
    )
    return config, config["experiments"]["e"]


def told(config, experiment):
    return is_about_people(config, experiment), shows_people(config, experiment)


def test_a_table_is_of_people_by_the_name_of_its_label_and_has_no_pictures(folder, completed):
    table = {"source": "table", "path": "numbers.csv", "attributes": ["sex"]}
    assert told(*experiment_of(folder, completed, {**table, "label": "outcome"}, model="t")) == (
        True, False,
    )  # fmt: skip
    Path("ids.csv").write_text("a,gender\n1,x\n2,y\n")
    table = {"source": "table", "path": "ids.csv", "label": "gender"}
    assert told(*experiment_of(folder, completed, table, model="t", groups="class")) == (
        True,
        False,
    )
    Path("more.csv").write_text("a,image_of_page\n1,x\n2,y\n")
    table = {"source": "table", "path": "more.csv", "label": "image_of_page"}
    assert told(*experiment_of(folder, completed, table, model="t")) == (False, False)


def test_folders_and_archives_are_of_people_by_their_classes(folder, completed):
    seen = {"model": "m", "layers": ["fc2"]}
    images = {"source": "folder", "path": "images"}
    assert told(*experiment_of(folder, completed, images, **seen)) == (False, False)
    Path("images/Women").mkdir()
    Path("images/Women/1.png").touch()
    assert told(*experiment_of(folder, completed, images, **seen)) == (True, True)
    with zipfile.ZipFile("packed.zip", "w") as archive:
        archive.writestr("man/1.png", b"")
        archive.writestr("car/1.png", b"")
    images = {"source": "folder", "path": "packed.zip"}
    assert told(*experiment_of(folder, completed, images, **seen)) == (True, True)


@pytest.mark.parametrize("with_inputs", [True, False])
def test_activations_are_of_people_by_their_labels(folder, completed, with_inputs):
    labels = {"labels": np.array(["he is a man", "she is a woman", "man"])}
    inputs = {"inputs": np.zeros((3, 8, 8))} if with_inputs else {}
    np.savez("talk.npz", **{"activations/fc": np.zeros((3, 4))}, **labels, **inputs)
    config = completed({"experiments": {"e": {"activations": "talk.npz", "figures": ["explorer"]}}})
    assert told(config, config["experiments"]["e"]) == (True, with_inputs)


def test_what_the_configuration_says_counts(folder, completed):
    images = {"source": "image_table", "path": "images.csv"}
    seen = {"model": "m", "layers": ["fc2"], "groups": "age"}
    assert told(*experiment_of(folder, completed, images, **seen)) == (True, True)
    said = {"explorer": {"people": False}}
    assert told(*experiment_of(folder, completed, images, **seen, **said)) == (False, False)


def test_experiments_without_inputs_are_about_nobody(completed):
    config = completed({"experiments": {"e": {"kind": "drawn"}}})
    assert told(config, config["experiments"]["e"]) == (False, False)
