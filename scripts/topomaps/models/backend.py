"""TensorFlow and Keras, imported without what they say at their start and what they do not need.

Modules write `from topomaps.models.backend import keras, tf` in place of two imports.
"""

import os

from topomaps.common.blocked_imports import blocked_imports
from topomaps.common.gc_paused import gc_paused
from topomaps.common.startup_log_filter import startup_lines_removed

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")  # warnings and errors

# Keras imports these for pictures of batches, wrappers and tables as inputs, none of which is used
# here: more than a third of the time that the import takes.
OPTIONAL = ("sklearn", "matplotlib", "cv2", "pandas")

with startup_lines_removed(), gc_paused(), blocked_imports(*OPTIONAL):
    import tensorflow as tf

    import keras  # isort: skip

__all__ = ["keras", "tf"]


def make_deterministic(seed, threads):
    """Make TensorFlow's results a function of `seed`.

    The number of threads changes the order of sums and with it the last bits, hence it is fixed
    here, whatever the number of cores. Call it before any other use of TensorFlow.
    """
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(seed)
