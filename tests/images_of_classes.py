"""Small grey images of three classes that a network can tell apart, for tests."""

import io

import numpy as np
from PIL import Image

CLASSES = ("cat", "dog", "owl")


def class_files(n_images, size=(8, 8), seed=0):
    """Image files name -> bytes: classes in turn, each bright in a part of its own."""
    generator, members = np.random.default_rng(seed), {}
    width = size[1]
    for number in range(n_images):
        name = CLASSES[number % len(CLASSES)]
        pixels = generator.integers(0, 120, size)
        place = number % len(CLASSES) * width // len(CLASSES)
        pixels[:, place : place + width // len(CLASSES)] += 130
        stream = io.BytesIO()
        Image.fromarray(pixels.astype(np.uint8)).save(stream, "PNG")
        members[f"{name}/{number}.png"] = stream.getvalue()
    return members


def damaged_inside(png):
    """A PNG file whose start and end are whole, so that only decoding tells that it is damaged."""
    return png[:45] + bytes(len(png) - 60) + png[-15:]
