"""What the conda environments hold, which scripts use them, and what those import."""

import ast
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import yaml

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "scripts"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from workflow_rules import jobs_of, workflow_rules  # noqa: E402

from rules.configuration.code_digest import closure  # noqa: E402
from scripts.topomaps.layouts.methods import METHODS, modules_of  # noqa: E402

LOADING = (
    "compute_layout.py",
    "split_regions.py",
    "refine_layout.py",
    "measure_runtimes.py",
    "permute_layers.py",
)  # modules by name
# Modules about networks that an environment does not open: each is for files of one kind.
OF_KERAS = ("keras*.py", "saved_model_*.py", "applications.py", "backend.py", "determinism.py")
OF_TORCH = (
    "torch_*.py", "hugging_face_networks.py", "exported_networks.py", "sound_extractors.py",
    "older_tokenizers.py", "extract.py",
)  # fmt: skip
OF_SOUNDS = ("sounds.py",)
NOT_OPENED = {
    "model.yaml": ("onnx_*.py", *OF_TORCH),
    "onnx.yaml": (*OF_KERAS, *OF_TORCH),
    "torch.yaml": (*OF_KERAS, "onnx_*.py"),
    "images.yaml": (),
}  # fmt: skip
# Other names in conda-forge; OpenCV's version lacks the last part there, PyPI's count of builds.
PIP_NAMES = {
    "py-opencv": "opencv-python-headless",
    "ml_dtypes": "ml-dtypes",
    "pytorch": "torch",
    "pysoundfile": "soundfile",
}
BUILDS_LEFT_OUT = ("py-opencv",)
IMPORT_NAMES = {
    "ml-dtypes": "ml_dtypes",
    "opencv-python-headless": "cv2",
    "pillow": "PIL",
    "pyyaml": "yaml",
    "scikit-learn": "sklearn",
    "umap-learn": "umap",
}

# Packages that are used where a user has installed them, and asked for by name where one is needed.
OPTIONAL = {"pillow_heif"}


def environment_files():
    """All environments, by path."""
    return sorted((ROOT / "envs").glob("*.yaml"))


def ranges(environment):
    """Lowest and highest version of each package of an environment, by pip's name; no Python."""
    lines = yaml.safe_load(environment.read_text())["dependencies"]
    found = {}
    for line in lines:
        name, low, high = re.fullmatch(r"([\w-]+)(?:=|>=)([\w.]+)(?:,<=([\w.]+))?", line).groups()
        build = ".*" if name in BUILDS_LEFT_OUT else ""
        found[PIP_NAMES.get(name, name)] = (low + build, (high or low) + build)
    found.pop("python")
    return found


def rules():
    """Environments and script of each rule that runs one, by the rule's name."""
    found = {}
    for name, rule in jobs_of(workflow_rules()).items():
        script = rule["script"] and rule["script"].format(params=SimpleNamespace(**rule["params"]))
        found[name] = (rule["environments"], script and Path(script).name)
    return found


def imports(script, environment):
    """Dotted names that a script imports from outside the standard library, by way of ours too."""
    methods = modules_of(*METHODS, "shared") if script in LOADING else None
    files = closure(SCRIPTS, script, without=not_opened(environment), modules=methods)
    closed = [each.removesuffix(".py").replace("/", ".") for each in not_opened(environment)]
    names = outside_names(files)
    return [name for name in names if not any(f"{name}.".startswith(f"{it}.") for it in closed)]


def not_opened(environment):
    """Our modules that an environment does not open, as paths in the folder of the scripts."""
    return [
        path.relative_to(SCRIPTS).as_posix()
        for pattern in NOT_OPENED.get(environment, OF_SOUNDS)
        for path in SCRIPTS.glob(f"topomaps/*/{pattern}")
    ]


def outside_names(files):
    """Dotted names of all that files import, but for the standard library and our scripts."""
    known = {*sys.stdlib_module_names, *(each.stem for each in SCRIPTS.glob("*.py"))}
    names = {name for path in files for name in imported_names(path)}
    return sorted(name for name in names if name.split(".")[0] not in known)


def imported_names(path):
    """Dotted names of all imports in a file, also those inside functions."""
    tree = ast.parse(Path(path).read_text())
    # What fixtures import is imported where they are used.
    for node in tree.body if Path(path).name == "conftest.py" else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)
