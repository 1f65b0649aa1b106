"""What all tests share."""

from importlib.util import find_spec

import pytest


@pytest.fixture(autouse=True, scope="session")
def tensorflow_threads():
    """Set the threads of TensorFlow once, before its first use: later it refuses to change them."""
    if find_spec("tensorflow"):  # not in the environments of other stages
        from topomaps.models.backend import make_deterministic

        make_deterministic(0, 2)
