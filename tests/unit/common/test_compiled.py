from numba.core import caching
from topomaps.common.compiled import compiled


def double(x):
    return 2 * x


def test_compiles_where_no_folder_can_be_written(monkeypatch):
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    assert compiled(double)(3.5) == 7
