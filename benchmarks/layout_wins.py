"""Count where `sorted` wins, loses or is level with each rival, from a run of config/layouts.yaml.

Run it after `snakemake --cores 2 --configfile config/layouts.yaml`; another folder of results may
be named. For each set of NAPs and each measure, `sorted` is tested against the twelve rivals,
paired by the inputs of a trial (Wilcoxon), with Holm's correction over them: it wins or loses where
p < 0.05, and is level elsewhere. Faithfulness goes by the rival's own metric. Trials are of one
network: these tests say what holds in it. Whether `sorted` is better on networks in general is a
question to networks: their mean gains (over layers) are counted, and tested by their signs. Prints
the means of each set, both counts in Markdown, and writes all tests to
results/benchmarks/layout_wins.tsv and layout_wins_networks.tsv.
"""

import sys
from pathlib import Path

import pandas as pd
from scipy.stats import binomtest, wilcoxon
from statsmodels.stats.multitest import multipletests
from topomaps.common.files import load_arrays
from topomaps.common.trials import one_per_trial
from topomaps.layouts.methods import METHODS, base_of
from topomaps.scores.comparison import trial_scores
from topomaps.scores.faithfulness import METRICS, faithfulness_of_trials
from topomaps.scores.layout_ranks import ERRORS, OTHERS

TARGET = Path(__file__).parents[1] / "results" / "benchmarks" / "layout_wins.tsv"
LEVEL = 0.05
OURS = "sorted"
BY_COSINE = "PSO"  # a method whose neighbours by features go by cosine distances
BASE_METHODS = {base_of(method) for method in METHODS} - {None}
RIVALS = [method for method in METHODS if method != OURS]
MEASURES = [*ERRORS, *OTHERS]
SET = ["experiment", "layer"]


def scored(folder):
    """One value for each set of NAPs, measure, arithmetic, method and trial; None without a run."""
    files = sorted((folder / "scores").glob("layouts_*.tsv.gz"))
    if not files:
        return None
    table = pd.concat(trial_scores(pd.read_csv(file, sep="\t")) for file in files)
    table["arithmetic"] = table["arithmetic"].fillna("")
    return table[table["measure"].isin(MEASURES)]


def by_cosine(folder, experiment, layer):
    """Faithfulness of our layouts by cosine distances, as `scored` but for the set's names."""
    [naps] = (folder / "naps" / experiment / layer / "naps").glob("*.npz")
    [layouts] = (folder / "layouts" / experiment / layer / "naps" / OURS).glob("*.npz")
    layouts = load_arrays(layouts)
    features = one_per_trial(load_arrays(naps), "features", layouts["trials"])
    rows = pd.DataFrame(faithfulness_of_trials(BY_COSINE, features, layouts["positions"]))
    return rows.assign(trial=layouts["trials"][rows["trial"]], arithmetic="")


def compared(values, cosine):
    """Tests of our method against each rival, of one set of NAPs."""
    by_measure = ["measure", "arithmetic"]
    own, own_cosine = (
        each.set_index([*by_measure, "trial"])["value"].sort_index()
        for each in (values[values["method"] == OURS], cosine)
    )
    tests = []
    for (measure, arithmetic), rows in values.groupby(by_measure):
        family = []
        for rival, theirs in rows[rows["method"] != OURS].groupby("method"):
            theirs = theirs.set_index("trial")["value"]
            chosen = own
            if METRICS[rival] == "cosine" and (measure, arithmetic) in own_cosine.index:
                chosen = own_cosine
            ours = chosen[measure, arithmetic].loc[theirs.index]
            better = (theirs - ours) * (1 if measure in ERRORS else -1)
            p = wilcoxon(better).pvalue if better.any() else 1.0
            means = {"ours": ours.mean(), "theirs": theirs.mean(), "gain": better.mean()}
            family.append({"rival": rival, "n": len(theirs), **means, "p": p})
        family = pd.DataFrame(family).assign(measure=measure, arithmetic=arithmetic)
        family["p_holm"] = multipletests(family["p"], method="holm")[1]
        tests.append(family)
    return pd.concat(tests)


def columns_of(table):
    """Measures with their arithmetic, in the order of the workflow's own figure."""
    found = set(zip(table["measure"], table["arithmetic"], strict=True))
    return sorted(found, key=lambda each: (MEASURES.index(each[0]), each[1]))


