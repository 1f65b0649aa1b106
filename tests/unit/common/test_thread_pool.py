import threading

import pytest
from topomaps.common.thread_pool import nearly_equal_ranges, thread_pool


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_order(threads):
    with thread_pool(threads) as share:
        for n_items in (1, 2, 5):
            assert share(lambda item: item**2, range(n_items)) == [i**2 for i in range(n_items)]


def test_threads_work_at_the_same_time():
    meeting = threading.Barrier(3, timeout=10)  # breaks unless all three arrive
    with thread_pool(3) as share:
        assert len(share(lambda _: meeting.wait(), range(3))) == 3


@pytest.mark.parametrize("threads", [1, 2])
def test_errors_reach_the_caller(threads):
    with thread_pool(threads) as share, pytest.raises(ZeroDivisionError):
        share(lambda item: 1 / item, [1, 0])


def test_blocks_cover_all_items_once():
    assert nearly_equal_ranges(10, 3) == [(0, 3), (3, 6), (6, 10)]
    assert nearly_equal_ranges(2, 3) == [(0, 0), (0, 1), (1, 2)]
