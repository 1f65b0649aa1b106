"""The rules of the workflow as Snakemake understands them, loaded in a process of its own."""

import json
import subprocess
import sys
from functools import cache

from running import ROOT

LOAD = """
import json, sys
from pathlib import Path
from snakemake.api import SnakemakeApi
from snakemake.iocontainers import Wildcards
from snakemake.settings.types import ConfigSettings, OutputSettings, ResourceSettings, Quietness

root, config = map(Path, sys.argv[1:])
sys.path.append(str(root))
from scripts.topomaps.models.formats import FORMATS

def environments(spec):
    # What is told by a function is told by the format of a model.
    known = [each.environment for each in FORMATS] if callable(spec) else [Path(spec).stem]
    return sorted({f"{each}.yaml" for each in known})

def facts(rule, wildcards):
    grown = [dict(rule.expand_resources(wildcards, [], attempt)) for attempt in (1, 2)]
    return {
        "sentence": rule.docstring or "",
        "script": rule.script,
        "environments": environments(rule.conda_env) if rule.conda_env else [],
        "log": [str(each) for each in rule.log],
        "inputs": [str(each) for each in rule.input if isinstance(each, str)],
        "outputs": [str(each) for each in rule.output],
        "captions": [each.flags["report"].caption.get_path_or_uri(secret_free=True)
                     for each in rule.output if "report" in each.flags],
        "params": {
            key: each if isinstance(each, str) else None for key, each in rule.params.items()
        },
        "resources": {key: [each.get(key) for each in grown] for key in ("mem_mb", "runtime")},
    }

with SnakemakeApi(OutputSettings(quiet={Quietness.ALL})) as api:
    loaded = api.workflow(
        resource_settings=ResourceSettings(cores=1),
        config_settings=ConfigSettings(configfiles=[config]),
        snakefile=root / "Snakefile",
    )
    # Whether a GPU is asked for depends on the model, or on that of an analysis.
    names = loaded._workflow.globals
    analyses = [name for name, each in names["ANALYSES"].items()
                if getattr(each.source, "model", None) in names["MODELS"]]
    of_model = Wildcards(fromdict={
        "model": next(iter(names["MODELS"]), ""), "experiment": next(iter(analyses), ""),
    })
    print(json.dumps({rule.name: facts(rule, of_model) for rule in loaded._workflow.rules}))
"""


@cache
def workflow_rules(config="config/config.yaml"):
    """Facts about each rule, by its name.

    Returns
    -------
    dict of str -> dict
        sentence, script, environments, group, log, inputs, outputs, captions of the report, params
        (None where they are no text), and resources (amounts of the first and second attempt).
    """
    done = subprocess.run(
        [sys.executable, "-c", LOAD, ROOT, ROOT / config],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def jobs_of(rules):
    """Those of the rules that start a job: all but the targets."""
    return {name: rule for name, rule in rules.items() if name not in ("all", "without_faces")}