def in_markdown(columns, rows):
    """A table in Markdown; `rows` are lists of words, the first one the row's name."""
    lines = [
        ["", *(" ".join(each).strip() for each in columns)],
        ["---"] * (1 + len(columns)),
        *rows,
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def counted(tests):
    """Won / level / lost, a row for each rival and a column for each measure, in Markdown."""
    result = pd.Series("level", tests.index)
    result[(tests["p_holm"] < LEVEL) & (tests["gain"] > 0)] = "won"
    result[(tests["p_holm"] < LEVEL) & (tests["gain"] < 0)] = "lost"
    tests, columns = tests.assign(result=result), columns_of(tests)
    evened = [rival for rival in RIVALS if rival not in BASE_METHODS]
    together = [("random, PSO and hybrids", evened), ("base methods", sorted(BASE_METHODS))]
    rows = []
    for name, chosen in [*((f"`{rival}`", [rival]) for rival in RIVALS), *together]:
        part = tests[tests["rival"].isin(chosen)]
        counts = part.groupby(["measure", "arithmetic"])["result"].value_counts().unstack()
        counts = counts.reindex(columns=["won", "level", "lost"]).fillna(0).astype(int)
        rows.append([name, *("/".join(map(str, counts.loc[column])) for column in columns)])
    return in_markdown(columns, rows)


def over_networks(tests):
    """In how many networks `sorted` beats each rival in the mean over layers, with a sign test.

    Parameters
    ----------
    tests : pandas.DataFrame
        As of `compared`, with the column experiment, one for each network.

    Returns
    -------
    pandas.DataFrame
        Columns rival, measure, arithmetic, networks (those of a difference), won, p.
    """
    by = ["rival", "measure", "arithmetic"]
    gains = tests.groupby([*by, "experiment"])["gain"].mean()
    counts = gains.groupby(by).agg(networks=lambda g: (g != 0).sum(), won=lambda g: (g > 0).sum())
    p = [binomtest(won, n).pvalue if n else 1.0 for n, won in counts.to_numpy().tolist()]
    return counts.assign(p=p).reset_index()


def networks_in_markdown(found):
    """Networks won of all, a row for each rival and a column for each measure, in Markdown."""
    columns = columns_of(found)
    cells = found.set_index(["rival", "measure", "arithmetic"])
    rows = []
    for rival in (each for each in RIVALS if each in set(found["rival"])):
        row = [cells.loc[(rival, *column)] for column in columns]
        rows.append([f"`{rival}`", *(f"{each.won:.0f}/{each.networks:.0f}" for each in row)])
    return in_markdown(columns, rows)


def means(values):
    """Means over trials of one set of NAPs in Markdown, the best of each column in bold."""
    columns = columns_of(values)
    table = values.groupby(["method", "measure", "arithmetic"])["value"].mean().unstack([1, 2])
    best = {c: table[c].min() if c[0] in ERRORS else table[c].max() for c in columns}
    rows = []
    for method in (OURS, *RIVALS):
        cells = []
        for column in columns:
            value = table.loc[method, column]
            word = (
                f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value > 2 else f"{value:.3f}"
            )
            cells.append(f"**{word}**" if value == best[column] else word)
        rows.append([f"`{method}`", *cells])
    return in_markdown(columns, rows)


def main(folder):
    """Test, print and save."""
    values = scored(folder)
    if values is None:
        print(f"layout_wins: no scores in {folder / 'scores'}; run config/layouts.yaml first")
        return
    tables = []
    for (experiment, layer), of_set in values.groupby(SET):
        found = compared(of_set, by_cosine(folder, experiment, layer))
        tables.append(found.assign(experiment=experiment, layer=layer))
        print(f"\n### {experiment}, {layer}\n\n{means(of_set)}")
    tests = pd.concat(tables, ignore_index=True)
    print(f"\n{tests.groupby(SET).ngroups} sets of NAPs; won / level / lost:\n\n{counted(tests)}")
    networks = over_networks(tests)
    n = int(networks["networks"].max())
    print(
        f"\nNetworks won in the mean, of {n}; by their signs the least p is "
        f"{binomtest(n, n).pvalue:.3g}:\n\n{networks_in_markdown(networks)}"
    )
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    of_networks = TARGET.with_name("layout_wins_networks.tsv")
    for table, path in ((tests, TARGET), (networks, of_networks)):
        table.to_csv(path, sep="\t", index=False, float_format="%.5g")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET.parents[1])
