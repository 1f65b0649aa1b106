"""The explorer: all maps, tests and inputs of an experiment in one page for a browser."""
