"""What the conda environments hold, which scripts use them, and what those import.

`python tests/envs/environments.py` builds each environment from the same names and versions as
pip knows them, bare, in a temporary folder, and imports there all that each script imports.
"""

import ast
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from types import SimpleNamespace

import yaml

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from workflow_rules import jobs_of, workflow_rules  # noqa: E402

from rules.configuration.code_digest import closure  # noqa: E402
from scripts.topomaps.layouts.methods import METHODS, modules_of  # noqa: E402

LOADING = ("compute_layout.py", "refine_layout.py", "measure_runtimes.py")  # modules by name
# Modules about networks that an environment does not open: each is for files of one kind.
NOT_OPENED = {
    "model.yaml": ("onnx_*.py",),
    "onnx.yaml": ("keras*.py", "applications.py", "backend.py", "determinism.py"),
}
# Other names in conda-forge; OpenCV's version lacks the last part there, PyPI's count of builds.
PIP_NAMES = {"py-opencv": "opencv-python-headless", "ml_dtypes": "ml-dtypes"}
BUILDS_LEFT_OUT = ("py-opencv",)
IMPORT_NAMES = {
    "ml-dtypes": "ml_dtypes",
    "opencv-python-headless": "cv2",
    "pillow": "PIL",
    "pyyaml": "yaml",
    "scikit-learn": "sklearn",
    "umap-learn": "umap",
}


def environment_files():
    """All environments, by path."""
    return sorted((ROOT / "envs").glob("*.yaml"))


def packages(environment):
    """Version of each package of an environment, by pip's name; Python left out."""
    lines = yaml.safe_load(environment.read_text())["dependencies"]
    pairs = dict(line.split("=") for line in lines)
    pairs.pop("python")
    return {
        PIP_NAMES.get(name, name): f"{version}.*" if name in BUILDS_LEFT_OUT else version
        for name, version in pairs.items()
    }


def rules():
    """Environment and script of each rule that runs one, by the rule's name."""
    found = {}
    for name, rule in jobs_of(workflow_rules()).items():
        script = rule["script"] and rule["script"].format(params=SimpleNamespace(**rule["params"]))
        environment = rule["environment"]
        found[name] = (environment and Path(environment).name, script and Path(script).name)
    return found


def imports(script, environment):
    """Dotted names that a script imports from outside the standard library, by way of ours too."""
    scripts = ROOT / "scripts"
    left_out = [
        path.relative_to(scripts).as_posix()
        for pattern in NOT_OPENED.get(environment, ())
        for path in scripts.glob(f"topomaps/models/{pattern}")
    ]
    methods = modules_of(*METHODS, "shared") if script in LOADING else None
    files = closure(scripts, script, without=left_out, modules=methods)
    names = {name for path in files for name in imported_names(path)}
    return sorted(name for name in names if name.split(".")[0] not in sys.stdlib_module_names)


def imported_names(path):
    """Dotted names of all imports in a file, also those inside functions."""
    for node in ast.walk(ast.parse(Path(path).read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)


TRY = """
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        getattr(importlib.import_module(module), attribute)
"""


def main():
    """Build each environment and import what its scripts import; end with 1 if any fails."""
    failures = 0
    for environment in environment_files():
        with tempfile.TemporaryDirectory() as folder:
            venv.create(folder, with_pip=True)
            python = Path(folder) / "bin/python"
            pinned = [f"{name}=={version}" for name, version in packages(environment).items()]
            install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pinned]
            subprocess.run([python, *install], check=True)
            for rule, (name, script) in sorted(rules().items()):
                if name == environment.name:
                    call = [python, "-c", TRY, *imports(script, name), Path(script).stem]
                    done = subprocess.run(
                        call, cwd=ROOT / "scripts", capture_output=True, text=True
                    )
                    failures += done.returncode != 0
                    last = done.stderr.strip().splitlines()[-1] if done.returncode else "complete"
                    print(f"{name:16} {rule:24} {last}", flush=True)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
