import sys
from types import ModuleType

import pytest
from topomaps.common.blocked_imports import blocked_imports


def test_hides_a_package_only_within_the_block(monkeypatch):
    monkeypatch.delitem(sys.modules, "wave", raising=False)
    with blocked_imports("wave"), pytest.raises(ImportError):
        import wave
    import wave

    assert wave.open


def test_leaves_an_imported_package_alone(monkeypatch):
    loaded = ModuleType("tensorflow")
    monkeypatch.setitem(sys.modules, "tensorflow", loaded)
    with blocked_imports("tensorflow"):
        assert sys.modules["tensorflow"] is loaded
    assert sys.modules["tensorflow"] is loaded


def test_shows_packages_again_after_an_error():
    with pytest.raises(RuntimeError), blocked_imports("a_package_of_no_name"):
        raise RuntimeError
    assert "a_package_of_no_name" not in sys.modules
