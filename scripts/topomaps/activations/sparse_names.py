"""Names of sparse arrays: several arrays of a file that together are one, row after row.

A compressed sparse row array (n, N) is the values that are not zero, `data`, the column of each,
`indices`, and where each row begins among them, `indptr`, as SciPy calls them; torch says `values`,
`col_indices` and `crow_indices`. Imports the standard library only, for the rules.
"""

FORMS = (("data", "indices", "indptr"), ("values", "col_indices", "crow_indices"))
SHAPE, FORMAT = "shape", "format"  # beside them; without a shape, the last columns may be missing
ENDS = "/."  # between the name of the whole and the names of its arrays
ONLY = "activations"  # name of the one array of a file whose arrays have no further name


def sparse_arrays(names):
    """Which names of arrays belong to sparse ones.

    Parameters
    ----------
    names : iterable of str

    Returns
    -------
    dict of str -> dict of str -> str
        Name of the sparse array -> its `data`, `indices`, `indptr`, and where they are there its
        `shape` and `format` -> names of the arrays.
    """
    names, found = set(names), {}
    for form in FORMS:
        for start in [each.removesuffix(form[0]) for each in names if each.endswith(form[0])]:
            is_whole = all(start + each in names for each in form)
            if is_whole and (not start or start[-1] in ENDS):
                of_name = dict(zip(FORMS[0], (start + each for each in form), strict=True))
                beside = {each: start + each for each in (SHAPE, FORMAT) if start + each in names}
                found[start[:-1] or ONLY] = {**of_name, **beside}
    return found


def with_sparse(names):
    """Names of arrays, those that belong to a sparse one replaced by its name."""
    found = sparse_arrays(names)
    parts = {part for each in found.values() for part in each.values()}
    return list(dict.fromkeys([*(each for each in names if each not in parts), *found]))
