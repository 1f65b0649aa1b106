"""Topographic activation maps of neural networks: from data to figures."""

from snakemake.utils import min_version

min_version("9.27")


include: "rules/configuration/quiet.smk"


# A file given by --configfile replaces the full reproduction instead of being merged into it.
if "experiments" not in config:

    configfile: workflow.source_path("config/config.yaml")


report: "rules/report/workflow.rst"


include: "rules/configuration/settings.smk"
include: "rules/data/lookups.smk"
include: "rules/data/datasets.smk"
include: "rules/models/lookups.smk"
include: "rules/models/training.smk"
include: "rules/activations/lookups.smk"
include: "rules/activations/extraction.smk"
include: "rules/activations/shards.smk"
include: "rules/groups/lookups.smk"
include: "rules/groups/groups.smk"
include: "rules/profiles/lookups.smk"
include: "rules/profiles/naps.smk"
include: "rules/layouts/lookups.smk"
include: "rules/layouts/layouts.smk"
include: "rules/layouts/runtimes.smk"
include: "rules/maps/lookups.smk"
include: "rules/maps/maps.smk"
include: "rules/scores/lookups.smk"
include: "rules/scores/scores.smk"
include: "rules/scores/tables.smk"
include: "rules/statistics/lookups.smk"
include: "rules/statistics/statistics.smk"
include: "rules/figures/forms.smk"
include: "rules/figures/of_maps.smk"
include: "rules/figures/of_groups.smk"
include: "rules/figures/of_labels.smk"
include: "rules/figures/of_methods.smk"
include: "rules/figures/figures.smk"
include: "rules/explorer/lookups.smk"
include: "rules/explorer/explorer.smk"
include: "rules/figures/targets.smk"
include: "rules/report/provenance.smk"


rule without_faces:
    """Make all that needs no pictures of people: HHAI but Figures 6 and 8, Aequitas 1 and 2."""
    input:
        all_files(people=False),


rule all:
    """Make every figure and table of the configuration."""
    default_target: True
    input:
        rules.without_faces.input,
        all_files(people=True),
