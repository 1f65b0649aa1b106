import numpy as np
import pandas as pd
import pytest
from topomaps.statistics.suspicious_inputs import suspicious_inputs
from topomaps.statistics.verdicts_on_labels import unclear, verdict_on_labels


def suspects(n, flagged, *, found=0.9, beyond=None, clarity=0.95, near=0.1):
    """Inputs of which some are flagged, and half as many as sure as half of the planted errors."""
    table = pd.DataFrame({"score": np.r_[np.ones(flagged), np.zeros(n - flagged)]})
    beyond = flagged / 2 if beyond is None else beyond
    table.attrs["planted"] = {
        "inputs": n, "unit": 1.0, "clarity": clarity, "planted": 200, "effective": 200.0,
        "found": found, "score": found, "near_boundary": near,
        "above": [(found, flagged), (found / 2, beyond)], "certain": (0.5, beyond),
    }  # fmt: skip
    return table


def test_right_labels_are_unsuspicious_where_errors_would_have_been_noticed():
    said = verdict_on_labels(suspects(1000, 0))
    assert said.startswith("Nothing suspicious: wrong labels are 0 to 1 of 1,000 (95 % interval)")
    assert "had 10 % been wrong at random, this would be noticed with a probability of 0.9" in said
    assert "90% of the errors planted at random were found" in said
    assert said.endswith(
        "Errors near a boundary between classes cannot be seen, and are not counted: of those "
        "planted there, 10% were found."
    )


def test_odd_inputs_are_named():
    said = verdict_on_labels(suspects(1000, 9, beyond=1))
    assert said.startswith("Nothing suspicious")
    assert "9 scores above 0.5 may be of odd inputs" in said


@pytest.mark.parametrize(("n", "flagged", "found"), [(1000, 0, 0.03), (40, 0, 0.5), (100, 9, 0.9)])
def test_nothing_can_be_told_where_errors_are_missed_or_many_are_possible(n, flagged, found):
    said = verdict_on_labels(suspects(n, flagged, found=found, beyond=min(flagged, 1)))
    assert said.startswith("Cannot tell whether labels are wrong: 0 to ")


def test_wrong_labels_are_counted_or_called_uncertain():
    said = verdict_on_labels(suspects(1000, 200))
    assert said.startswith("Of 1,000 labels 222 expected wrong (95 % interval 1")
    assert "200 more probably wrong than right" in said
    vague = verdict_on_labels(suspects(1000, 200, found=0.3))
    assert vague.startswith("Of 1,000 labels some are wrong, but how many cannot be told")


def test_low_clarity_is_said_with_what_it_means():
    assert unclear(0.8) == ""
    assert unclear(0.7).endswith("scores are too low.")
    assert verdict_on_labels(suspects(100, 0, clarity=0.3)).endswith(
        "Most inputs belong to no class clearly (clarity 0.30, where 1 is certain and 0.75 are "
        "needed): scores only order the inputs."
    )


def test_errors_that_are_found_near_boundaries_are_not_called_invisible():
    assert "cannot be seen" not in verdict_on_labels(suspects(100, 0, near=1.0))


def test_noise_tells_nothing():
    generator = np.random.default_rng(0)
    table = suspicious_inputs(generator.normal(size=(60, 3)), np.arange(60) % 2)
    assert verdict_on_labels(table).startswith("Cannot tell whether labels are wrong: 0 to ")


def test_without_planted_errors_nothing_is_said():
    generator = np.random.default_rng(0)
    table = suspicious_inputs(generator.normal(size=(30, 3)), np.arange(30) % 2, plant=False)
    with pytest.raises(ValueError, match="plant=False"):
        verdict_on_labels(table)
