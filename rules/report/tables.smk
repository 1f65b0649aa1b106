"""Tables of results as pages for the report.

input:  the tables of results/ that rules/report/tables.py names
output: results/shown_tables/{experiment}/
"""

from rules.report.tables import names_of_pages, pages_of, what_is_said

PAGES = {name: pages_of(each) for name, each in EXPERIMENTS.items()}


rule show_tables:
    """Write the tables of an experiment as pages for the report, in words and rounded numbers."""
    input:
        tables=lambda wildcards: [each.path for each in PAGES[wildcards.experiment].values()],
    output:
        pages=report(
            directory(paths.SHOWN_TABLES),
            patterns=["{page}.html"],
            caption=f"{workflow.basedir}/rules/report/table.rst",
            category=lambda wildcards: PAGES[wildcards.experiment][wildcards.page].category,
            subcategory=lambda wildcards: TITLES[
                PAGES[wildcards.experiment][wildcards.page].subject
            ],
            labels=lambda wildcards: PAGES[wildcards.experiment][wildcards.page].labels,
        ),
    log:
        "results/logs/show_tables/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(PAGES),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("show_tables.py"),
        settings=lambda wildcards: {
            "about": what_is_said(PAGES[wildcards.experiment], TITLES),
            "names": names_of_pages(experiment(wildcards)),
        },
    script:
        "../../scripts/show_tables.py"
