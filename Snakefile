"""Topographic activation maps of neural networks: from data to figures."""

from snakemake.utils import min_version

min_version("9.27")


# A file given by --configfile replaces the full reproduction instead of being merged into it.
if "experiments" not in config:

    configfile: workflow.source_path("config/config.yaml")


report: "rules/report/workflow.rst"


include: "rules/common.smk"
include: "rules/targets.smk"
include: "rules/own_targets.smk"
include: "rules/bias_targets.smk"
include: "rules/datasets.smk"
include: "rules/models.smk"
include: "rules/own.smk"
include: "rules/images.smk"
include: "rules/naps.smk"
include: "rules/layouts.smk"
include: "rules/maps.smk"
include: "rules/scores.smk"
include: "rules/runtimes.smk"
include: "rules/tables.smk"
include: "rules/figures.smk"
include: "rules/map_figures.smk"
include: "rules/measures.smk"
include: "rules/tests.smk"
include: "rules/bias_figures.smk"
include: "rules/test_figures.smk"
include: "rules/own_figures.smk"
include: "rules/provenance.smk"


rule without_faces:
    """Make all that needs no pictures of people: HHAI but Figures 6 and 8, Aequitas 1 and 2."""
    input:
        map_figures(),
        drawn_figures(),
        score_tables({name: each for name, each in MAPS.items() if name not in STREAMED}),
        other_tables(),
        own_tables(),


rule all:
    """Make every figure and table of the configuration."""
    default_target: True
    input:
        rules.without_faces.input,
        score_tables(STREAMED),
        bias_figures(),
        bias_tables(),
