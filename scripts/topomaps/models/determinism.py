"""TensorFlow's results as a function of a seed and a number of threads."""

from topomaps.models.backend import keras, tf


def make_deterministic(seed, threads):
    """Make TensorFlow's results a function of `seed`.

    The number of threads changes the order of sums and with it the last bits, hence it is fixed
    here, whatever the number of cores. Call it before any other use of TensorFlow.
    """
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(seed)
