"""The facts about each run, and what became of the inputs.

input:  the workflow, its configuration and the jobs of the run
output: results/provenance/{time}.json, results/provenance/records/
"""

import atexit
import sys
from logging import getLogger
from time import gmtime, strftime, time

from rules.configuration.inputs_account import account_of_inputs
from rules.configuration.provenance import write_provenance
from rules.configuration.records import distrust, forget, keep_records, restore_records
from rules.configuration.region_hints import hints_on_regions

STARTED = time()

# Jobs parse the workflow again, and leave the records to the process that plans; so does a database
# (--persistence-backend), which is no folder.
if workflow.is_main_process and workflow.workflow_settings.persistence_backend.name == "FILE":
    if unknown_results := restore_records():
        raise WorkflowError(unknown_results)
    distrust()


def record_run(outcome):
    """Write the facts about this run beside its results."""
    path = Path(f"results/provenance/{strftime('%Y%m%dT%H%M%SZ', gmtime(STARTED))}.json")
    sentence = write_provenance(
        path,
        outcome=outcome,
        started=STARTED,
        workflow_folder=Path(workflow.basedir),
        settings=SETTINGS,
        metadata_folder=Path(".snakemake/metadata"),
    )
    getLogger("snakemake.logging").info(sentence)
    keep_records()


onstart:
    # Snakemake's limit of jobs a second (100) looks for new jobs once a second for each job that
    # ever ran: a processor's work after some hundred jobs, and nothing here starts so many.
    workflow.scheduler.job_rate_limiter = None
    forget(file for job in workflow.dag.needrun_jobs() for file in job.output)


def jobs_made(rule):
    """The jobs of a rule that this run did, or found to be done."""
    dag = workflow.dag
    return [
        job
        for job in dag.jobs
        if job.rule.name == rule and (dag.finished(job) or not dag.needrun(job))
    ]


def text_on_inputs():
    """What became of the inputs of the groupings, and what tests of named regions miss."""
    made = {job.wildcards.experiment: job.output.inputs for job in jobs_made("group_inputs")}
    tables = {
        name: (each.source.called, made[name]) for name, each in ANALYSES.items() if name in made
    }
    hints = hints_on_regions(sorted(job.output.regions for job in jobs_made("compare_regions")))
    return "\n".join(filter(None, [account_of_inputs(tables), hints]))


def say_inputs():
    """Say what became of the inputs, if there is anything to say."""
    if text := text_on_inputs():
        getLogger("snakemake.logging").info(text)


def say_inputs_where_nothing_is_to_be_done():
    """Say it after a run without jobs, for which Snakemake calls none of the handlers below."""
    is_run = workflow.scheduler is not None and not workflow.dryrun
    if is_run and not len(workflow.dag) and (text := text_on_inputs()):
        print(text, file=sys.stderr)


if workflow.is_main_process:
    atexit.register(say_inputs_where_nothing_is_to_be_done)


onsuccess:
    say_inputs()
    record_run("complete")


onerror:
    say_inputs()
    record_run("failed")
