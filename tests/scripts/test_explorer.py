"""Adapters of the explorer: from files of earlier stages to contents; names that are hostile."""

import json

import collect_explorer
import compare_groups
import compute_layout
import numpy as np
import pandas as pd
import pytest
import write_explorer
from page_arrays import restored
from stages import changed, grouped, sampled
from topomaps.common.files import load_arrays, load_table, save_table

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<img src=x onerror=alert(2)>",
    "a\u2028b&amp;",
]
SETTINGS = {
    "seed": 0, "title": "t", "name": "t", "alpha": 0.05, "about_people": False, "pictures": True,
    "n_inputs": 40, "picture_size": 64, "color_limit": "max",
    "regions": {"threshold": 0.5, "min_neurons": 1, "n_inputs": 3},
}  # fmt: skip


@pytest.fixture
def analysis(activations, tmp_path):
    """Function that makes the files of a part, with changes, and gives its settings."""

    def made(source=activations, by=("class",), **changes):
        named = changes.pop("named", None)
        tested = changes.pop("tested", False)
        how = {"by": list(by), **changes}
        naps = sampled(source, tmp_path, **how)
        groups = grouped(source, tmp_path, by=list(by), layers=["units"])
        layout, tests = tmp_path / "layout.npz", None
        keys = {"experiment": "e", "condition": "layout", "layer": "l"}
        compute_layout.main(
            naps=[naps], layout=layout, method="sorted", keys=keys, first=0, last=0, seed=0
        )
        if tested:
            files = {"neurons": "neurons.npz", "separation": "s.tsv", "pairs": "p.tsv"}
            files = {key: tmp_path / file for key, file in files.items()}
            compare_groups.main(
                source={"path": source}, layer="units", groups=groups["groups"], **files,
                by=list(by), permutations=39, resamples=100, alpha=0.05, seed=0,
            )  # fmt: skip
            tests = files
        layer = {
            "name": "units", "stored": "units", "naps": naps, "layouts": {"sorted": layout},
            "tests": tests, "scores": None, "named": named,
        }  # fmt: skip
        sampling = {"by": list(by)} | {k: v for k, v in changes.items() if k in ("random_groups",)}
        return {
            "name": "e", "experiment": "e", "title": "e", "by": list(by), "weighted": False,
            "nuisance": [], "blocks": [], "source": 0, "activations": source, "tokens": None,
            "channels": None, "sampling": sampling,
            "inputs_of": "d", "suspicious": None, "expected": None, "layers": [layer],
            "permutations": 39, "alpha": 0.05, "names": {"by": by},
            **{key: groups[key] for key in ("groups", "outcomes", "gap_tests", "inputs")},
        }  # fmt: skip

    return made


def collected(analyses, folder, **changes):
    """Contents of an explorer of parts."""
    source = {"name": "s", "model": "", "dataset": "", "activations": analyses[0]["activations"]}
    collect_explorer.main(
        contents=folder / "e.json", sources=[source], analyses=analyses, **{**SETTINGS, **changes}
    )
    return json.loads((folder / "e.json").read_text())


def test_contents_are_those_of_the_stages(analysis, tmp_path):
    settings = analysis(tested=True)
    contents = collected([settings], tmp_path)
    (view,) = contents["views"]
    stored = load_arrays(settings["layers"][0]["naps"])
    assert np.abs(restored(view["nap"]) - stored["naps"][0]).max() < view["limit"] / 60_000
    tests = load_arrays(settings["layers"][0]["tests"]["neurons"])
    assert restored(view["p"]) == pytest.approx(tests["p"])
    names = [each["name"] for each in contents["groupings"][0]["groups"]]
    assert [names[row] for row in view["tested"]] == tests["groups"].tolist()
    counts = [each["count"] for each in contents["groupings"][0]["groups"]]
    assert counts == stored["counts"][0].tolist()
    values = load_arrays(settings["activations"])["activations/units"]
    labels = load_arrays(settings["activations"])["labels"]
    for group in range(3):
        own = values[labels == group].astype(float)
        assert restored(view["sd"])[group] == pytest.approx(own.std(axis=0, ddof=1), abs=1e-4)
        mean = restored(view["mean"])[0] + restored(view["nap"])[group]
        assert mean == pytest.approx(own.mean(axis=0), abs=1e-4)
    names = [each["name"] for each in contents["groupings"][0]["groups"]]
    pairs = load_table(settings["layers"][0]["tests"]["pairs"])
    assert [[names[a], names[b], p] for a, b, p, *_ in view["pairs"]["rows"]] == [
        list(row) for row in pairs[["first", "second", "p"]].itertuples(index=False)
    ]
    p = np.array(view["pairs"]["steps"])[restored(view["pairs"]["p"]).astype(int)]
    assert p == pytest.approx(tests["pair_p"])  # all of 40 steps are kept
    assert (p.min(axis=1) >= 1 / 40).all()


