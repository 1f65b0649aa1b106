from rules.configuration.command_line import with_numbers


def test_texts_of_the_command_line_are_the_numbers_that_they_mean():
    config = {
        "maps": {"color_limit": "99", "resolution": 100},
        "mirror": "1",
        "trials": 3,
        "models": {"a": {"path": "1", "divisor": "2.5"}},
        "scores": {"blur_radii": ["2", "4"]},
    }
    given = {
        "maps": {"color_limit": "99"},
        "mirror": "1",
        "models": {"a": {"divisor": "2.5"}},
        "scores": {"blur_radii": ["2", "4"]},
    }
    read = with_numbers(config, given)
    assert read["maps"] == {"color_limit": 99, "resolution": 100}
    assert read["models"] == {"a": {"path": "1", "divisor": 2.5}}
    assert read["scores"] == {"blur_radii": [2, 4]}
    assert (read["mirror"], read["trials"]) == ("1", 3)
    assert config["maps"]["color_limit"] == "99"


def test_truth_values_are_read_and_words_stay():
    given = {"explorer": {"pictures": "true", "name": "99 faces", "odd": "a: b: c"}}
    read = with_numbers(given, given)
    assert read["explorer"] == {"pictures": True, "name": "99 faces", "odd": "a: b: c"}
