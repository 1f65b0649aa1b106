import numpy as np
from topomaps.models.neuron_axes import last_order, said_axis, shape_with_last


def test_the_dimension_of_the_neurons_is_put_last():
    x = np.zeros((2, 3, 4, 5))
    for axis in (-1, -2, -3):
        order = last_order(axis, 4)
        moved = x if order is None else x.transpose(order)
        assert moved.shape[1:] == shape_with_last(x.shape[1:], axis)
        assert moved.shape[-1] == x.shape[axis]
    assert shape_with_last((3, 4), None) == (3, 4)
    assert shape_with_last(None, -2) is None


def test_the_setting_says_it_where_nothing_else_does():
    assert [said_axis(each, 3) for each in ("first", "last", None)] == [-3, -1, None]
