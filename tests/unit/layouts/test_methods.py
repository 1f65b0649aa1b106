import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from topomaps.layouts import methods
from topomaps.layouts.loading import function_of
from topomaps.layouts.methods import (
    BASE_METHODS,
    COMPUTED_METHODS,
    FUNCTIONS,
    METHODS,
    SWARM_METHODS,
    base_of,
    modules_of,
)

from rules.configuration.code_digest import closure

SCRIPTS = Path(__file__).parents[3] / "scripts"


def test_every_method_is_computed_or_arranged_by_the_swarm_and_bases_have_hybrids():
    assert sorted(METHODS) == sorted([*COMPUTED_METHODS, *SWARM_METHODS])
    assert BASE_METHODS == ("SOM", "graph", "PCA", "TSNE", "UMAP")
    assert [base_of(f"{base}_PSO") for base in BASE_METHODS] == list(BASE_METHODS)
    assert {base_of(method) for method in (*COMPUTED_METHODS, "PSO", "random")} == {None}


def test_every_computed_method_has_a_function_in_a_module_of_its_own():
    assert set(FUNCTIONS) == {*COMPUTED_METHODS, "PSO", "shared"}
    assert len(set(modules_of(*METHODS, "shared"))) == len(FUNCTIONS)
    for method in FUNCTIONS:
        assert function_of(method).__module__ == modules_of(method)[0]


def test_hybrids_and_random_load_no_module_by_name():
    assert modules_of("UMAP_PSO", "random") == []
    assert modules_of("UMAP_PSO", "UMAP", "PCA", "PCA") == [
        "topomaps.layouts.pca", "topomaps.layouts.umap_layout"
    ]  # fmt: skip


def test_the_table_imports_nothing():
    tree = ast.parse(Path(methods.__file__).read_text())
    assert not any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree))


def test_no_module_has_the_name_of_an_installed_package():
    names = {path.stem for path in Path(methods.__file__).parent.glob("*.py")}
    assert not names & {"umap", "minisom", "networkx", "sklearn", "numba", *sys.stdlib_module_names}


@pytest.mark.parametrize("script", ["compute_layout.py", "refine_layout.py"])
@pytest.mark.parametrize("method", FUNCTIONS)
def test_an_edited_method_is_in_the_code_of_its_own_jobs_alone(script, method):
    on_it = ["shared"] if method == "sorted" else []  # shared layouts are sorted ones
    others = [each for each in FUNCTIONS if each not in (method, *on_it)]
    path = str(SCRIPTS / f"{modules_of(method)[0].replace('.', '/')}.py")
    assert path in closure(SCRIPTS, script, modules=modules_of(method))
    assert path not in closure(SCRIPTS, script, modules=modules_of(*others))


def test_hybrids_use_neither_the_global_force_nor_distances():
    used = {Path(path).stem for path in closure(SCRIPTS, "refine_layout.py", modules=())}
    assert "swarm_direct" in used
    assert not used & {"pso", "distances"}


@pytest.mark.parametrize("method", [m for m in COMPUTED_METHODS if m != "UMAP"])
def test_no_other_method_is_imported(method):
    code = (
        "import sys, numpy as np\n"
        "from topomaps.layouts.base_layouts import base_layout\n"
        f"base_layout({method!r}, np.random.default_rng(0).random((9, 3)), 0)\n"
        "print(*(name for name in sys.modules if name.startswith('topomaps.layouts')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(SCRIPTS)},
    )  # fmt: skip
    found = set(run.stdout.split()) & set(modules_of(*METHODS))
    assert found == set(modules_of(method))


def test_modules_are_loaded_by_name_in_one_place_alone():
    found = {
        path.relative_to(SCRIPTS).as_posix()
        for path in SCRIPTS.rglob("*.py")
        if "import_module" in path.read_text()
    }
    assert found == {"topomaps/__init__.py", "topomaps/layouts/loading.py"}


def test_functions_follow_the_table(monkeypatch):
    monkeypatch.setitem(FUNCTIONS, "mean", "numpy:mean")
    assert function_of("mean") is np.mean
