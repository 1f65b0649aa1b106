import numpy as np
from topomaps.maps.ordering import column_order, similarity_order


def test_similar_groups_are_neighbours():
    angles = np.deg2rad([0, 180, 10, 190, 5])
    naps = np.column_stack([np.cos(angles), np.sin(angles)])
    order = similarity_order(naps).tolist()
    assert sorted(order) == [0, 1, 2, 3, 4]
    places = {group: place for place, group in enumerate(order)}
    assert abs(places[1] - places[3]) == 1
    assert max(abs(places[0] - places[2]), abs(places[0] - places[4])) <= 2
    assert places[4] == (places[0] + places[2]) / 2  # 5 degrees stands between 0 and 10


def test_empty_groups_come_last_and_break_nothing():
    naps = np.array([[1.0, 0], [np.nan, np.nan], [0, 1], [1, 0.1]])
    order = similarity_order(naps).tolist()
    assert order[-1] == 1
    assert order.index(0) + 1 == order.index(3) or order.index(3) + 1 == order.index(0)
    assert similarity_order(np.full((2, 3), np.nan)).tolist() == [0, 1]


def test_columns_follow_the_first_row():
    naps = np.array([[1.0, 0], [-1, 0.1], [1, 0.1], [5, 5], [5, 5], [5, 5]])
    order = column_order(naps, ["x", "y", "z"] * 2).tolist()
    assert sorted(order) == [0, 1, 2]
    assert order[1] != 1  # x and z are alike, so y stands at an end


def test_random_groups_stand_apart_in_an_order_of_their_own():
    naps = np.array([[1.0, 0], [1, 0.01], [-1, 0], [-1, 0.01], [1, 0.1], [1, 0.11]])
    kinds = ["given", "random", "given", "random", "given", "random"]
    order = similarity_order(naps, kinds).tolist()
    assert set(order[:3]) == {0, 2, 4}
    assert abs(order.index(0) - order.index(4)) == 1
    assert abs(order.index(1) - order.index(5)) == 1
