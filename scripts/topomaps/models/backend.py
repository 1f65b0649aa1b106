"""TensorFlow and Keras, imported without what they say at their start and what they do not need.

Modules write `from topomaps.models.backend import keras, tf` in place of two imports.
"""

import os

from topomaps.common.chatter import quiet
from topomaps.common.garbage import uncollected
from topomaps.common.hidden_packages import hidden

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")  # warnings and errors

# Keras imports these for pictures of batches, wrappers and tables as inputs, none of which is used
# here: more than a third of the time that the import takes.
OPTIONAL = ("sklearn", "matplotlib", "cv2", "pandas")

with quiet(), uncollected(), hidden(*OPTIONAL):
    import tensorflow as tf

    import keras  # isort: skip

__all__ = ["keras", "tf"]
