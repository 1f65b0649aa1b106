"""Write the tables of an experiment as pages for the report, in words and rounded numbers."""

from pathlib import Path

from topomaps.common.files import load_table, replacing_folder
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.report.page import table_page
from topomaps.report.shown_tables import shown_table


def main(*, tables, pages, about, names):
    """Write a page for each table.

    `about` says by the name of the page of which `kind` the table is, and what stands above it:
    `title`, `of` what it is, and the `text` of its caption; `names` what readers are shown for
    groups, layers and methods of its `subject`.
    """
    with replacing_folder(pages) as folder:
        for path, (page, said) in zip(tables, about.items(), strict=True):
            table = load_table(path, dtype=str).fillna("")
            words = {key: said[key] for key in ("title", "of", "text")}
            with named(names[said["subject"]]):
                shown = shown_table(said["kind"], table)
            html = table_page(shown, **words, file=path, data=Path(path).read_bytes())
            file = folder / f"{page}.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, encoding="utf-8")


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            tables=snakemake.input.tables,
            pages=snakemake.output.pages,
            **snakemake.params.settings,
        )
