import pytest
from topomaps.models.layer_info import MIN_NEURONS
from topomaps.profiles.layer_width import check_width


def test_layers_of_too_few_neurons_are_refused():
    check_width(MIN_NEURONS)
    with pytest.raises(ValueError, match="3 neurons; a topographic map needs at least 4"):
        check_width(3)
    with pytest.raises(ValueError, match="the layer 'out' has 2 neurons"):
        check_width(2, "out")
