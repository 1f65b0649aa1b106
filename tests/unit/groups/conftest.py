import numpy as np
import pandas as pd
import pytest
from topomaps.activations.inputs import InputTable


@pytest.fixture
def known():
    """Eight inputs of three classes with two attributes, some of it missing."""
    return InputTable(
        labels=np.array([0, 0, 1, 1, 1, 2, -1, 0]),
        predictions=np.array([0, 1, 1, 1, 0, 2, 0, -1]),
        class_names=("big_cat", "dog", "owl"),
        prediction_names=("big_cat", "dog", "owl"),
        attributes=pd.DataFrame(
            {
                "sex": ["F", "M", "F", "M", "F", "M", "F", np.nan],
                "age": ["10-19", "3-9", "3-9", "10-19", "3-9", "3-9", "10-19", "3-9"],
            }
        ),
    )


@pytest.fixture
def emotions(known):
    """The same inputs seen by a network whose classes are not those of the labels."""
    return known._replace(prediction_names=("angry", "happy", "sad"))
