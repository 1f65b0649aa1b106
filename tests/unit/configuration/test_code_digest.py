from pathlib import Path

import pytest
from code_digest import closure, code_digest, imported_names


@pytest.fixture
def scripts(tmp_path):
    """A script that imports a module, and inside a function a second, which imports a third."""
    files = {
        "job.py": "from lib.a import f\nimport numpy as np\n\ndef main():\n    import lib.b\n",
        "lib/__init__.py": "",
        "lib/a.py": "",
        "lib/b.py": "from lib import c\n",
        "lib/c.py": "import lib.b\n",  # in a circle
        "lib/unused.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_closure_follows_imports_also_inside_functions(scripts):
    names = {path.relative_to(scripts).as_posix() for path in closure(scripts, "job.py")}
    assert names == {"job.py", "lib/__init__.py", "lib/a.py", "lib/b.py", "lib/c.py"}


@pytest.mark.parametrize(
    ("file", "changes"),
    [("job.py", True), ("lib/c.py", True), ("lib/__init__.py", True), ("lib/unused.py", False)],
)
def test_the_digest_changes_with_what_is_imported(scripts, file, changes):
    before = code_digest(scripts, "job.py")
    (scripts / file).write_text((scripts / file).read_text() + "# edited\n")
    imported_names.cache_clear()
    assert (code_digest(scripts, "job.py") != before) == changes


def test_a_module_can_be_left_out_and_times_do_not_count(scripts):
    before = code_digest(scripts, "job.py", without=["lib/a.py"])
    assert before != code_digest(scripts, "job.py")
    (scripts / "lib/a.py").write_text("x = 1\n")
    (scripts / "lib/b.py").touch()
    assert code_digest(scripts, "job.py", without=["lib/a.py"]) == before


@pytest.mark.parametrize("line", ["from . import c", "from .c import x", "from .. import lib"])
def test_relative_imports_are_refused(scripts, line):
    (scripts / "lib/a.py").write_text(f"def f():\n    {line}\n")
    with pytest.raises(ValueError, match=r"lib/a\.py, line 2: the import is relative"):
        code_digest(scripts, "job.py")


def test_the_list_of_sources_alone_may_import_relatively():
    for path in (Path(__file__).parents[3] / "scripts").rglob("*.py"):
        imported_names(path)
