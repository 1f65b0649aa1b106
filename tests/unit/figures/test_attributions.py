"""What the figure of attributions says of the checks."""

from topomaps.figures.attributions import deletion_words, sanity_words

CHECK = {
    "randomised": 19, "p_randomised": 0.05, "sanity": "passed", "halves": 0.917,
    "similarity": -0.0003, "chance_halves": 0.5, "chance_similarity": -0.214, "orders": 39,
    "p_orders": 0.05,
    "deletion": "failed", "deletion_area": 0.5, "random_area": 0.51,
}  # fmt: skip


def test_p_is_a_bound_at_the_least_and_cosines_have_true_minus_signs():
    words, is_wrong = sanity_words(CHECK)
    assert not is_wrong
    assert words == (
        "passed the check (p ≤ 0.05): likeness of the region's halves 0.92, with randomised "
        "weights 0.00; by chance 0.50, −0.21"
    )
    words, is_wrong = deletion_words(CHECK)
    assert is_wrong
    assert "(p = 0.05)" in words  # of 39 orders, a smaller one is possible
