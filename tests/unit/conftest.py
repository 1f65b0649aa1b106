from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="session")
def published_layouts():
    """Layouts of an MNIST MLP's 128 hidden neurons by the published code of HHAI."""
    with np.load(Path(__file__).parents[1] / "data" / "published_layouts.npz") as arrays:
        return dict(arrays)
