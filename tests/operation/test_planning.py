"""What a person meets who plans, lists and checks the workflow."""

import re
import subprocess
import sys

import pytest
import yaml

from tests.running import ROOT, planned, snakemake

HEAVY = ("cv2", "keras", "matplotlib", "numba", "scipy", "seaborn", "sklearn", "tensorflow", "umap")
FULL = yaml.safe_load((ROOT / "config/config.yaml").read_text())
RULE = re.compile(r"(?ms)^rule (\w+):\n(.*?)(?=^rule |\Z)")
RULES = {
    name: text
    for path in sorted((ROOT / "rules").glob("*.smk"))
    for name, text in RULE.findall(path.read_text())
}


def test_the_full_reproduction_is_planned_without_the_scientific_stack(tmp_path):
    code = (
        "import sys\n"
        "from snakemake.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print('imported:', *sorted(sys.modules), file=sys.stderr)"
    )
    options = ["--dry-run", "--quiet", "all", "--cores", "1", "--directory", str(tmp_path)]
    options += ["--workflow-profile", str(ROOT / "profiles/default")]
    done = subprocess.run(
        [sys.executable, "-c", code, "--snakefile", str(ROOT / "Snakefile"), *options],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    imported = done.stderr.rsplit("imported: ", 1)[1].split()
    assert "snakemake" in imported
    assert [name for name in HEAVY if name in imported] == []
    assert list(tmp_path.glob("results/*")) == []


def test_the_linter_of_snakemake_has_nothing_to_say(tmp_path):
    done = snakemake(tmp_path, FULL, "--lint")
    assert done.returncode == 0, done.stdout
    assert "in a good condition" in done.stdout


def test_every_rule_is_listed_with_a_sentence(tmp_path):
    done = snakemake(tmp_path, FULL, "--list")
    listed = dict(re.findall(r"(?m)^(\w+) \((.+\.)\)$", done.stdout))
    assert listed.keys() == {*RULES, "all", "without_faces"}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_it_needs(name):
    text = RULES[name]
    for part in ("log:", "conda:", "params:", "script:", "resources:", "runtime="):
        assert f" {part}" in text, f"rule {name} has no {part}"
    assert "mem_mb=growing(" in text
    script = re.search(r'script:\n        "\.\./scripts/(\w+\.py)"', text)[1]
    assert f'code_digest("{script}"' in text
    if name.startswith("plot_"):
        assert f'"{name}"' in text.partition("in_report(")[2]
        assert (ROOT / f"rules/report/{name}.rst").is_file()


@pytest.mark.parametrize("name", RULES)
def test_what_reads_maps_is_submitted_with_them(name):
    # A job between two of a group, but outside of it, would wait for itself.
    inputs = RULES[name].partition("    output:")[0]
    if "results/maps/" in inputs or "maps_of_" in inputs:
        assert 'group:\n        "figures"' in RULES[name]


def test_the_figures_that_the_readme_names_are_targets(tmp_path):
    readme = (ROOT / "README.md").read_text()
    targets = re.findall(r"\| `(results/\S+)` \|", readme)
    assert len(targets) >= 5
    done = snakemake(tmp_path, FULL, "--dry-run", "--cores", "1", *targets)
    assert done.returncode == 0, done.stdout


def test_the_list_of_results_has_every_folder_that_rules_write_to():
    written = {
        folder
        for path in (ROOT / "rules").glob("*.smk")
        for folder in re.findall(r"\bresults/(\w+)/", path.read_text())
    }
    listed = [
        folder
        for line in (ROOT / "results/README.md").read_text().splitlines()
        for folder in re.findall(r"`(\w+)/`", line.split("|")[1] if line.startswith("|") else "")
    ]
    assert len(listed) == len(set(listed))
    assert set(listed) == written


def test_a_profile_for_a_cluster_repeats_the_default_one():
    default, slurm = (
        yaml.safe_load((ROOT / f"profiles/{name}/config.yaml").read_text())
        for name in ("default", "slurm")
    )
    assert default.items() <= slurm.items()
    assert default["rerun-incomplete"] is True


def test_the_groups_of_the_cluster_make_few_submissions(tmp_path):
    profile = yaml.safe_load((ROOT / "profiles/slurm/config.yaml").read_text())
    sizes = dict(each.split("=") for each in profile["group-components"])
    submissions = 0
    for rule, n in planned(tmp_path, FULL).items():
        group = re.search(r'    group:\n        "(\w+)"', RULES[rule])
        # At worst, each job of a group is a component of its own.
        submissions += n / int(sizes.get(group and group[1], 1))
    assert submissions < 300