def test_the_explorer_makes_the_test_itself_where_no_figure_has_made_it(analysis, tmp_path):
    with_file = collected([analysis(tested=True)], tmp_path)["views"][0]
    alone = collected([analysis()], tmp_path)["views"][0]
    assert alone["p"] == with_file["p"]
    assert alone["test"] == with_file["test"]
    assert alone["separation"] == with_file["separation"]
    assert alone["pairs"]["p"] == with_file["pairs"]["p"]
    both = zip(alone["pairs"]["rows"], with_file["pairs"]["rows"], strict=True)
    for row, longer in both:  # the stage of tests knows the band of the likeness, too
        assert row == pytest.approx(longer[:-2])
    assert len(alone["pairs"]["rows"]) == 3


def test_random_groups_are_there_but_not_tested(analysis, tmp_path):
    contents = collected([analysis(random_groups=True)], tmp_path)
    kinds = [each["kind"] for each in contents["groupings"][0]["groups"]]
    assert kinds == ["given"] * 3 + ["random"] * 3
    assert contents["views"][0]["tested"] == [0, 1, 2]
    assert contents["views"][0]["separation"][3:] == [None] * 3


def test_inputs_are_those_that_regions_name_and_all_have_pictures(analysis, tmp_path):
    contents = collected([analysis()], tmp_path)
    (source,) = contents["sources"]
    assert source["n_inputs"] == 60
    assert source["n_shown"] == len(source["pictures"]) == 40
    assert all(each.startswith("data:image/png;base64,") for each in source["pictures"])
    values = load_arrays(tmp_path / "activations.npz")["activations/units"]
    above = [region for region in contents["views"][0]["layouts"][0]["regions"] if region["inputs"]]
    for region in above:
        best = np.argsort(-values[:, region["neurons"]].mean(axis=1), kind="stable")[:3]
        assert restored(source["inputs"])[region["inputs"]].tolist() == best.tolist()
    levels = contents["activations"][0]
    shown = restored(levels["low"]) + restored(levels["step"]) * restored(levels["levels"])
    numbers = restored(source["inputs"]).astype(int)
    assert np.abs(shown - values[numbers]).max() <= restored(levels["step"]).max()


@pytest.mark.parametrize(("about_people", "words"), [(True, "pictures of people"), (False, "says")])
def test_pictures_are_left_out_with_a_reason(analysis, tmp_path, about_people, words):
    contents = collected([analysis()], tmp_path, pictures=False, about_people=about_people)
    assert contents["sources"][0]["pictures"] is None
    assert "data:image" not in (tmp_path / "e.json").read_text()
    assert words in contents["why_no_pictures"]
    assert bool(contents["warnings"]) == about_people


def test_the_account_of_the_inputs_is_in_the_page(analysis, activations, tmp_path):
    sexes = np.array(["F", "NA", ""])[load_arrays(activations)["labels"]]
    changed(activations, **{"attributes/sex": sexes})
    contents = collected([analysis(by=("sex",))], tmp_path)
    names = "input 2, input 5, input 8, input 11, input 14, …"
    assert contents["groupings"][0]["inputs"]["rows"] == [
        ["inputs", None, 60, None],
        ["in no group", "has no value of sex", 20, names],
        ["in groups", None, 40, None],
    ]


def test_two_groupings_share_inputs_and_activations(analysis, tmp_path):
    first = analysis()
    naps = tmp_path / "first.npz"
    naps.write_bytes(first["layers"][0]["naps"].read_bytes())
    groups = tmp_path / "first_groups.npz"
    groups.write_bytes(first["groups"].read_bytes())
    first = {**first, "groups": groups, "layers": [{**first["layers"][0], "naps": naps}]}
    contents = collected([first, analysis(by=("sex",))], tmp_path)
    assert [view["grouping"] for view in contents["views"]] == [0, 1]
    assert [view["activations"] for view in contents["views"]] == [0, 0]
    assert len(contents["activations"]) == 1


