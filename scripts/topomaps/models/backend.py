"""TensorFlow and Keras, imported without what they say at their start.

Modules write `from topomaps.models.backend import keras, tf` in place of two imports.
"""

import os

from topomaps.common.chatter import quiet

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")  # warnings and errors

with quiet():
    import tensorflow as tf

    import keras  # isort: skip

__all__ = ["keras", "tf"]
