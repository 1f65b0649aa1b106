from pathlib import Path

import pytest

from rules.configuration.code_digest import closure, code_digest, read_code

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "scripts"


@pytest.fixture
def scripts(tmp_path):
    """A script that imports a module, and inside a function a second, which imports a third."""
    files = {
        "job.py": "from topomaps.a import f\nimport numpy as np\n\ndef main():\n"
        "    import topomaps.s.b as b\n",
        "topomaps/__init__.py": "",
        "topomaps/a.py": "def f(x):\n    return x\n",
        "topomaps/s/__init__.py": "",
        "topomaps/s/b.py": "from topomaps.s import c\n",
        "topomaps/s/c.py": "from topomaps.s.b import c\n",  # in a circle
        "topomaps/unused.py": "",
        "topomaps/method.py": "from topomaps.helper import g\n",
        "topomaps/helper.py": "g = 1\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def names_of(scripts, paths):
    return {Path(path).relative_to(scripts).as_posix() for path in paths}


USED = {"job.py", "topomaps/a.py", "topomaps/s/__init__.py", "topomaps/s/b.py", "topomaps/s/c.py"}


def test_the_closure_follows_imports_also_inside_functions(scripts):
    assert names_of(scripts, closure(scripts, "job.py")) == USED


@pytest.mark.parametrize("file", sorted([*USED, "topomaps/unused.py", "topomaps/__init__.py"]))
def test_the_digest_changes_with_the_code_that_is_imported(scripts, file):
    before = code_digest(scripts, "job.py")
    (scripts / file).write_text((scripts / file).read_text() + "edited = True\n")
    assert (code_digest(scripts, "job.py") != before) == (file in USED)


def test_times_do_not_count(scripts):
    before = code_digest(scripts, "job.py")
    (scripts / "topomaps/a.py").touch()
    assert code_digest(scripts, "job.py") == before


def test_comments_docstrings_and_the_layout_of_the_code_do_not_count(scripts):
    before = code_digest(scripts, "job.py")
    text = '"""A module."""\n\ndef f(\n    x,\n):\n    "A function."\n    return (x)  # it\n'
    (scripts / "topomaps/a.py").write_text(text)
    assert code_digest(scripts, "job.py") == before


def test_a_module_can_be_left_out_with_what_it_alone_imports(scripts):
    without = ["topomaps/s/b.py"]
    assert names_of(scripts, closure(scripts, "job.py", without)) == USED - {
        "topomaps/s/b.py", "topomaps/s/c.py"
    }  # fmt: skip
    before = code_digest(scripts, "job.py", without)
    assert before != code_digest(scripts, "job.py")
    (scripts / "topomaps/s/c.py").write_text("x = 1\n")
    assert code_digest(scripts, "job.py", without) == before


def test_modules_that_are_loaded_by_name_are_passed(scripts):
    found = closure(scripts, "job.py", modules=["topomaps.method"])
    assert names_of(scripts, found) == USED | {"topomaps/method.py", "topomaps/helper.py"}
    plain = code_digest(scripts, "job.py", modules=())
    assert plain == code_digest(scripts, "job.py")
    assert plain != code_digest(scripts, "job.py", modules=["topomaps.helper"])


@pytest.mark.parametrize("line", ["import importlib", "from importlib import import_module"])
def test_loading_by_name_without_saying_which_is_refused(scripts, line):
    (scripts / "topomaps/a.py").write_text(f"\n{line}\n")
    with pytest.raises(ValueError, match=r"topomaps/a\.py, line 2: modules are loaded by their na"):
        code_digest(scripts, "job.py")
    assert code_digest(scripts, "job.py", modules=[])


@pytest.mark.parametrize(
    "options", [{"without": ["topomaps/x.py"]}, {"modules": ["topomaps.x"]}, {"script": "x.py"}]
)
def test_files_that_do_not_exist_are_named(scripts, options):
    with pytest.raises(ValueError, match=r"/x\.py does not exist"):
        code_digest(scripts, **{"script": "job.py", **options})


@pytest.mark.parametrize("line", ["from . import c", "from .c import x", "from ..s.c import x"])
def test_relative_imports_are_followed(scripts, line):
    (scripts / "topomaps/s/b.py").write_text(f"def f():\n    {line}\n")
    assert names_of(scripts, closure(scripts, "job.py")) == USED


@pytest.mark.parametrize(
    "line",
    [
        "import topomaps",
        "import topomaps as t",
        "import topomaps.a",  # gives all of topomaps, too
        "from topomaps import anything",
        "from topomaps import *",
        "from . import anything",
    ],
)
def test_the_face_of_the_library_is_refused_in_scripts(scripts, line):
    (scripts / "topomaps/a.py").write_text(f"def f():\n    {line}\n")
    with pytest.raises(
        ValueError, match=r"a\.py, line 2: the public API of the library hides which mod"
    ):
        code_digest(scripts, "job.py")


def test_the_scripts_have_digests():
    for path in SCRIPTS.rglob("*.py"):
        if path != SCRIPTS / "topomaps/__init__.py":
            read_code(SCRIPTS, str(path))
