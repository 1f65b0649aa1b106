"""Group the inputs of an experiment, and count what the network predicts for each group."""

import logging

from topomaps.activations.dataset_inputs import input_names
from topomaps.activations.input_accounts import seen_inputs
from topomaps.activations.inputs import check_length, read_inputs, texts_of
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.users_activations import check_archive_of, notes_on_layers
from topomaps.common.files import save_table
from topomaps.common.logs import adapter_log, warn_user
from topomaps.common.text import notes_on_texts
from topomaps.groups.account import account_table, left_out_table
from topomaps.groups.dependence import hints_of_dependence
from topomaps.groups.factors import dependent_blocks, strata
from topomaps.groups.files import GroupedInputs, save_groups
from topomaps.groups.groupings import group_inputs
from topomaps.groups.outcomes import correctness, outcome_table


def main(
    *, activations, groups, outcomes, inputs, left_out, layers, tokens, channels, by, only,
    min_size, nuisance, missing=(), blocks=(), dataset=None,
):  # fmt: skip
    """Write the group of each input, a table of what is predicted, and what became of the inputs.

    `inputs` is the table of their numbers, `left_out` that of each input that is in no group.
    """
    known = read_inputs(activations, missing)
    if layers:  # of a user's
        check_archive_of(activations, layers)
        for note in notes_on_texts(texts_of(known)):
            warn_user(f"{activations}: {note}")
    for layer in layers:
        means = open_layer_activations(activations, layer, tokens, channels).means
        check_length(activations, known, layer, len(means))
    for note in notes_on_layers(activations, layers, tokens, channels):
        warn_user(note)
    grouping = group_inputs(known, by, only, min_size)
    logging.info("%d inputs in %d groups", (grouping.members >= 0).sum(), len(grouping.names))
    if not blocks:
        files = input_names(activations, dataset, slice(None)).get("file")
        for hint in hints_of_dependence(known.attributes, files, (*by, *nuisance)):
            warn_user(hint)
    right, _ = correctness(known)
    depending = dependent_blocks(known, blocks)
    save_groups(groups, GroupedInputs(grouping, right, strata(known, nuisance), depending))
    save_table(outcomes, outcome_table(known, grouping, depending))
    seen = seen_inputs(activations, dataset, len(grouping.members))
    save_table(inputs, account_table(seen, known, grouping, by))
    save_table(left_out, left_out_table(seen, known, grouping, by))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(**dict(snakemake.output.items()), **snakemake.params.settings)
