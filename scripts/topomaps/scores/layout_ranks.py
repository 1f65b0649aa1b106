"""All layout methods by all measures: means, ranks, and tests against the best."""

# Measures of layouts in the order in which they are shown; of the first ones less is better.
ERRORS = ("blur_mse", "resize_mse", "density_variation")
OTHERS = (
    "trustworthiness_5",
    "trustworthiness_10",
    "neighbor_preservation_5",
    "neighbor_preservation_10",
    "continuity_5",
    "continuity_10",
    "DPQ",
    "morans_i_5",
    "morans_i_10",
    "size_weighted_convexity",
    "roundness",
)
KEYS = ["layer", "condition", "measure", "arithmetic"]
COLUMNS = [*KEYS, "method", "mean", "sd", "n", "rank", "best", "p_holm", "least_p_holm"]


def rank_methods(summary, tests):
    """Rank the methods by each measure, the best first.

    Parameters
    ----------
    summary : pandas.DataFrame
        As of `topomaps.scores.comparison.summarise`.
    tests : pandas.DataFrame
        As of `topomaps.scores.comparison.compare_methods`.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`: `best` is the method of rank 1, and `p_holm` that of the test against it
        (NaN for itself), of trials of one network; `least_p_holm` is the smallest that could come
        out. Base methods that only hybrids start from are left out.
    """
    names = [*ERRORS, *OTHERS]
    rows = summary[summary["measure"].isin(names)].copy()
    rows["arithmetic"] = rows["arithmetic"].fillna("")
    scored = set(rows.loc[rows["measure"] == "blur_mse", "method"]) or set(rows["method"])
    rows = rows[rows["method"].isin(scored)]
    sign = rows["measure"].isin(ERRORS).map({True: 1, False: -1})
    order = (sign * rows["mean"]).groupby([rows[key] for key in KEYS])
    rows["rank"] = order.rank(method="min").astype(int)
    first = rows[rows["rank"] == 1].drop_duplicates(KEYS).set_index(KEYS)["method"]
    rows["best"] = [first[tuple(key)] for key in rows[KEYS].to_numpy()]
    for column in ("p_holm", "least_p_holm"):
        rows[column] = _against_best(rows, tests, column)
    place = {name: number for number, name in enumerate(names)}
    rows["place"] = rows["measure"].map(place)
    by = ["layer", "condition", "place", "arithmetic", "rank"]
    return rows.sort_values(by, kind="stable")[COLUMNS].reset_index(drop=True)


def _against_best(rows, tests, column):
    """What a column of the tests says of each row's method against the best one."""
    tests = tests.assign(arithmetic=tests["arithmetic"].fillna(""))
    found = {}
    for row in tests.itertuples():
        key = tuple(getattr(row, name) for name in KEYS)
        found[(*key, frozenset((row.first, row.second)))] = getattr(row, column)
    return [
        found.get((*key, frozenset((method, best))), float("nan"))
        for *key, method, best in rows[[*KEYS, "method", "best"]].to_numpy().tolist()
    ]


def mean_ranks(ranked):
    """Mean rank of each method over all measures, the best first (Series)."""
    return ranked.groupby("method")["rank"].mean().sort_values(kind="stable")
