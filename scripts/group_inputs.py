"""Group the inputs of an experiment, and count what the network predicts for each group."""

import logging

from topomaps.activations.dataset_inputs import input_names
from topomaps.activations.input_accounts import seen_inputs
from topomaps.activations.inputs import check_length, read_inputs, texts_of
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.users_activations import check_archive_of, notes_on_layers
from topomaps.common.files import save_table
from topomaps.common.logs import adapter_log, warn_user
from topomaps.common.seeds import seed_for
from topomaps.common.text import notes_on_texts
from topomaps.groups.account import account_table, left_out_table
from topomaps.groups.dependence import hints_of_dependence
from topomaps.groups.factors import CHECKPOINT
from topomaps.groups.files import save_groups
from topomaps.groups.grouped_inputs import grouped_inputs
from topomaps.groups.outcomes import outcome_table
from topomaps.statistics.outcome_gaps import gap_table, outcome_tests
from topomaps.statistics.permutable import say_what_can_be_permuted


def main(
    *, source, layers, grouping, nuisance, seed, groups, outcomes, gaps, gap_tests, inputs,
    left_out, missing=(), blocks=(), dataset=None,
):  # fmt: skip
    """Write the group of each input, tables of what is predicted, and what became of the inputs.

    `outcomes` are of each group, `gaps` of each pair of groups, `gap_tests` of all groups together;
    `inputs` is the table of their numbers, `left_out` that of each input that is in no group.
    """
    activations, by = source["path"], grouping["by"]
    known = read_inputs(activations, missing)
    if layers:
        _check_users_activations(known, source, layers)
    inputs_of = grouped_inputs(known, nuisance=nuisance, blocks=blocks, **grouping)
    grouped, depending = inputs_of.grouping, inputs_of.blocks
    logging.info("%d inputs in %d groups", (grouped.members >= 0).sum(), len(grouped.names))
    if not blocks:
        files = input_names(activations, dataset, slice(None)).get("file")
        for hint in hints_of_dependence(known.attributes, files, (*by, *nuisance)):
            warn_user(hint)
    save_groups(groups, inputs_of)
    if by != [CHECKPOINT]:
        say_what_can_be_permuted(inputs_of)
    save_table(outcomes, outcome_table(known, grouped, depending))
    save_table(gaps, gap_table(known, grouped, by, depending))
    how = {"seed": seed_for(seed, "outcomes", *by), "strata": inputs_of.strata, "blocks": depending}
    save_table(gap_tests, outcome_tests(known, grouped, by, **how))
    seen = seen_inputs(activations, dataset, len(grouped.members))
    save_table(inputs, account_table(seen, known, grouped, by))
    save_table(left_out, left_out_table(seen, known, grouped, by))


def _check_users_activations(known, source, layers):
    """Refuse activations that do not belong to the inputs, and say what may be misread."""
    path = source["path"]
    check_archive_of(path, layers)
    for note in notes_on_texts(texts_of(known)):
        warn_user(f"{path}: {note}")
    for layer in layers:
        means = open_layer_activations(**source, layer=layer).means
        check_length(path, known, layer, len(means))
    for note in notes_on_layers(**source, layers=layers):
        warn_user(note)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(**dict(snakemake.output.items()), **snakemake.params.settings)
