from topomaps.common.seeds import generator_for, seed_for


def test_seeds_are_stable_across_processes_and_machines():
    assert seed_for(0, "mlp_quality", "naps", 7) == 3416583403
    assert generator_for(0, "a").random() == generator_for(0, "a").random()


def test_seeds_differ_by_every_name():
    names = [(0, "a", "b", 1), (1, "a", "b", 1), (0, "ab", "", 1), (0, "a", "b1"), (0, "a", "b", 2)]
    assert len({seed_for(*each) for each in names}) == len(names)
    assert min(seed_for(*each) for each in names) >= 0
    assert max(seed_for(*each) for each in names) < 2**32
