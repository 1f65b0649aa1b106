import gc

import pytest
from topomaps.common.gc_paused import gc_frozen, gc_paused


def test_collection_pauses_for_the_block_alone():
    with gc_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_collection_goes_on_after_an_error():
    with pytest.raises(ImportError), gc_paused():
        raise ImportError("no such package")
    assert gc.isenabled()


def test_collection_stays_off_where_it_was():
    gc.disable()
    try:
        with gc_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_a_job_leaves_is_not_looked_through():
    before = gc.get_freeze_count()
    try:
        with gc_frozen():
            kept = [[] for _ in range(1000)]
        assert gc.get_freeze_count() >= before + len(kept)
    finally:
        gc.unfreeze()
