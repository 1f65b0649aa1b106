"""The right result of each case that once went wrong; a test's name is that of its case.

Cases of statistics are judged by `benchmarks/calibration.py` and the tests of the statistics.
"""

# ---- images and folders ----


# ---- tables and names ----


# ---- models in Keras files, SavedModels, files of other kinds ----


# ---- models in ONNX files, preprocessing ----


# ---- activations from elsewhere ----


# ---- what is said of inputs: losses, people ----


# ---- stale, damaged, hostile ----


# ---- numbers beside chance ----
