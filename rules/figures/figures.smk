"""One rule for each figure of the table of figures, each as PNG and PDF.

input:  what the records of rules/figures name
output: results/figures/{experiment}/…, results/tables/{experiment}/…
"""

from rules.configuration.figures import ALL_FIGURES

for figure in ALL_FIGURES.values():

    if not figure.script:
        continue

    rule:
        name:
            figure.rule
        input:
            unpack(partial(figure_inputs, figure)),
        output:
            **figure_outputs(figure),
        log:
            f"results/logs/{figure.rule}/{figure.files[0]}.log",
        wildcard_constraints:
            experiment=subjects_of(figure),
        conda:
            "../../envs/images.yaml"
        resources:
            mem_mb=growing(2000),
            runtime=growing(30),
        params:
            code=code_digest(figure.script),
            settings=partial(figure_settings, figure),
            names=partial(figure_names, figure),
            # The path is read when a job runs; the table has ended then.
            script=figure.script,
        script:
            "../../scripts/{params.script}"

    # What `snakemake --list` says of the rule is what its script says of itself.
    source = Path(workflow.basedir) / f"scripts/{figure.script}"
    sentence = source.read_text(encoding="utf-8").split('"""')[1].splitlines()[0]
    workflow.get_rule(figure.rule).docstring = sentence
