"""Code without what does not matter when it runs: comments, docstrings, and its layout.

Imports the standard library only, so that a dry run needs nothing else.
"""

import ast

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
# Of a syntax tree: what follows from the rest, and how a string or a type was written.
IGNORED = ("ctx", "kind", "type_comment", "type_ignores")


def plain(node, statements):
    """Syntax tree without docstrings as text that does not depend on the version of Python.

    Import statements are appended to the list `statements` on the way.
    """
    if not isinstance(node, ast.AST):
        return repr(node)
    if isinstance(node, ast.Import | ast.ImportFrom):
        statements.append(node)
    parts = [type(node).__name__]
    for field in node._fields:
        value = getattr(node, field, None)
        if value is None or value == [] or field in IGNORED:
            continue
        if field == "body" and isinstance(node, DOCUMENTED):
            value = value[_has_docstring(value) :]
        if isinstance(value, list):
            parts.append(f"{field}=[{' '.join([plain(each, statements) for each in value])}]")
        else:
            parts.append(f"{field}={plain(value, statements)}")
    return f"({' '.join(parts)})"


def _has_docstring(body):
    text = getattr(getattr(body[0], "value", None), "value", None)
    return isinstance(body[0], ast.Expr) and isinstance(text, str)
