from pathlib import Path

import pytest
import yaml
from topomaps.data.batches import DECODERS
from topomaps.data.kinds import KINDS, SOUND
from topomaps.data.preparation import OF_USERS, PUBLISHED
from topomaps.data.sources import SOURCES
from topomaps.models.architectures import layer_names

SCHEMA = yaml.safe_load((Path(__file__).parents[3] / "config/schema.yaml").read_text())["$defs"]
DATASETS = {name: source for name, source in SOURCES.items() if name != "keras-applications"}


@pytest.mark.parametrize("source", DATASETS.values(), ids=DATASETS)
def test_every_source_is_prepared_and_its_files_are_decoded(source):
    assert source.prepared_by in (OF_USERS if source.of_user else PUBLISHED)
    # Sounds are read by the network that takes them, whose extractor says how.
    assert source.kind in ({*DECODERS, SOUND} if source.in_files else KINDS)


def test_the_schema_knows_the_sources_and_keys_of_users():
    known = SCHEMA["user_dataset"]["properties"]
    users = {name: source for name, source in DATASETS.items() if source.of_user}
    assert sorted(known["source"]["enum"]) == sorted(users)
    for source in users.values():
        assert {*source.keys, *source.input.refused} <= {*known}


def test_kinds_name_architectures_that_exist():
    for kind in KINDS.values():
        assert all(layer_names(name) for name in kind.architectures)
