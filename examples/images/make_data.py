"""Write images in class folders, a table of them, and a Keras model trained on half of them."""

import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import pandas as pd
from PIL import Image
from sklearn.datasets import load_digits

digits = load_digits()
pixels = (digits.images * 255 / 16).astype(np.uint8)
keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((8, 8, 1), name="input"),
        keras.layers.Rescaling(1 / 255, name="scaling"),
        keras.layers.Conv2D(24, 3, activation="relu", name="conv"),
        keras.layers.Flatten(name="flatten"),
        keras.layers.Dense(48, activation="relu", name="dense"),
        keras.layers.Dense(10, activation="softmax", name="output"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(pixels[:900, ..., None], digits.target[:900], epochs=5, verbose=0)
model.save("my.keras")

rows = []
for index in range(900, len(pixels)):
    file = Path("images") / str(digits.target[index]) / f"{index}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels[index]).save(file)
    ink = "heavy" if pixels[index].mean() > 78 else "light"
    rows.append({"file": file.as_posix(), "label": digits.target[index], "ink": ink})
pd.DataFrame(rows).to_csv("images.csv", index=False)
