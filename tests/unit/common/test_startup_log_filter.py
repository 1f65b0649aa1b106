import subprocess
import sys

import pytest
from topomaps.common.startup_log_filter import remove_startup_lines, without_startup_lines

MEANINGLESS = (
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    b"I0000 00:00:1795505386.017888   18248 port.cc:153] oneDNN custom operations are on. You may "
    b"see slightly different numerical results.\n"
    b"I0000 00:00:1795505386.579481   18248 cpu_feature_guard.cc:227] This TensorFlow binary is "
    b"optimized to use available CPU instructions in performance-critical operations.\n"
    b"To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow with "
    b"the appropriate compiler flags.\n"
    b"2026-01-01 00:00:00.000001: I tensorflow/core/util/port.cc:153] oneDNN custom operations\n"
    b"E0000 00:00:1795505391.219135   18248 cuda_platform.cc:52] failed call to cuInit: INTERNAL: "
    b"CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)\n"
    b"2026-11-28 17:38:13.806924: E external/local_xla/xla/stream_executor/cuda/cuda_fft.cc:467] "
    b"Unable to register cuFFT factory: Attempting to register factory for plugin cuFFT when one "
    b"has already been registered\n"
    b"E0000 00:00:1795505391.219135   18248 cuda_dnn.cc:8579] Unable to register cuDNN factory: "
    b"Attempting to register factory for plugin cuDNN when one has already been registered\n"
    b"W0000 00:00:1795505391.219135   18248 computation_placer.cc:177] computation placer already "
    b"registered. Please check linkage and avoid linking the same target more than once.\n"
)
MEANT = (
    b"E0000 00:00:1795505391.219135   18248 cuda_dnn.cc:52] Loaded runtime CuDNN library: 9.0\n",
    b"E0000 00:00:1.2   18248 cuda.cc:5] failed call to cuInit: CUDA_ERROR_NOT_INITIALIZED (3)\n",
    b"W0000 00:00:1795505391.219135   18248 allocator.cc:84] Allocation of 9 exceeds 10%\n",
    b"F0000 00:00:1795505391.219135   18248 tensor.cc:12] Check failed\n",
    b"INFO the model has 12 layers\n",
    b"I said so\n",
)


def test_lines_of_the_start_vanish_and_all_others_stay():
    parts = [MEANINGLESS, *(part + MEANINGLESS for part in MEANT), b"no end of line"]
    assert without_startup_lines(b"".join(parts)) == b"".join(MEANT) + b"no end of line"


def test_a_log_without_such_lines_is_not_written(tmp_path):
    path = tmp_path / "job.log"
    path.write_bytes(MEANT[0] * 2)
    path.chmod(0o600)
    before = path.stat().st_mtime_ns
    remove_startup_lines(path)
    assert path.read_bytes() == MEANT[0] * 2
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("end", ["", "raise ValueError('it failed')"])
def test_standard_error_is_quiet_but_for_what_is_meant(end):
    code = (
        "import os, sys\n"
        "from topomaps.common.startup_log_filter import startup_lines_removed\n"
        "with startup_lines_removed():\n"
        f"    os.write(2, {MEANINGLESS + MEANT[0]!r})\n"
        "    print('from Python', file=sys.stderr)\n"
        f"    {end}\n"
        "print('after', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={"PYTHONPATH": "scripts"}
    )
    assert done.stderr.startswith(MEANT[0] + b"from Python\n")
    assert (b"it failed" if end else b"after") in done.stderr
    assert b"oneDNN" not in done.stderr
