"""One rule for each figure of the tables, each as PNG and PDF.

input:  what the tables of figures name
output: results/figures/{experiment}/…
"""

FIGURE_RULES = {
    **FIGURES_OF_MAPS,
    **FIGURES_OF_GROUPS,
    **FIGURES_OF_LABELS,
    **FIGURES_OF_METHODS,
}


def figure_outputs(name, figure):
    """Files of a figure; of several figures that are made together, lists."""
    files = {
        "png": [
            in_report(f"results/figures/{path}.png", figure.category, name) for path in figure.paths
        ],
        "pdf": [f"results/figures/{path}.pdf" for path in figure.paths],
    }
    if len(figure.paths) == 1:
        files = {ending: path for ending, (path,) in files.items()}
    return files | figure.tables


for figure_name, figure in FIGURE_RULES.items():

    rule:
        name:
            figure_name
        input:
            unpack(figure.inputs),
        output:
            **figure_outputs(figure_name, figure),
        log:
            f"results/logs/{figure_name}/{figure.paths[0]}.log",
        wildcard_constraints:
            experiment=one_of(figure.experiments),
        conda:
            "../../envs/images.yaml"
        resources:
            mem_mb=growing(2000),
            runtime=growing(30),
        params:
            code=code_digest(f"{figure.script or figure_name}.py"),
            settings=figure.settings,
            # The path is read when a job runs; the table has ended then.
            script=figure.script or figure_name,
        script:
            "../../scripts/{params.script}.py"

    # What `snakemake --list` says of the rule is what its script says of itself.
    source = Path(workflow.basedir) / f"scripts/{figure.script or figure_name}.py"
    sentence = source.read_text(encoding="utf-8").split('"""')[1].splitlines()[0]
    workflow.get_rule(figure_name).docstring = sentence
