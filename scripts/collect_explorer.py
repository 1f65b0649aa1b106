"""Collect the maps, tests, scores and inputs that the explorer of an experiment shows."""

from threadpoolctl import threadpool_limits
from topomaps.common.files import replacing
from topomaps.common.logs import adapter_log
from topomaps.explorer.contents import explorer_contents
from topomaps.explorer.quantise import json_text
from topomaps.explorer.reading import read_analysis, read_source


def main(*, contents, sources, analyses, seed, **settings):
    """Write the contents of the page as JSON."""
    opened = [read_source(**each) for each in sources]
    read = [
        read_analysis(**each, seed=seed, shown=opened[each["source"]].shown) for each in analyses
    ]
    text = json_text(explorer_contents(opened, read, **settings))
    with replacing(contents) as temporary:
        temporary.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(snakemake.threads):
        main(contents=snakemake.output.contents, **snakemake.params.settings)
