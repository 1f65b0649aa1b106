"""Topographic activation maps of neural networks: from data to figures."""

from snakemake.utils import min_version

min_version("9.27")


include: "rules/configuration/quiet.smk"


# A file given by --configfile replaces the full reproduction instead of being merged into it.
if "experiments" not in config:

    configfile: workflow.source_path("config/config.yaml")


report: "rules/report/workflow.rst"


include: "rules/common.smk"
include: "rules/data/datasets.smk"
include: "rules/models/training.smk"
include: "rules/activations/extraction.smk"
include: "rules/activations/shards.smk"
include: "rules/groups/groups.smk"
include: "rules/profiles/naps.smk"
include: "rules/layouts/layouts.smk"
include: "rules/layouts/runtimes.smk"
include: "rules/maps/maps.smk"
include: "rules/maps/regions.smk"
include: "rules/attributions/attributions.smk"
include: "rules/preferred_inputs/preferred_inputs.smk"
include: "rules/scores/scores.smk"
include: "rules/scores/tables.smk"
include: "rules/statistics/statistics.smk"
include: "rules/effects/effect_files.smk"
include: "rules/effects/effects.smk"
include: "rules/figures/figure_rule.smk"
include: "rules/figures/figures.smk"
include: "rules/explorer/explorer.smk"
include: "rules/report/tables.smk"
include: "rules/report/stylesheet.smk"
include: "rules/report/provenance.smk"


rule without_faces:
    """Make all that needs no pictures of people: HHAI but Figures 6 and 8, Aequitas 1 and 2."""
    input:
        targets(EXPERIMENTS, people=False),


rule all:
    """Make every figure and table of the configuration."""
    default_target: True
    input:
        rules.without_faces.input,
        targets(EXPERIMENTS, people=True),
