"""What a person meets who plans, lists and checks the workflow."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from running import ROOT, planned, planned_jobs, snakemake
from workflow_rules import jobs_of, workflow_rules

from rules.configuration.code_digest import code_digest
from rules.configuration.figures import FIGURES

HEAVY = ("cv2", "keras", "matplotlib", "numba", "scipy", "seaborn", "sklearn", "tensorflow", "umap")
FULL = yaml.safe_load((ROOT / "config/config.yaml").read_text())
RULES = jobs_of(workflow_rules())
SLURM = ROOT / "profiles/slurm/config.yaml"
SLURM_GROUPS = dict(each.split("=") for each in yaml.safe_load(SLURM.read_text())["groups"])
RULE_FILES = sorted((ROOT / "rules").rglob("*.smk"))
PATHS = ROOT / "rules/configuration/paths.py"
MOST_JOBS = 425  # of the full reproduction, as many as version 0.1.0 had
GROUPED = {  # experiments with all figures
    "datasets": {"digits": {"source": "digits"}},
    "models": {"mlp": {"dataset": "digits", "architecture": "mlp", "checkpoints": [0, 9]}},
    "experiments": {
        name: {
            "model": "mlp", "layers": ["flatten", "hidden"], "groups": name, "trials": trials,
            "random_groups": trials > 1, "methods": ["random", "PCA_PSO"], "figures": figures,
        }
        for name, trials, figures in (
            ("class", 2, {*FIGURES} - {"label_errors", "confusion", "training"}),
            ("correctness", 1, {"label_errors"}),
            ("confusion", 1, {"confusion"}),
            ("checkpoint", 1, {"training"}),
        )
    },
}  # fmt: skip
for each in GROUPED["experiments"].values():
    each["figures"] = sorted(each["figures"])


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
    rule = RULES[name]
    assert rule["sentence"].endswith(".")
    assert len(rule["log"]) == 1
    assert rule["log"][0].startswith(f"results/logs/{name}")
    for environment in rule["environments"]:
        assert (ROOT / "envs" / environment).is_file()
    for first, second in rule["resources"].values():  # each attempt has more
        assert second == 2 * first > 0
    script = rule["script"].format(params=SimpleNamespace(**rule["params"]))
    script = Path(script).name
    assert (ROOT / "scripts" / script).is_file()
    assert "code" in rule["params"]
    if rule["params"]["code"] is None:  # by wildcards: the digest of a method
        texts = [path.read_text() for path in RULE_FILES]
        (text,) = (text for text in texts if f"rule {name}:" in text)
        assert re.search(rf'rule {name}:.*?code_digest\(\s*"{script}"', text, re.S)
    else:
        lists = ["topomaps/data/sources.py"]
        digests = {code_digest(ROOT / "scripts", script, without=each) for each in ((), lists)}
        assert rule["params"]["code"] in digests


@pytest.mark.parametrize("name", RULES)
def test_what_a_rule_tells_its_script_has_names(name):
    """Snakemake compares the values of params without their names, so that names lie in one."""
    of_contents = {"code", "state", "content", "images", "browser"}
    told = {*RULES[name]["params"]} - of_contents
    assert told <= {"settings", "names", "script"} or told == {"every"}


@pytest.mark.parametrize("name", [name for name in RULES if name.startswith("plot_")])
def test_every_figure_is_in_the_report_with_a_caption_of_its_own(name):
    pictures = [path for path in RULES[name]["outputs"] if path.endswith(".png")]
    captions = [Path(caption) for caption in RULES[name]["captions"]]
    assert len(captions) >= len(pictures) > 0
    assert len(set(captions[: len(pictures)])) == len(pictures)
    if len(pictures) == 1:
        assert captions[0] == ROOT / f"rules/report/{name}.rst"
    assert all(caption.is_file() for caption in captions)


def test_what_reads_maps_is_submitted_with_them(tmp_path):
    """A job between two of a group, but outside of it, would wait for itself."""
    jobs = planned_jobs(tmp_path, GROUPED)
    readers = {
        job["rule"]
        for job in jobs
        if any(path.startswith("results/maps/") for path in job["input"])
    }
    assert {"find_regions", "plot_regions", "plot_confusion", "plot_variables"} <= readers
    assert {SLURM_GROUPS[name] for name in readers} <= {"figures", "evidence"}
    # What explains regions comes after them, and no figure of the others waits for it.
    made = {path for job in jobs if SLURM_GROUPS.get(job["rule"]) == "evidence"
            for path in job["output"]}  # fmt: skip
    assert made
    for job in jobs:
        if SLURM_GROUPS.get(job["rule"]) == "figures":
            assert not made & {*job["input"]}, job["rule"]


def test_the_full_reproduction_has_not_more_jobs_than_before(tmp_path):
    assert sum(planned(tmp_path, FULL).values()) < MOST_JOBS


def test_the_figures_that_the_page_on_running_names_are_targets(tmp_path):
    page = (ROOT / "docs/running.md").read_text()
    targets = re.findall(r"\| `(results/\S+)` \|", page)
    assert len(targets) >= 5
    done = snakemake(tmp_path, FULL, "--dry-run", "--cores", "1", *targets)
    assert done.returncode == 0, done.stdout


def test_the_list_of_results_has_every_folder_that_rules_write_to():
    written = {
        folder
        for path in [*RULE_FILES, PATHS]
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
    profile = yaml.safe_load(SLURM.read_text())
    sizes = dict(each.split("=") for each in profile["group-components"])
    groups = SLURM_GROUPS
    assert {*groups} <= {*RULES}
    assert {name for name in RULES if name.startswith("plot_")} <= {*groups}
    submissions = 0
    for rule, n in planned(tmp_path, FULL).items():
        # At worst, each job of a group is a component of its own.
        submissions += n / int(sizes.get(groups.get(rule), 1))
    assert submissions < 300


def test_an_edit_of_what_browsers_run_writes_the_page_anew():
    files = (ROOT / "scripts/topomaps/explorer/browser").iterdir()
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.name}\0".encode() + file.read_bytes())
    assert RULES["write_explorer"]["params"]["browser"] == digest.hexdigest()[:16]
