"""The look of `snakemake --report`.

The profiles name the stylesheet by a path in the working directory, the only one that Snakemake
finds from wherever it is started.

input:  rules/report/report.css
output: .snakemake/report.css
"""

if workflow.is_main_process:
    Path(".snakemake").mkdir(exist_ok=True)
    style = (Path(workflow.basedir) / "rules/report/report.css").read_text(encoding="utf-8")
    Path(".snakemake/report.css").write_text(style, encoding="utf-8")
