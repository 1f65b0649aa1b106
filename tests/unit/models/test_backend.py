import subprocess
import sys
from pathlib import Path

CODE = """
from topomaps.common.logs import adapter_log
from topomaps.models.backend import keras, tf

with adapter_log("job.log"):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    model.predict(tf.zeros((3, 4)), verbose=0)
    print("predicted")
"""


def test_neither_the_terminal_nor_the_log_has_what_tensorflow_says_at_its_start(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path("scripts").absolute())},
    )
    assert (done.stdout, done.stderr) == ("", "")
    log = (tmp_path / "job.log").read_text()
    assert "predicted" in log
    assert not [line for line in log.splitlines() if line[:5] in ("WARNI", "I0000", "E0000")]
