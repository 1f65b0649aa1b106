"""What a network predicts, by the names of its own outputs."""

import logging

import numpy as np

logger = logging.getLogger(__name__)

THRESHOLD = 0.5  # of a single output, a probability


def predicted(outputs, class_names=None):
    """Predicted class of each input, and the names of the classes.

    Parameters
    ----------
    outputs : array (n, C), or None
        Of a network. With C of 1 and two names the output is the probability of the second.
    class_names : sequence of str, optional
        Of the network's outputs; "output 0", "output 1", … if there are none.

    Returns
    -------
    codes : ndarray of int64, shape (n,), or None
        None without outputs, or for a single output without names, which may be anything.
    names : ndarray of str, shape (C,) or (2,), or None

    Raises
    ------
    ValueError
        If there are not as many names as outputs.
    """
    if outputs is None:
        return None, None
    n_outputs = outputs.shape[1]
    if class_names is None:
        if n_outputs < 2:
            logger.info("the model has a single output and no `class_names`: no predictions")
            return None, None
        class_names = [f"output {number}" for number in range(n_outputs)]
    names = np.array(class_names, dtype=np.str_)
    if n_outputs == 1 and len(names) == 2:
        return (outputs[:, 0] > THRESHOLD).astype(np.int64), names
    if len(names) != n_outputs:
        raise ValueError(
            f"the model has {n_outputs} outputs, but class_names has {len(names)} names "
            f"({', '.join(names)}); give one name per output, or two for a single probability"
        )
    return outputs.argmax(axis=1).astype(np.int64), names
