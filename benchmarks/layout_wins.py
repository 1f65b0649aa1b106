"""Count where `sorted` wins, loses or is level with each rival, from a run of config/layouts.yaml.

Run it after `snakemake --cores 2 --configfile config/layouts.yaml`; another folder of results may
be named. For each set of NAPs and each measure, `sorted` is tested against the twelve rivals,
paired by the inputs of a trial (Wilcoxon), with Holm's correction over them: it wins or loses where
p < 0.05, and is level elsewhere. Faithfulness goes by the rival's own metric. Prints a table in
Markdown and writes all tests to results/benchmarks/layout_wins.tsv.
"""

import sys
from pathlib import Path

import pandas as pd
from scipy.stats import wilcoxon
from statsmodels.stats.multitest import multipletests
from topomaps.common.files import load_arrays
from topomaps.common.trials import one_per_trial
from topomaps.layouts.methods import METHODS, base_of
from topomaps.scores.comparison import trial_scores
from topomaps.scores.faithfulness import METRICS, faithfulness
from topomaps.scores.layout_ranks import ERRORS, OTHERS

TARGET = Path(__file__).parents[1] / "results" / "benchmarks" / "layout_wins.tsv"
LEVEL = 0.05
OURS = "sorted"
BASE_METHODS = {base_of(method) for method in METHODS} - {None}
SET = ["experiment", "layer"]


def scored(folder):
    """One value for each set of NAPs, measure, arithmetic, method and trial; None without a run."""
    files = sorted((folder / "scores").glob("layouts_*.tsv.gz"))
    if not files:
        return None
    table = pd.concat(trial_scores(pd.read_csv(file, sep="\t")) for file in files)
    table["arithmetic"] = table["arithmetic"].fillna("")
    return table[table["measure"].isin([*ERRORS, *OTHERS])]


def by_cosine(folder, experiment, layer):
    """Faithfulness of our layouts by cosine distances, as `scored` but for the set's names."""
    [naps] = (folder / "naps" / experiment / layer / "naps").glob("*.npz")
    [layouts] = (folder / "layouts" / experiment / layer / "naps" / OURS).glob("*.npz")
    layouts = load_arrays(layouts)
    features = one_per_trial(load_arrays(naps), "features", layouts["trials"])
    rows = []
    for trial, seen, positions in zip(
        layouts["trials"], features, layouts["positions"], strict=True
    ):
        for row in faithfulness(seen, positions, "cosine"):
            number = f"_{row['parameter']}" if row["measure"] != "DPQ" else ""
            rows.append({"measure": row["measure"] + number, "trial": trial, "value": row["value"]})
    return pd.DataFrame(rows).assign(arithmetic="")


def compared(values, cosine):
    """Tests of our method against each rival, of one set of NAPs."""
    by_measure = ["measure", "arithmetic"]
    own = values[values["method"] == OURS].set_index([*by_measure, "trial"])["value"]
    own_cosine = cosine.set_index([*by_measure, "trial"])["value"]
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


def counted(tests):
    """Won / level / lost, a row for each rival and a column for each measure, in Markdown."""
    result = pd.Series("level", tests.index)
    result[(tests["p_holm"] < LEVEL) & (tests["gain"] > 0)] = "won"
    result[(tests["p_holm"] < LEVEL) & (tests["gain"] < 0)] = "lost"
    tests = tests.assign(result=result, column=tests["measure"] + " " + tests["arithmetic"])
    rivals = [method for method in METHODS if method != OURS]
    evened = [rival for rival in rivals if rival not in BASE_METHODS]
    measures = dict.fromkeys((*ERRORS, *OTHERS))
    columns = [
        c for m in measures for c in sorted(set(tests["column"])) if c.split(" ")[0] == m
    ]  # fmt: skip
    lines = [["rival", *columns], ["---"] * (1 + len(columns))]
    for name, chosen in [
        *((rival, [rival]) for rival in rivals),
        ("random, PSO and hybrids", evened),
        ("base methods", sorted(BASE_METHODS)),
    ]:
        part = tests[tests["rival"].isin(chosen)]
        counts = part.groupby("column")["result"].value_counts().unstack(fill_value=0)
        counts = counts.reindex(columns=["won", "level", "lost"], fill_value=0)
        lines.append([name, *("/".join(map(str, counts.loc[column])) for column in columns)])
    return "\n".join("| " + " | ".join(line).rstrip() + " |" for line in lines)


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
    tests = pd.concat(tables, ignore_index=True)
    print(f"{tests.groupby(SET).ngroups} sets of NAPs; won / level / lost:\n\n{counted(tests)}")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    tests.to_csv(TARGET, sep="\t", index=False, float_format="%.5g")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET.parents[1])
