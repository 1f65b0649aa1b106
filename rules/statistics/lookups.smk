"""What the rules of tests read, and what they are told."""


def tests_of_layers(experiment, file):
    """Files of the tests of all layers of an experiment."""
    return [f"results/tests/{experiment}/{layer}/{file}" for layer in PARTS[experiment]["layers"]]
