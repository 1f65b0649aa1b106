"""Write the explorer of an experiment: all its maps in one page for a browser."""

import json
from pathlib import Path

from topomaps.common.files import replacing
from topomaps.common.logs import adapter_log
from topomaps.explorer.page import explorer_page


def main(*, contents, page):
    """Write the page, one file that needs no other and no network."""
    read = json.loads(Path(contents).read_text(encoding="utf-8"))
    with replacing(page) as temporary:
        temporary.write_text(explorer_page(read), encoding="utf-8")


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(contents=snakemake.input.contents, page=snakemake.output.page)
