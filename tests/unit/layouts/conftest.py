import numpy as np
import pytest


@pytest.fixture
def clusters():
    """Features of 60 neurons of four kinds."""
    rng = np.random.default_rng(0)
    centres = 5 * rng.standard_normal((4, 6))
    return centres[np.arange(60) % 4] + rng.standard_normal((60, 6))
