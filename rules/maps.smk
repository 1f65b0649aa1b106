"""Rendered maps, only those that figures show.

input:  results/naps/…, results/layouts/…, first trial of condition `layout`
output: results/maps/{experiment}/{layer}/{method}.npz
"""


rule render_maps:
    """Interpolate and paint the maps of all groups on the first layout of a method."""
    input:
        naps=lambda wildcards: naps_file(wildcards.experiment, wildcards.layer),
        layout=lambda wildcards: LAYOUT.format(
            **wildcards,
            condition="layout",
            first=0,
            last=trial_blocks(wildcards.experiment)[0][1],
        ),
    output:
        maps="results/maps/{experiment}/{layer}/{method}.npz",
    log:
        "results/logs/render_maps/{experiment}/{layer}/{method}.log",
    group:
        "figures"
    conda:
        "../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("render_maps.py"),
        settings=SETTINGS["maps"],
    script:
        "../scripts/render_maps.py"
