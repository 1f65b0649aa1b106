import numpy as np
import pytest
from scipy.stats import binom, permutation_test
from threadpoolctl import threadpool_limits
from topomaps.statistics.significance import group_separation


def noise(n_images=60, n_neurons=8, seed=0):
    return np.random.default_rng(seed).normal(size=(n_images, n_neurons))


def random_labels(rng, n_images=60, n_groups=3):
    return rng.permutation(np.arange(n_images) % n_groups)


def reference_statistic(*samples):
    """Squared NAPs beyond their noise, over the root of the sum of squares of the noise."""
    means = np.stack([sample.mean(axis=0) for sample in samples])
    noise = np.stack([sample.var(axis=0, ddof=1) / len(sample) for sample in samples])
    weights = (np.eye(len(samples)) - 1 / len(samples)) ** 2
    variance = np.concatenate(samples).var(axis=0, ddof=1)
    shares = weights @ noise / variance
    naps = means - means.mean(axis=0)
    return (naps**2 / variance - shares).sum() / np.sqrt((shares**2).sum())


def test_observed_values_are_those_of_the_definition():
    activations, labels = noise(), np.array(list("aabbbc") * 10)
    result = group_separation(activations, labels, seed=1, n_permutations=19)
    means = np.stack([activations[labels == g].mean(axis=0) for g in "abc"])
    naps = means - means.mean(axis=0)
    assert list(result.groups) == ["a", "b", "c"]
    assert list(result.counts) == [20, 30, 10]
    assert result.naps == pytest.approx(naps, abs=1e-9)
    samples = [activations[labels == g] for g in "abc"]
    assert result.statistic == pytest.approx(reference_statistic(*samples))


def test_agrees_with_scipy_where_all_partitions_can_be_listed():
    activations = noise(8, 3, seed=4)
    activations[:4] += 0.8
    exact = permutation_test(
        (np.arange(4), np.arange(4, 8)),
        lambda a, b: reference_statistic(activations[a], activations[b]),
        vectorized=False,
        alternative="greater",
    )
    ours = group_separation(activations, [0] * 4 + [1] * 4, seed=0, n_permutations=20_000)
    error = 4 * np.sqrt(exact.pvalue * (1 - exact.pvalue) / 20_000)
    assert ours.p == pytest.approx(exact.pvalue, abs=error)
    assert ours.null.mean() == pytest.approx(exact.null_distribution.mean(), abs=0.02)


def test_scores_are_standard_normal_where_nothing_differs():
    labels = np.repeat([0, 1, 2], [30, 12, 18])
    scores = [
        group_separation(noise(), shuffled, seed=0, n_permutations=1).scores
        for shuffled in shuffles(labels, None, n_shuffles=1000)
    ]
    assert np.mean(scores, axis=0) == pytest.approx(np.zeros((3, 8)), abs=0.15)
    assert np.sqrt(np.mean(np.square(scores), axis=(0, 2))) == pytest.approx(np.ones(3), abs=0.06)


def shuffles(labels, strata, n_shuffles):
    rng = np.random.default_rng(5)
    strata = np.zeros(len(labels)) if strata is None else strata
    for _ in range(n_shuffles):
        shuffled = labels.copy()
        for s in np.unique(strata):
            shuffled[strata == s] = rng.permutation(labels[strata == s])
        yield shuffled


def test_bytes_do_not_depend_on_chunks():
    activations, labels = noise(70, 33), np.arange(70) % 4
    strata = np.arange(70) % 3 > 0
    results = [
        group_separation(
            activations, labels, seed=3, strata=strata, n_permutations=101, chunk_bytes=size
        )
        for size in (1, 10**5, 2**26)
    ]
    for other in results[1:]:
        for field in ("naps", "scores", "null", "null_maximum"):
            assert getattr(other, field).tobytes() == getattr(results[0], field).tobytes()


def test_bytes_do_not_depend_on_threads():
    activations, labels = noise(2000, 64), np.arange(2000) % 5
    results = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            results.append(group_separation(activations, labels, seed=0, n_permutations=50))
    assert results[0].null.tobytes() == results[1].null.tobytes()
    assert results[0].null_maximum.tobytes() == results[1].null_maximum.tobytes()


def test_order_of_images_does_not_matter():
    activations, labels = noise(), np.arange(60) % 3
    order = np.random.default_rng(2).permutation(60)
    one = group_separation(activations, labels, seed=0, n_permutations=1)
    other = group_separation(activations[order], labels[order], seed=0, n_permutations=1)
    assert other.scores == pytest.approx(one.scores)
    assert other.statistic == pytest.approx(one.statistic)


