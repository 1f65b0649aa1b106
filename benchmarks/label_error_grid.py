"""A whole grid of planted label errors: which are found, how many expected, which parts of classes.

MNIST and Fashion-MNIST; the MLP and the CNN of HHAI; test labels, judged by a network trained on
the right ones, and labels of the first `N_TRAINED` training inputs, judged by networks of a
cross-validation. Of each: the labels as they are, three pairs of classes of which a share of one
bears the label of the other, and errors at random. Per case, what `label_errors.py` measures, and
whether the planted second population of the receiving class was found.

A row is written as soon as a case is done, and cases that are in the file are not done again; the
order is such that a part of the grid holds something of everything.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/label_error_grid.py --whole` (more
than an hour on one core); without `--whole` three quick cases. With `--mirror` (a folder or URL,
docs/running.md) the datasets are not fetched from their own addresses.
"""

import pandas as pd
from label_errors import Case, Network, alter, evidence, judge, options_of, read
from topomaps.models.training import make_deterministic
from topomaps.statistics.subgroups import hidden_subgroups

N_TRAINED = 15_000
NETWORKS = {  # the training takes most of the time
    ("test", "mlp"): Network("mlp", 3),
    ("test", "cnn"): Network("cnn", 2),
    ("train", "mlp"): Network("mlp", 6),
    ("train", "cnn"): Network("cnn", 3),
}
PAIRS = {  # T-shirt to trousers, shirt to T-shirt, sneaker to boot
    "mnist": ((0, 1), (4, 9), (3, 5)),
    "fashion-mnist": ((0, 1), (6, 0), (7, 9)),
}
SHARES = (0.05, 0.1, 0.2, 0.5, 0.9, 0.95)
SHARES_AT_RANDOM = (0.1, 0.05, 0.2)
PARTS = ["part_found", "part_found_by_outputs"]
QUICK = 3
KEY = ["dataset", "network", "split", "source", "target", "share"]


def grid():
    """Cases and their networks, in turn from all datasets, splits, architectures and errors."""
    for pair, share, networks in _errors():
        for each in networks:
            for dataset, pairs in PAIRS.items():
                source, target = (None, None) if pair is None else pairs[pair]
                yield Case(dataset, each[0], source, target, share), NETWORKS[each]


def _errors():
    """Number of the pair (None: at random), share, and the networks that see such errors.

    A case of the training labels takes three networks. The MLPs see half of these errors, all
    shares and pairs among them; the CNNs, which take longest, a fifth.
    """
    everything, tests = list(NETWORKS), [each for each in NETWORKS if each[0] == "test"]
    without_longest = [*tests, ("train", "mlp")]
    yield None, 0.0, everything
    for turn in range(len(SHARES)):
        some = everything if turn < 2 else without_longest
        for pair in range(3):
            share = SHARES[(turn + 2 * pair) % len(SHARES)]
            yield pair, share, tests if (turn + pair) % 2 else some
        if turn < len(SHARES_AT_RANDOM):
            yield None, SHARES_AT_RANDOM[turn], without_longest if turn else everything


def run(mirror, case, network, seed):
    """One row of the table."""
    labels = read(mirror, case.dataset, case.split)[1][:N_TRAINED]
    given = alter(labels, case, seed)
    found = evidence(mirror, case, given, network, seed)
    row = judge(found, given, given != labels, seed)
    row["held"] = row["low"] <= row["altered"] <= row["high"]
    row |= parts_found(case, found, given, seed)
    return _key(case, network) | row


def parts_found(case, found, given, seed):
    """Whether the planted second population was found, and unaltered classes called divided.

    By activations alone, as the workflow does, and by the predictions along with them.

    Errors at random plant parts of a per cent in every class, of which nothing is counted.
    """
    if case.source is None and case.share:
        return {}
    layers, predictions, folds = found
    counts, settings = {}, {"seed": seed, "folds": folds}
    for name, said in (("", None), ("_by_outputs", predictions)):
        table = hidden_subgroups(layers, given, said, **settings).table.set_index("group")
        receives = table.index == case.target
        counts["unaltered"] = sum(~receives)
        counts[f"called_divided{name}"] = sum(table["divided"][~receives])
        if case.source is not None:
            row = table.loc[case.target]
            counts[f"part_found{name}"] = row["divided"] and row["acts_like"] == case.source
    if case.source is None:
        table = hidden_subgroups(layers, given, towards="anything", **settings).table
        counts["called_divided_anyhow"] = sum(table["divided"])
    return counts


def _key(case, network):
    source, target = ("any", "any") if case.source is None else (case.source, case.target)
    values = (case.dataset, network.architecture, case.split, source, target, case.share)
    return dict(zip(KEY, map(str, values), strict=True))


def summary(table, by):
    """Cases with wrong labels, counted by columns of the table."""
    altered = table[table["altered"] > 0].astype(dict.fromkeys(PARTS, float))
    altered["ours_from_9"] = altered["ours_ap"] >= 0.9
    altered["cleanlab_from_9"] = altered["cleanlab_ap"] >= 0.9
    altered["ours_below"] = altered["ours_ap"] < altered["cleanlab_ap"]
    counted = ["ours_from_9", "cleanlab_from_9", "ours_below", "held", *PARTS]
    grouped = altered.groupby(by)
    counts = grouped[counted].sum().astype(int)
    counts.insert(0, "cases", grouped.size())
    counts["parts_planted"] = grouped["part_found"].count()
    medians = grouped[["ours_ap", "ours_auroc", "ours_precision"]].median().round(3)
    return counts.join(medians)


def report(table):
    """Print what was found, what not, and the false alarms."""
    for by in (["share"], ["dataset", "network", "split"], ["dataset", "source", "target"]):
        print(summary(table, by).reset_index().to_string(index=False))
    missed = table[table["ours_ap"] < 0.9]
    print(f"average precision below 0.9 in {len(missed)} cases")
    if len(missed):
        print(missed.round(3).to_string(index=False))
    untouched = table[table["altered"] == 0]
    print(
        f"unaltered sets: {len(untouched)}, nothing suspicious in {(untouched['low'] == 0).sum()}"
    )
    names = ["unaltered", "called_divided", "called_divided_by_outputs", "called_divided_anyhow"]
    print("unaltered classes, called divided:", table[names].sum().to_dict())


def main():
    """Do the cases that are not in the file yet, and print summaries."""
    parser = options_of(__doc__, "label_error_grid.tsv")
    parser.add_argument("--whole", action="store_true", help="all cases instead of three")
    options = parser.parse_args()
    make_deterministic(options.seed, options.threads)
    cases = list(grid())
    if not options.whole:
        quick = [each for each in cases if each[1] is NETWORKS["test", "mlp"]]
        cases = quick[:: len(PAIRS)][:QUICK]  # of one network
    options.output.parent.mkdir(parents=True, exist_ok=True)
    rows = []
    if options.output.exists():
        before = pd.read_csv(options.output, sep="\t", dtype=dict.fromkeys(KEY, str))
        rows = before.to_dict("records")
    for number, (case, network) in enumerate(cases, start=1):
        key = _key(case, network)
        if any(key.items() <= row.items() for row in rows):
            continue
        rows.append(run(options.mirror, case, network, options.seed))
        print(f"{number} of {len(cases)}: {rows[-1]}", flush=True)
        pd.DataFrame(rows).to_csv(options.output, sep="\t", index=False)
    report(pd.read_csv(options.output, sep="\t"))


if __name__ == "__main__":
    main()
