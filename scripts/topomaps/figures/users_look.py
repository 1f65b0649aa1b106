"""Importing this loads the look of the workflow's figures, and leaves that of the user as it was.

The workflow's figures set matplotlib's look, and how it draws, when they are first imported.
"""

import matplotlib
import matplotlib.pyplot as plt

__all__ = ["LOOK"]

_backend = matplotlib.rcParams.copy()["backend"]  # of a copy: reading the original chooses one
with plt.rc_context():
    from topomaps.figures.style import LOOK
if isinstance(_backend, str):  # else matplotlib had not chosen yet
    matplotlib.use(_backend)
