"""Write digits as images in a zip archive, a table of them, and a Keras model in an `.h5` file.

The model tells three shapes of digits apart, expects grey images from -1 to 1, and has a model
inside.
"""

import io
import os
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import pandas as pd
from PIL import Image
from sklearn.datasets import load_digits

SHAPES = np.array(
    ["loop", "straight", "open", "open", "straight", "open", "loop", "straight", "loop", "loop"]
)
NAMES = ["straight", "open", "loop"]  # the order of the model's outputs
SIDE, N_TRAINING, SHARE_OF_WRONG_LABELS = 24, 900, 0.5


def slant(image):
    """Whether a digit leans to the left or to the right, by its second moments."""
    y, x = np.indices(image.shape)
    weights = image / image.sum()
    return (
        "right"
        if (weights * (x - (weights * x).sum()) * (y - (weights * y).sum())).sum() < 0
        else "left"
    )


digits = load_digits()
shapes = SHAPES[digits.target]
pixels = [
    np.asarray(Image.fromarray((16 * each).clip(0, 255).astype(np.uint8)).resize((SIDE, SIDE)))
    for each in digits.images
]
inputs = np.stack(pixels)[..., None] / 127.5 - 1

keras.utils.set_random_seed(0)
features = keras.Sequential(
    [
        keras.Input((SIDE, SIDE, 1)),
        keras.layers.Conv2D(24, 5, strides=2, activation="relu", name="conv_1"),
        keras.layers.Conv2D(32, 3, strides=2, activation="relu", name="conv_2"),
    ],
    name="features",
)
model = keras.Sequential(
    [
        keras.Input((SIDE, SIDE, 1)),
        features,
        keras.layers.Flatten(name="flatten"),
        keras.layers.Dense(48, activation="relu", name="dense"),
        keras.layers.Dense(3, activation="softmax", name="shape"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
targets = np.array([NAMES.index(shape) for shape in shapes])
model.fit(inputs[:N_TRAINING], targets[:N_TRAINING], epochs=6, verbose=0)
model.save("shapes.h5")

rows = []
generator = np.random.default_rng(0)
with zipfile.ZipFile("digits.zip", "w") as archive:
    for index in range(N_TRAINING, len(pixels)):
        file = io.BytesIO()
        Image.fromarray(pixels[index]).save(file, "PNG")
        archive.writestr(f"{index}.png", file.getvalue())
        # An annotation error: half of what is straight bears the label `open`.
        is_wrong = shapes[index] == "straight" and generator.random() < SHARE_OF_WRONG_LABELS
        rows.append(
            {
                "file": f"{index}.png",
                "shape": "open" if is_wrong else shapes[index],
                "digit": digits.target[index],
                "ink": "heavy" if digits.images[index].mean() > 4.9 else "light",
                "slant": slant(digits.images[index]),
            }
        )
pd.DataFrame(rows).to_csv("digits.csv", index=False)