def test_invariant_to_shifts_and_scores_to_scales_of_neurons():
    activations, labels = noise(), np.arange(60) % 3
    scales = np.array([1e-6, 1, 1e6, 3, 2, 1, 1, 1])
    one = group_separation(activations, labels, seed=0, n_permutations=99)
    other = group_separation(activations * scales + 5, labels, seed=0, n_permutations=99)
    assert other.scores == pytest.approx(one.scores, rel=1e-6)
    assert other.neuron_p == pytest.approx(one.neuron_p)


def test_renaming_groups_changes_no_p():
    """Equal partitions are ties, although their sums over groups are rounded differently."""
    activations = noise(6, 5)
    result = group_separation(activations, [0, 0, 1, 1, 2, 2], seed=0, n_permutations=2000)
    same = np.isclose(result.null, result.statistic, rtol=1e-9).mean()
    assert same == pytest.approx(1 / 15, abs=0.02)  # 15 partitions of six images into three pairs
    renamed = group_separation(activations, [2, 2, 0, 0, 1, 1], seed=0, n_permutations=2000)
    assert renamed.p == pytest.approx(result.p, abs=0.03)
    assert result.p >= same


def rejections(n_groupings, draw, alpha=0.05, **settings):
    """How many of the groupings the mean statistic and the maximum reject, with B = 199."""
    results = [
        group_separation(activations, labels, seed=i, n_permutations=199, **settings)
        for i, (activations, labels) in enumerate(draw(i) for i in range(n_groupings))
    ]
    return [
        sum(result.p <= alpha for result in results),
        sum(result.neuron_p.min() <= alpha for result in results),
    ]


def test_random_groups_are_rejected_at_the_nominal_rate():
    rng = np.random.default_rng(11)
    activations = np.maximum(noise(60, 8, seed=9), 0) ** 2  # skewed and sparse, as after a ReLU
    low, high = binom.interval(0.999, 1000, 0.05)
    for count in rejections(1000, lambda _: (activations, random_labels(rng) ** 2 % 3)):
        assert low <= count <= high


def nuisance(rng, n_images=60):
    """Labels that lean on a nuisance attribute, which alone moves the activations."""
    strata = np.arange(n_images) % 2
    labels = (rng.random(n_images) < 0.25 + 0.5 * strata).astype(int)
    return rng.normal(size=(n_images, 8)) + 2 * strata[:, None], labels, strata


def test_permuting_within_strata_removes_a_nuisance_effect():
    rng = np.random.default_rng(12)
    strata = np.arange(60) % 2
    plain = rejections(100, lambda _: nuisance(rng)[:2])
    within = rejections(1000, lambda _: nuisance(rng)[:2], strata=strata)
    low, high = binom.interval(0.999, 1000, 0.05)
    assert min(plain) > 80
    assert all(low <= count <= high for count in within)


def test_a_difference_beside_a_nuisance_effect_is_found():
    activations, labels, strata = nuisance(np.random.default_rng(13), n_images=200)
    activations[labels == 1, 0] += 1
    result = group_separation(activations, labels, seed=0, strata=strata, n_permutations=999)
    assert result.p == pytest.approx(0.001)
    assert list(np.flatnonzero((result.neuron_p < 0.05).any(axis=0))) == [0]


def test_planted_difference_is_found_and_located():
    labels = np.repeat(["a", "b", "c", "d"], 40)
    activations = noise(160, 30)
    activations[:, 3] *= 50  # a loud neuron that tells nothing must not hide the others
    activations[labels == "b", 7] += 1.5
    result = group_separation(activations, labels, seed=0, n_permutations=999)
    found = result.neuron_p <= 0.05
    assert list(np.flatnonzero(found.any(axis=0))) == [7]
    assert found[1, 7]
    assert result.scores[1, 7] > 5


@pytest.mark.parametrize("strata", [None, np.arange(59) % 7 > 2])
def test_neurons_without_variance_never_differ(strata):
    """Their mean need not be representable, and its rounding must not pass for a difference."""
    activations = noise(59, 50)
    activations[:] = np.random.default_rng(0).normal(size=50)
    activations[:, 0] = np.arange(59)
    result = group_separation(
        activations, np.arange(59) % 3, seed=0, strata=strata, n_permutations=99
    )
    assert (result.scores[:, 1:] == 0).all()
    assert (result.neuron_p[:, 1:] == 1).all()
    assert np.abs(result.naps[:, 1:]).max() < 1e-15


def of_equal_means(sizes, deviations):
    """Groups whose means are equal, with other variances."""

    def draw(seed):
        rng = np.random.default_rng([7, seed])
        samples = [d * rng.normal(size=(n, 32)) for n, d in zip(sizes, deviations, strict=True)]
        return np.concatenate(samples), np.repeat(np.arange(len(sizes)), sizes)

    return draw


