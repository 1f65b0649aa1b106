"""Figures of the tests: do the groups of a variable differ by more than chance?

input:  results/maps/…, results/tests/…
output: results/figures/{experiment}/separation, significant and similarities, as PNG and PDF
"""


rule plot_separation:
    """Show how far above chance the groups of a variable are told apart, layer by layer."""
    input:
        separation="results/tests/{part}_separation.tsv",
    output:
        png=in_report("results/figures/{part}/separation.png", "Bias", "plot_separation"),
        pdf="results/figures/{part}/separation.pdf",
    log:
        "results/logs/plot_separation/{part}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(1000),
        runtime=growing(30),
    params:
        code=code_digest("plot_separation.py"),
        settings=lambda wildcards: {
            "title": title_of_part(wildcards.part),
            "alpha": TESTED[wildcards.part]["tests"]["alpha"],
        },
    script:
        "../scripts/plot_separation.py"


rule plot_significant:
    """Show maps with lines around the neurons that differ by more than chance."""
    input:
        maps=lambda wildcards: maps_of_part(wildcards.part, TESTED[wildcards.part]["layers"]),
        neurons=lambda wildcards: [
            f"results/tests/{wildcards.part}/{layer}/neurons.npz"
            for layer in TESTED[wildcards.part]["layers"]
        ],
    output:
        png=in_report("results/figures/{part}/significant.png", "Bias", "plot_significant"),
        pdf="results/figures/{part}/significant.pdf",
    log:
        "results/logs/plot_significant/{part}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_significant.py"),
        settings=lambda wildcards: {
            "layers": TESTED[wildcards.part]["layers"],
            "title": f"{title_of_part(wildcards.part)}; lines enclose neurons that differ",
            "alpha": TESTED[wildcards.part]["tests"]["alpha"],
        },
    script:
        "../scripts/plot_significant.py"


rule plot_similarities:
    """Show which groups each layer sees alike."""
    input:
        pairs="results/tests/{part}_pairs.tsv",
        maps=lambda wildcards: maps_of_part(wildcards.part, TESTED[wildcards.part]["layers"])[0],
    output:
        png=in_report("results/figures/{part}/similarities.png", "Bias", "plot_similarities"),
        pdf="results/figures/{part}/similarities.pdf",
    log:
        "results/logs/plot_similarities/{part}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(1000),
        runtime=growing(30),
    params:
        code=code_digest("plot_similarities.py"),
        settings=lambda wildcards: {
            "title": title_of_part(wildcards.part),
            "alpha": TESTED[wildcards.part]["tests"]["alpha"],
        },
    script:
        "../scripts/plot_similarities.py"
