"""Run the notebooks of this folder, and keep what their cells show: `python execute.py`.

Jupyter does the same; this needs nothing but the library, and is what the tests run.
"""

import ast
import base64
import json
import os
import tempfile
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run_cells(cells, names):
    """Run the code cells of a notebook in the names of one session; yield the value of each."""
    for number, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"cell {number}", "exec"), names)
        value = None
        if last is not None:
            value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)
        yield cell, value


def shown(value):
    """What a notebook shows of a value, by kind of content."""
    if value is None:
        return {}
    content = {"text/plain": repr(value).splitlines(keepends=True)}
    if hasattr(value, "savefig"):
        file = BytesIO()
        value.savefig(file, format="png", dpi=110, bbox_inches="tight", metadata={"Software": None})
        content["image/png"] = base64.b64encode(file.getvalue()).decode()
    elif hasattr(value, "_repr_html_"):
        content["text/html"] = value._repr_html_().splitlines(keepends=True)
    return content


def executed(path):
    """A notebook (dict) with what its cells show, and the names of its session."""
    notebook, names = json.loads(path.read_text(encoding="utf-8")), {}
    for count, (cell, value) in enumerate(run_cells(notebook["cells"], names), start=1):
        content, cell["execution_count"] = shown(value), count
        result = {"output_type": "execute_result", "execution_count": count, "metadata": {}}
        cell["outputs"] = [{**result, "data": content}] if content else []
    return notebook, names


if __name__ == "__main__":
    for path in sorted(HERE.glob("*.ipynb")):
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)  # pages go here
            notebook, _ = executed(path)
            os.chdir(HERE)
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
