"""Weights of a model at the checkpoints of its training."""


def checkpoint_models(model, weights):
    """Set a model to each of the checkpoints of `train` in turn, and yield their steps."""
    n_arrays = len(model.get_weights())
    for index, step in enumerate(weights["steps"].tolist()):
        model.set_weights([weights[f"weights_{number}"][index] for number in range(n_arrays)])
        yield step
