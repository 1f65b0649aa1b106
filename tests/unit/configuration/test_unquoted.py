import pytest

from rules.configuration.unquoted import unquoted_errors


def errors(tmp_path, text):
    (tmp_path / "my.yaml").write_text(text, encoding="utf-8")
    return list(unquoted_errors([tmp_path / "my.yaml"]))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "False"), ("Yes", "True"), ("on", "True"), ("~", "None"), ("null", "None"),
        ("01", "1"), ("010", "8"), ("1.10", "1.1"), ("1_000", "1000"), ("+1", "1"),
        ("12:30", "750"), (".nan", "nan"), ("2020-01-01", "datetime.date(2020, 1, 1)"),
    ],
)  # fmt: skip
def test_names_that_yaml_changes_need_quotes(tmp_path, written, value):
    text = f"experiments:\n  x:\n    groups: {{by: sex, only: [a, {written}]}}\n"
    assert errors(tmp_path, text) == [
        f"{tmp_path / 'my.yaml'}, line 3: experiments.x.groups.only: {written} without quotes is "
        f'{value} in YAML; for the text, write "{written}"'
    ]
    assert errors(tmp_path, text.replace(f"{written}]", f"'{written}']")) == []
    assert len(errors(tmp_path, f"models: {{m: {{class_names: [{written}, b]}}}}")) == 1


@pytest.mark.parametrize(
    "text",
    ["", "only: [1, -5, 1.5, NA, None, nan, n/a, y]\n", "weighted: yes\nalpha: .05\nseed: 01\n",
     "groups: [class, [a, b], {by: c, weighted: true}]\n", "a: &x {b: 1}\nc: {<<: *x}\n"],
)  # fmt: skip
def test_what_keeps_its_text_or_is_no_name_is_fine(tmp_path, text):
    assert errors(tmp_path, text) == []


def test_names_of_sections_need_quotes_too(tmp_path):
    assert errors(tmp_path, "datasets:\n  no: {source: digits}\n") == [
        f"{tmp_path / 'my.yaml'}, line 2: datasets: no without quotes is False in YAML; for the "
        'text, write "no"'
    ]


def test_aliases_are_read_once(tmp_path):
    levels = ["a0: &a0 {only: [no]}"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert len(errors(tmp_path, "\n".join(levels))) == 1
