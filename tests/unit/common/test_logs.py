import shutil
import subprocess
import sys
import textwrap
from pathlib import Path


def run(code, tmp_path, path="scripts"):
    """Run code under the log in a process of its own, as a job would."""
    log = tmp_path / "logs" / "job.log"
    script = tmp_path / "job.py"
    script.write_text(
        "import logging, os\n"
        "from topomaps.common.logs import adapter_log\n"
        f"with adapter_log({str(log)!r}):\n" + textwrap.indent(code, "    ")
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env={"PYTHONPATH": path}
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


def test_a_warning_for_the_user_is_said_outside_too(tmp_path):
    code = "from topomaps.common.logs import warn_user\n"
    code += "logging.warning('of the job')\nwarn_user('of %s', 'the user')"
    done, log = run(code, tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("Warning: of the user (details: ")
    assert done.stderr.count("\n") == 1
    assert "WARNING of the job" in log
    assert "WARNING of the user" in log


def test_a_full_disk_is_named_also_where_the_log_itself_has_no_room(tmp_path):
    code = "os.dup2(os.open('/dev/full', os.O_WRONLY), 2)\n"
    for raised in (
        "OSError(28, 'No space left on device')",
        "OSError('64 requested and 0 written')",
    ):
        done, _ = run(code + f"raise {raised}", tmp_path)
        assert done.returncode != 0
        assert done.stderr.startswith("Error: the disk is full; free some space and run again (")


def test_a_log_that_cannot_be_opened_ends_in_a_sentence(tmp_path):
    (tmp_path / "logs").write_text("a file where the folder should be")
    done = subprocess.run(
        [sys.executable, "-c", f"from topomaps.common.logs import adapter_log\n"
         f"with adapter_log({str(tmp_path / 'logs' / 'job.log')!r}): pass"],
        capture_output=True, text=True, env={"PYTHONPATH": "scripts"},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("FileExistsError: ")
    assert "Traceback" not in done.stderr


def test_what_libraries_say_at_their_start_is_taken_out_of_the_log(tmp_path):
    said = "I0000 00:00:1795505386.017888   18248 port.cc:153] oneDNN custom operations are on"
    code = (
        f"os.write(2, b'{said}\\n')\nprint('a', flush=True)\nos.write(2, b'E0000 out of memory\\n')"
    )
    done, log = run(code + "\nimport atexit\natexit.register(print, 'at the end')", tmp_path)
    assert done.returncode == 0
    assert log == "a\nE0000 out of memory\nat the end\n"
    done, log = run(code + "\nraise ValueError('no')", tmp_path)
    assert log.startswith("a\nE0000 out of memory\nTraceback")


def test_a_second_library_beside_the_workflows_own_is_refused(tmp_path):
    installed = tmp_path / "site-packages"
    shutil.copytree("scripts/topomaps", installed / "topomaps")
    done, log = run("print('ran')", tmp_path, path=f"{installed}:scripts")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the library topomaps is there twice, in ")
    both = (installed / "topomaps", Path("scripts/topomaps").absolute())
    assert all(str(each) in done.stderr for each in (*both, "pip uninstall topomaps"))
    assert "ran" not in log
    shutil.rmtree(installed)
    installed.symlink_to(Path("scripts").absolute())  # as of an editable installation
    done, log = run("print('ran')", tmp_path, path=f"{installed}:scripts")
    assert (done.returncode, log) == (0, "ran\n")
