"""The example of texts fetches its model from a hub, here one on this machine that acts like it."""

import hashlib
import os
import subprocess
import sys

import pytest
from loopback import serve
from running import ROOT

HUB = "/sentence-transformers/all-MiniLM-L6-v2/resolve/main/"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
CONTENTS = {
    "config.json": b'{"model_type": "bert"}', "model.safetensors": bytes(range(256)) * 40,
    "tokenizer.json": b"{}", "tokenizer_config.json": b'{"model_max_length": 512}',
}  # fmt: skip


@pytest.fixture
def hub():
    """A hub with the files of the model, but for the weights, which are others."""
    pytest.importorskip("huggingface_hub")
    with serve() as site:
        for name, content in CONTENTS.items():
            site.contents[HUB + name] = content
            etag = hashlib.sha256(content).hexdigest()
            site.headers[HUB + name] = {"ETag": f'"{etag}"', "X-Repo-Commit": COMMIT}
        yield site


def made(folder, url, checksum=None):
    """What the example says in a folder, its return code first; weights of a checksum are meant."""
    code = f"import make_data; make_data.CHECKSUM = {checksum!r} or make_data.CHECKSUM"
    own = {
        "HF_ENDPOINT": url, "HF_HOME": str(folder / "home"), "HF_HUB_DISABLE_TELEMETRY": "1",
        "PYTHONPATH": str(ROOT / "examples" / "texts"), "NO_PROXY": "127.0.0.1",
    }  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", f"{code}; make_data.main()"], cwd=folder, capture_output=True,
        text=True, env={**os.environ, **own}, timeout=120,
    )  # fmt: skip
    return run.returncode, run.stderr


def test_the_files_of_the_hub_come_into_the_folder(hub, tmp_path):
    meant = hashlib.sha256(CONTENTS["model.safetensors"]).hexdigest()
    code, said = made(tmp_path, hub.url, meant)
    assert code == 0, said
    found = {each.name: each.read_bytes() for each in (tmp_path / "model").iterdir()}
    assert found == CONTENTS
    assert {*hub.requests} == {HUB + name for name in CONTENTS}


def test_other_weights_are_not_used(hub, tmp_path):
    code, said = made(tmp_path, hub.url)
    assert code == 1
    assert "model.safetensors is not that of sentence-transformers/all-MiniLM-L6-v2, and is" in said
    assert not (tmp_path / "model").exists()


def test_a_file_that_the_hub_lacks_leaves_nothing_behind(hub, tmp_path):
    del hub.contents[HUB + "tokenizer.json"]
    code, said = made(tmp_path, hub.url)
    assert code == 1
    assert f"{hub.url}{HUB}tokenizer.json" in said
    assert sorted(each.name for each in tmp_path.iterdir()) == ["sentences.csv"]
