"""Write the table of the layers of models (HHAI, Table 1)."""

import pandas as pd
from topomaps.common.files import replacing, save_table
from topomaps.common.logs import adapter_log


def main(*, models, names, applications, table, markdown):
    """Write the layers of trained models and of applications, as a table and as Markdown."""
    from topomaps.models import architecture_table
    from topomaps.models import training as keras_models

    parts = [
        architecture_table.describe_model(name, keras_models.load_model(path))
        for name, path in zip(names, models, strict=True)
    ]
    for name in applications:
        parts.append(architecture_table.describe_model(name, architecture_table.application(name)))
    layers = pd.concat(parts).astype({"number": "Int64", "neurons": "Int64"})
    save_table(table, layers)
    cells = layers.astype(object).where(layers.notna(), "").map(str)
    lines = [cells.columns, ["---"] * cells.shape[1], *cells.to_numpy()]
    with replacing(markdown) as temporary:
        text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
        temporary.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            models=snakemake.input.models,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
