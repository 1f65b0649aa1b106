import subprocess
import sys
import textwrap


def run(code, tmp_path):
    """Run code under the log in a process of its own, as a job would."""
    log = tmp_path / "logs" / "job.log"
    script = tmp_path / "job.py"
    script.write_text(
        "import logging, os\n"
        "from topomaps.logs import adapter_log\n"
        f"with adapter_log({str(log)!r}):\n" + textwrap.indent(code, "    ")
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env={"PYTHONPATH": "scripts"}
    )
    return done, log.read_text()


def test_everything_goes_to_the_log(tmp_path):
    code = "print('said')\nlogging.info('logged')\nos.write(2, b'from a library')"
    done, log = run(code, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert all(part in log for part in ("said", "INFO logged", "from a library"))


def test_an_error_is_a_sentence_outside_and_a_traceback_inside(tmp_path):
    done, log = run("raise ValueError('the layer is dead,\\n choose another')", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the layer is dead, choose another (details: ")
    assert "Traceback" not in done.stderr
    assert "Traceback" in log
    done, _ = run("raise KeyError('k')", tmp_path)
    assert done.stderr.startswith("KeyError: 'k'")
