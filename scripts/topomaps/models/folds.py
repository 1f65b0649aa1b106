"""Cross-validation: which training inputs each network is not trained on, for it to judge them."""

from topomaps.common.seeds import generator_for
from topomaps.data.splits import fold_numbers
from topomaps.models.training_inputs import training_rows


def held_out(dataset, n_folds, seed, model):
    """Rows of the training inputs of each fold.

    Parameters
    ----------
    dataset : topomaps.data.dataset.Dataset
    n_folds : int
    seed : int
    model : str
        Seed of the configuration, and name of the model: they decide on the folds.

    Returns
    -------
    list of ndarray of int
        Together, all training inputs once.

    Raises
    ------
    ValueError
        If the dataset cannot train a model, or has fewer training inputs than folds.
    """
    rows = training_rows(dataset)
    folds = fold_numbers(dataset.labels[rows], n_folds, generator_for(seed, "folds", model))
    return [rows[folds == fold] for fold in range(n_folds)]
