"""What all tests share."""

import pytest
from topomaps.models.training import make_deterministic


@pytest.fixture(autouse=True, scope="session")
def tensorflow_threads():
    """Set the threads of TensorFlow once, before its first use: later it refuses to change them."""
    make_deterministic(0, 2)
