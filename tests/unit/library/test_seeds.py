import numpy as np
import pytest
from topomaps.library.seeds import one_seed


def test_both_names_are_of_one_seed():
    assert one_seed() == 0
    assert one_seed(7) == one_seed(random_state=7) == one_seed(7, 7) == 7
    assert one_seed(np.int64(3)) == 3
    assert one_seed(0, 5) == 5  # the default of the other name
    with pytest.raises(ValueError, match="seed is 1 and random_state is 2: these are two names"):
        one_seed(1, 2)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, "0", True, None])
def test_other_seeds_are_refused(seed):
    with pytest.raises(ValueError, match=r"The seed must be a whole number from 0 to 2\*\*32 - 1"):
        one_seed(seed)


def test_streams_give_a_number_where_one_is_needed():
    for make in (np.random.default_rng, np.random.SeedSequence, np.random.RandomState):
        assert one_seed(random_state=make(4)) == one_seed(make(4))
        assert isinstance(one_seed(make(4)), int)
    stream = np.random.default_rng(1)
    assert one_seed(stream, streams=True) is stream
