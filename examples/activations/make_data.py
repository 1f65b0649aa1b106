"""Write own.npz: activations of a scikit-learn network on handwritten digits, in seconds.

Any framework does: all that counts are the names of the arrays in the file.
"""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

digits = load_digits()
inputs = digits.data / 16
network = MLPClassifier((128, 64), tol=1e-2, random_state=0).fit(
    inputs[:1000], digits.target[:1000]
)

shown = slice(1000, None)  # inputs that the network was not trained on
hidden = [inputs[shown]]
for weights, bias in zip(network.coefs_[:-1], network.intercepts_[:-1], strict=True):
    hidden.append(np.maximum(0, hidden[-1] @ weights + bias))
ink = inputs[shown].mean(axis=1)

arrays = {
    "activations/first": hidden[1].astype(np.float32),  # (inputs, neurons)
    "activations/second": hidden[2].astype(np.float32),
    "labels": digits.target[shown],
    "predictions": network.predict(inputs[shown]),
    "attributes/ink": np.where(ink > np.median(ink), "heavy", "light"),
    "inputs": digits.images[shown].astype(np.uint8),  # pictures of examples, may be left out
}
np.savez("own.npz", **arrays)  # not savez_compressed: large files are mapped, not loaded
