"""Draw inputs of each group, a new draw per trial, and compute the groups' NAPs."""

from topomaps.activations.group_means import load_group_means
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.groups.files import load_groups
from topomaps.groups.sampling import warn_of_small_groups
from topomaps.models.layer_info import check_width
from topomaps.profiles.sampled import nap_arrays
from topomaps.profiles.trials import is_of_checkpoints, profiles_in_trial, profiles_of_sums


def main(
    *, source, layer, groups, naps, sampling, features, how, names, first, last, features_path=None,
):  # fmt: skip
    """Write NAPs, features, and the numbers of inputs that they were averaged over.

    `how` and `names` are those of `topomaps.profiles.trials.profiles_in_trial`; features may be of
    another folder of activations, `features_path`.
    """
    inputs = load_groups(groups)
    of_features = None if features_path is None else {**source, "path": features_path}
    values, *others = [_opened(each, layer) for each in (source, of_features) if each]
    sums, *of_others = [
        None if how["pool_maps"] else load_group_means(each["path"], layer, names["experiment"])
        for each in (source, of_features) if each
    ]  # fmt: skip
    if sums is not None:
        trials = [profiles_of_sums(sums, how["weighted"], *of_others)]
    else:
        same = {"features": features, "how": how, "feature_values": (others or [None])[0], **names}
        trials = [
            profiles_in_trial(values, inputs, sampling, **same, trial=trial)
            for trial in ([0] if is_of_checkpoints(sampling) else range(first, last + 1))
        ]
    sampled = trials[0][0]
    if "examples_per_group" in sampling:
        warn_of_small_groups(sampled, trials[0][1].counts, sampling["examples_per_group"])
    save_arrays(naps, **nap_arrays([profiles for _, profiles in trials], sampled, first))


def _opened(source, layer):
    """Activations of a layer: whole, or means of feature maps where these alone are kept."""
    stored = open_layer_activations(**source, layer=layer)
    values = stored.means if stored.values is None else stored.values
    check_width(values.shape[-1], layer)
    return values


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            groups=snakemake.input.groups,
            naps=snakemake.output.naps,
            first=int(snakemake.wildcards.first),
            last=int(snakemake.wildcards.last),
            **snakemake.params.settings,
        )
