"""All figures are drawn in the project's look, also after other tests have drawn in the user's."""

import matplotlib.pyplot as plt
import pytest
from topomaps.figures.style import LOOK


@pytest.fixture(autouse=True)
def look():
    with plt.rc_context(LOOK):
        yield
