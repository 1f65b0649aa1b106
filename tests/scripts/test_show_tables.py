"""Tables of results become pages."""

import pandas as pd
import show_tables
from topomaps.common.files import save_table


def test_each_table_has_a_page(tmp_path):
    files = [tmp_path / "outcomes.tsv", tmp_path / "sorted.tsv"]
    rows = {"group": ["01"], "measure": ["accuracy"], "predicted": [None], "share": [0.5]}
    save_table(files[0], pd.DataFrame(rows | {"low": 0.4, "high": 0.6, "count": 5, "n": 10}))
    effect = {
        "region": ["a above"],
        "found_in": ["a"],
        "group": ["gap"],
        "measure": ["accuracy"],
        "output": ["accuracy"],
    }
    save_table(files[1], pd.DataFrame(effect | {"p": 0.01, "p_holm": 0.02, "least_p": 0.01}))
    about = {
        "tables/mine/outcomes": {
            "kind": "outcomes",
            "subject": "mine",
            "title": "A",
            "of": "b",
            "text": "c",
        },
        "effects/mine/sorted": {
            "kind": "measure_effects",
            "subject": "mine",
            "title": "D",
            "of": "e",
            "text": "f",
        },
    }
    pages = tmp_path / "pages"
    names = {"mine": {"groups": {"a": "apples"}, "by": ["sort"]}}
    show_tables.main(tables=[str(each) for each in files], pages=pages, about=about, names=names)
    first = (pages / "tables/mine/outcomes.html").read_text()
    for words in ("<h1>A</h1>", ">01<", "classified correctly", "50 %", "40 to 60 %"):
        assert words in first
    second = (pages / "effects/mine/sorted.html").read_text()
    for words in (
        ">apples above<",
        "gap between groups",
        "≤ 0.01<",
        "≤ 0.02<",
        'class="s">accuracy<',
    ):
        assert words in second
