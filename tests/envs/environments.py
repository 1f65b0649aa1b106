"""What the conda environments hold, which scripts use them, and what those import.

`python tests/envs/environments.py` builds each environment from the same names and versions as
pip knows them, bare, in a temporary folder, and imports there all that each script imports.
"""

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "rules"))

from code_digest import closure, imported_names  # noqa: E402

# Another name in conda-forge, and a version without the last part, PyPI's count of builds.
PIP_NAMES = {"py-opencv": "opencv-python-headless"}
IMPORT_NAMES = {"opencv-python-headless": "cv2", "pillow": "PIL", "pyyaml": "yaml",
                "scikit-learn": "sklearn", "umap-learn": "umap"}  # fmt: skip


def environment_files():
    """All environments, by path."""
    return sorted((ROOT / "envs").glob("*.yaml"))


def packages(environment):
    """Version of each package of an environment, by pip's name; Python left out."""
    lines = yaml.safe_load(environment.read_text())["dependencies"]
    pairs = dict(line.split("=") for line in lines)
    pairs.pop("python")
    return {
        PIP_NAMES.get(name, name): f"{version}.*" if name in PIP_NAMES else version
        for name, version in pairs.items()
    }


def rules():
    """Environment and script of each rule that runs one, by the rule's name."""
    found = {}
    for path in (ROOT / "rules").glob("*.smk"):
        for text in re.split(r"(?m)^(?=rule )", path.read_text())[1:]:
            name = re.match(r"rule (\w+)", text)[1]
            script = re.search(r'script:\s+"\.\./scripts/(\S+)"', text)
            environment = re.search(r'conda:\s+"\.\./envs/(\S+)"', text)
            found[name] = (environment and environment[1], script and script[1])
    return found


def imports(script):
    """Dotted names that a script imports from outside the standard library, by way of ours too."""
    names = {
        name
        for path in closure(ROOT / "scripts", script)
        for name in imported_names(path)
        if name.split(".")[0] not in sys.stdlib_module_names
    }
    return sorted(names)


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
                    call = [python, "-c", TRY, *imports(script), Path(script).stem]
                    done = subprocess.run(
                        call, cwd=ROOT / "scripts", capture_output=True, text=True
                    )
                    failures += done.returncode != 0
                    last = done.stderr.strip().splitlines()[-1] if done.returncode else "complete"
                    print(f"{name:16} {rule:24} {last}", flush=True)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