def test_suspicious_inputs_are_shown_first(analysis, tmp_path):
    rows = {"index": [31, 7, 5], "given_label": ["cat", "1", "a"], "score": [0.9, 0.6, 0.4]}
    table = pd.DataFrame({**rows, "predicted_label": ["dog", "2", "b"]})
    save_table(tmp_path / "suspicious.tsv", table)
    save_table(tmp_path / "expected.tsv", pd.DataFrame({"first": [3], "verdict": ["Some wrong."]}))
    tables = {key: tmp_path / f"{key}.tsv" for key in ("suspicious", "expected")}
    contents = collected([analysis() | tables], tmp_path)
    assert contents["groupings"][0]["on_labels"] == "Some wrong."
    first, second = contents["groupings"][0]["suspicious"]  # the third is probably right
    shown = {"given_name": "cat", "likelier_name": "dog", "score": 0.9}
    assert first == {"input": 31, "place": 0, "given": "cat", "likelier": "dog", **shown}
    assert (second["place"], second["given"]) == (1, "1")
    assert restored(contents["sources"][0]["inputs"])[:2].tolist() == [31, 7]
    save_table(tmp_path / "suspicious.tsv", table[2:])
    contents = collected([analysis() | {"suspicious": tmp_path / "suspicious.tsv"}], tmp_path)
    assert contents["groupings"][0]["suspicious"] == []


def test_named_regions_come_back(analysis, tmp_path):
    table = tmp_path / "mine.tsv"
    table.write_text("region\tlayer\tneuron\nears\tunits\t3\nears\tunits\t1\nears\tother\t0\n")
    contents = collected([analysis(named={"path": table, "layer": "units"})], tmp_path)
    assert contents["views"][0]["named"] == [{"region": "ears", "neurons": [3, 1]}]


def test_another_draw_than_that_of_the_naps_is_refused(analysis, tmp_path):
    settings = analysis()
    settings["sampling"] = {"by": ["class"], "examples_per_group": 5}
    with pytest.raises(ValueError, match=r"naps\.npz: its groups are not those"):
        collected([settings], tmp_path)


def test_hostile_names_stay_text(analysis, activations, tmp_path):
    changed(activations, class_names=np.array(HOSTILE))
    contents = collected([analysis()], tmp_path)
    text = (tmp_path / "e.json").read_text()
    assert not set("<>&\u2028") & set(text)
    assert [each["name"] for each in contents["groupings"][0]["groups"]] == HOSTILE
    assert {*contents["sources"][0]["labels"]} == {*HOSTILE}
    write_explorer.main(contents=tmp_path / "e.json", page=tmp_path / "e.html")
    page = (tmp_path / "e.html").read_text()
    assert page.count("</script>") == page.count("<script")
    assert "alert(1)</script>" not in page
    assert "<!--<img" not in page


def test_names_for_readers_stand_beside_those_of_files(analysis, tmp_path):
    settings = analysis(by=("class",))
    called = {"cat": "Felis", "sex": {"M": "man"}}
    names = {"by": ["class"], "groups": called, "layers": {"units": "hidden units"},
             "variables": {"sex": "gender"}, "methods": {"sorted": "ours"}}  # fmt: skip
    contents = collected([{**settings, "names": names}], tmp_path)
    grouping, view = contents["groupings"][0], contents["views"][0]
    groups = {each["key"]: each["name"] for each in grouping["groups"]}
    assert groups == {"cat": "Felis", "dog": "dog", "owl": "owl"}
    assert (view["layer"], view["layer_name"]) == ("units", "hidden units")
    assert view["layouts"][0]["method"] == "sorted"
    assert view["layouts"][0]["words"].startswith("ours (")
    assert {*contents["sources"][0]["labels"]} == {"Felis", "dog", "owl"}
    assert {*contents["sources"][0]["attributes"]["gender"]} == {"man", "F"}
    columns, rows = grouping["outcomes"]["columns"], grouping["outcomes"]["rows"]
    assert {row[columns.index("group")] for row in rows} == {*groups.values()}
    assert not any("“cat”" in each["words"] for each in grouping["gaps"])


def test_equal_files_make_equal_pages(analysis, tmp_path):
    settings = analysis()
    collected([settings], tmp_path)
    first = (tmp_path / "e.json").read_bytes()
    collected([settings], tmp_path)
    assert (tmp_path / "e.json").read_bytes() == first
