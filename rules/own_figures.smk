"""Several layers of a model together, and regions of maps.

input:  results/maps/{experiment}/{layer}/{method}.npz, results/naps/…
output: results/figures/{experiment}/…, results/tables/{experiment}/…, results/regions/…
"""


rule plot_layers:
    """Show the maps of all layers together, each turned towards the first one's."""
    input:
        maps=maps_of_layers,
    output:
        png=in_report("results/figures/{experiment}/layers_{method}.png", "Maps", "plot_layers"),
        pdf="results/figures/{experiment}/layers_{method}.pdf",
        turns="results/tables/{experiment}/turns_{method}.tsv",
    log:
        "results/logs/plot_layers/{experiment}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_layers.py"),
        settings=lambda wildcards: {
            "layers": MAPS[wildcards.experiment]["layers"],
            **SETTINGS["maps"],
        },
    script:
        "../scripts/plot_layers.py"


rule plot_dissimilarities:
    """Show which groups each layer sees alike, and whether layers agree on it."""
    input:
        naps=naps_of_layers,
    output:
        png=in_report(
            "results/figures/{experiment}/dissimilarities.png", "Maps", "plot_dissimilarities"
        ),
        pdf="results/figures/{experiment}/dissimilarities.pdf",
        dissimilarities="results/tables/{experiment}/dissimilarities.tsv",
        correlations="results/tables/{experiment}/layer_correlations.tsv",
    log:
        "results/logs/plot_dissimilarities/{experiment}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(1000),
        runtime=growing(30),
    params:
        code=code_digest("plot_dissimilarities.py"),
        settings=lambda wildcards: {"layers": MAPS[wildcards.experiment]["layers"]},
    script:
        "../scripts/plot_dissimilarities.py"


rule find_regions:
    """Find connected regions that respond to a group, their neurons, and what excites them."""
    input:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
        activations=layer_file,
        inputs=inputs_file,
    output:
        neurons="results/regions/{experiment}/{layer}/{method}_neurons.tsv",
        regions="results/regions/{experiment}/{layer}/{method}_regions.tsv",
        examples="results/regions/{experiment}/{layer}/{method}_examples.tsv",
    log:
        "results/logs/find_regions/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(60),
    params:
        code=code_digest("find_regions.py"),
        settings=SETTINGS["regions"],
    script:
        "../scripts/find_regions.py"


rule plot_regions:
    """Show the largest region of each group and the inputs that activate it most."""
    input:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
        neurons="results/regions/{experiment}/{layer}/{method}_neurons.tsv",
        examples="results/regions/{experiment}/{layer}/{method}_examples.tsv",
        pictures=pictures_file,
    output:
        png=in_report(
            "results/figures/{experiment}/{layer}/{method}/regions.png", "Maps", "plot_regions"
        ),
        pdf="results/figures/{experiment}/{layer}/{method}/regions.pdf",
    log:
        "results/logs/plot_regions/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("plot_regions.py"),
    script:
        "../scripts/plot_regions.py"
