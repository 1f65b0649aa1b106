import ast

import pytest

from rules.configuration.plain_code import plain

PLAIN = """
class A(B):
    def f(self, x=None, *, y=1.5, **more):
        async def g():
            return [x, {'a': "b", **more}, f"{x!r:>{y}} {1000}"]
        return g

    count: int = 1000
"""
DRESSED = '''"""A module."""
# It has comments.

class A(
    B,
):
    """A class."""

    def f(
        self,
        x = None, *,
        y = 1.5, **more,
    ):
        """A function
        of many lines."""
        async def g():
            """Another one."""
            return [(x), {"a": 'b', **more}, f'{x!r:>{y}} {1000}']  # said twice
        return g
    count: int = 1_000
'''


def text_of(code):
    return plain(ast.parse(code), [])


def test_comments_docstrings_and_the_layout_of_the_code_do_not_count():
    assert text_of(DRESSED) == text_of(PLAIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("y=1.5", "y=1.25"),
        ("=None", "=0"),
        ('"b"', "b'b'"),
        ("!r", "!s"),
        ("**more}", "'more': more}"),
        ("*, y", "y"),
        ("A(B)", "A"),
        ("async def", "def"),
        ("return g\n", "return g()\n"),
        ("count: int", "count: float"),
        ("[x, {", "[{"),
    ],
)
def test_every_part_of_the_code_counts(old, new):
    assert old in PLAIN
    assert text_of(PLAIN.replace(old, new, 1)) != text_of(PLAIN)


@pytest.mark.parametrize("name", ["def f():", "class f:", "async def f():"])
def test_only_the_first_string_of_a_body_is_a_docstring(name):
    assert text_of(f"{name}\n    'a'\n    x = 1\n") == text_of(f"{name}\n    x = 1\n")
    assert text_of(f"{name}\n    x = 'a'\n") != text_of(f"{name}\n    x = 'b'\n")
    assert text_of(f"{name}\n    b'a'\n    x = 1\n") != text_of(f"{name}\n    x = 1\n")


def test_texts_and_names_are_told_apart():
    assert text_of("x = 'y'") != text_of("x = y")
    assert text_of("x = [1, 2]") != text_of("x = [12]")
    assert text_of("x = 1") != text_of("x = 1.0") != text_of("x = True")
    assert text_of("x = None") != text_of("x = ...")


def test_import_statements_are_collected_wherever_they_stand():
    statements = []
    code = "import a\ndef f():\n    from b import c\n    if x:\n        import d.e as g\n"
    plain(ast.parse(code), statements)
    assert [node.lineno for node in statements] == [1, 3, 5]
