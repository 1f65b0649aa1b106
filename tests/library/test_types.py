"""Type checkers learn the types of all public names, and their script of a user runs, too."""

import ast
import inspect
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import topomaps

HERE = Path(__file__).parent
STUB = HERE.parents[1] / "scripts/topomaps/__init__.pyi"
OF_RESULTS = {("Separation", "statistics.separation"), ("Subgroups", "statistics.subgroups")}


def test_type_checkers_are_told_the_modules_that_names_are_imported_from():
    imports = re.findall(r"(?m)^from topomaps\.?(\S*) import (\w+) as (\w+)$", STUB.read_text())
    assert all(name == shown for _, name, shown in imports)
    named = {name: module or name for module, name, _ in imports}
    defined = re.findall(r"(?m)^def (\w+)", STUB.read_text())
    assert named.items() <= topomaps._PLACES.items() | OF_RESULTS
    assert {*named, *defined} - {"Separation", "Subgroups", "__dir__"} == set(topomaps._PLACES)


@pytest.mark.parametrize("name", re.findall(r"(?m)^def ([a-z]\w+)", STUB.read_text()))
def test_type_checkers_are_told_all_parameters_and_their_defaults(name):
    text = re.search(rf"(?ms)^def {name}\(.*?\.\.\.$", STUB.read_text()).group()
    (told,) = ast.parse(text).body
    names = [each.arg for each in (*told.args.args, *told.args.kwonlyargs)]
    found = inspect.signature(getattr(topomaps, name)).parameters
    assert names == [each for each in found if each != "params"]
    defaults = [*told.args.defaults, *filter(None, told.args.kw_defaults)]
    given = [each.default for each in found.values() if each.default is not inspect.Parameter.empty]
    for default, value in zip(map(ast.literal_eval, defaults), given, strict=True):
        assert default in (value, ...)


def public_functions():
    """Functions and classes behind the public names, those of figures included."""
    values = [getattr(topomaps, name) for name in topomaps.__all__]
    values += [getattr(topomaps.plot, name) for name in topomaps.plot.__all__]
    return [each for each in values if callable(each)]


@pytest.mark.parametrize("function", public_functions(), ids=lambda each: each.__name__)
def test_all_arguments_and_results_have_types(function):
    signature = inspect.signature(function)
    assert all(
        each.annotation is not inspect.Parameter.empty for each in signature.parameters.values()
    )
    called = function.__init__ if inspect.isclass(function) else function
    assert "return" in called.__annotations__


def test_the_typed_script_uses_all_names_and_runs():
    script = HERE / "typed_script.py"
    used = set(re.findall(r"\.(\w+)", script.read_text()))
    assert {*topomaps.__all__, *topomaps.plot.__all__} - used == set()
    found = runpy.run_path(str(script))
    assert found["positions"].shape == (30, 2)


def test_a_user_is_told_wrong_arguments(tmp_path):
    pytest.importorskip("mypy")
    shutil.copy(HERE.parents[1] / "pyproject.toml", tmp_path)
    script = tmp_path / "wrong.py"
    script.write_text(
        "import topomaps\n"
        "topomaps.compute_layout('PCA', [[1.0, 2.0]], seed='0')\n"
        "topomaps.arrange([[0.0]], [[0.0, 0.0]], attraction='equatoin')\n"
        "topomaps.compute_layouts\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--follow-imports", "silent", script],
        cwd=tmp_path, capture_output=True, text=True,
        env={"MYPYPATH": str(STUB.parents[1]), "PATH": ""},
    )  # fmt: skip
    lines = [each for each in done.stdout.splitlines() if each.startswith("wrong.py")]
    codes = re.findall(r"(?m)^wrong\.py:(\d): error: .*\[([\w-]+)\]$", "\n".join(lines))
    assert codes == [("2", "arg-type"), ("3", "arg-type"), ("4", "attr-defined")]