@pytest.mark.parametrize(
    ("sizes", "deviations"), [((20, 200), (3, 1)), ((20, 200), (1, 3)), ((12, 30, 90), (2, 1, 1))]
)
def test_unequal_variances_of_equal_means_are_rejected_at_the_nominal_rate(sizes, deviations):
    low, high = binom.interval(0.999, 200, 0.05)
    for count in rejections(200, of_equal_means(sizes, deviations)):
        assert low <= count <= high + 4  # asymptotic, and groups are small


def of_persons(n_persons, n_each, share, n_neurons=8):
    """Inputs of persons who have one label each; a share of the variance is the persons' own."""

    def draw(seed):
        rng = np.random.default_rng([8, seed])
        person = np.repeat(np.arange(n_persons), n_each)
        own = rng.normal(size=(n_persons, n_neurons))[person]
        values = np.sqrt(share) * own + np.sqrt(1 - share) * rng.normal(size=own.shape)
        return values, rng.permutation(np.arange(n_persons) % 2)[person]

    return draw, np.repeat(np.arange(n_persons), n_each)


@pytest.mark.parametrize("n_each", [4, np.arange(40) % 7 + 1], ids=["equal", "unequal"])
def test_inputs_of_one_person_are_permuted_as_a_block(n_each):
    draw, person = of_persons(40, n_each, 0.4)
    plain = rejections(100, draw)
    low, high = binom.interval(0.999, 400, 0.05)
    blocks = rejections(400, draw, blocks=person)
    assert plain[0] > 20
    assert all(low <= count <= high for count in blocks)


def test_a_block_of_one_input_each_changes_nothing():
    activations, labels = noise(), np.arange(60) % 3
    plain = group_separation(activations, labels, seed=0, n_permutations=49)
    blocks = group_separation(activations, labels, seed=0, n_permutations=49, blocks=np.arange(60))
    assert blocks.null == pytest.approx(plain.null)
    assert blocks.scores == pytest.approx(plain.scores)
    assert blocks.n_units.tolist() == [20, 20, 20]


def test_labels_that_vary_within_blocks_are_permuted_there():
    draw, person = of_persons(30, 6, 0.7)
    labels = np.tile([0, 1], 90)
    low, high = binom.interval(0.999, 200, 0.05)
    counts = rejections(200, lambda seed: (draw(seed)[0], labels), blocks=person)
    assert all(low <= count <= high for count in counts)
    values = draw(0)[0] + 0.5 * labels[:, None]
    within = group_separation(values, labels, seed=0, blocks=person, n_permutations=199)
    assert within.p == pytest.approx(1 / 200)


def test_what_can_be_permuted_is_counted():
    labels, strata = np.array([0, 0, 0, 1, 0, 1, 1, 1]), np.array([0, 0, 0, 0, 1, 1, 2, 2])
    result = group_separation(noise(8, 3), labels, seed=0, strata=strata, n_permutations=999)
    assert result.n_permutable == 6
    assert result.least_p == pytest.approx(1 / (4 * 2))
    assert result.summary()["n_permutable"] == 6


BAD_INPUTS = {
    "one value": ({"labels": ["a"] * 6}, "'a'"),
    "group of one image": ({"labels": list("aaabbc")}, "one image: c"),
    "missing label": ({"labels": np.array([*"aabb", None, "b"], dtype=object)}, "image 4"),
    "too few labels": ({"labels": list("aabb")}, "6 images"),
    "NaN": ({"activations": np.where(np.eye(6), np.nan, 1.0)}, "image 0, neuron 0"),
    "feature maps": ({"activations": np.zeros((6, 2, 2, 3))}, "average feature maps"),
    "no images": ({"activations": np.zeros((0, 3)), "labels": []}, "shape"),
    "strata decide": ({"strata": list("xxxyyy")}, "Nothing can be permuted"),
    "missing stratum": ({"strata": [0, 1, 0, np.nan, 0, 1]}, "strata are missing"),
    "group of one block": ({"blocks": [0, 0, 0, 1, 1, 1]}, "one block: a, b"),
    "some blocks of one label": (
        {"labels": list("aabbab"), "blocks": [0, 0, 1, 1, 2, 2]},
        "several labels",
    ),
    "no permutations": ({"n_permutations": 0}, "1 or more"),
}


@pytest.mark.parametrize(("change", "message"), BAD_INPUTS.values(), ids=BAD_INPUTS)
def test_bad_input_is_refused_by_a_sentence(change, message):
    arguments = {"activations": np.eye(6), "labels": list("aaabbb"), "seed": 0} | change
    with pytest.raises(ValueError, match=message):
        group_separation(**arguments)
