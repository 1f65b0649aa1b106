"""Make a mirror of a few faces: `some_faces.py MIRROR FOLDER N` takes N of FairFace's, evenly."""

import sys
from pathlib import Path
from zipfile import ZipFile

import pandas as pd

IMAGES, LABELS = "fairface/fairface-img-margin025-trainval.zip", "fairface/fairface_label_val.csv"


def some_faces(mirror, folder, n_faces):
    """Write the archive and the labels of every so many-th face of the mirror."""
    labels = pd.read_csv(mirror / LABELS, keep_default_na=False)
    chosen = labels.iloc[:: len(labels) // n_faces][:n_faces]
    (folder / "fairface").mkdir(parents=True)
    chosen.to_csv(folder / LABELS, index=False)
    with ZipFile(mirror / IMAGES) as faces, ZipFile(folder / IMAGES, "w") as few:
        for name in chosen["file"]:
            few.writestr(name, faces.read(name))


if __name__ == "__main__":
    some_faces(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
