"""Where published datasets and weights come from and how to tell that a file is whole.

Imports the standard library only, so that the rules can read it.
"""

# Relative, because the rules import this module as part of `scripts`.
from .keras_weights import FILES as WEIGHTS_FILES
from .source_records import Source, SourceFile

DIGIT_NAMES = tuple("0123456789")
FASHION_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

# Role and name of the files in MNIST's layout, in the order of the checksums below.
IDX_FILES = (
    ("train_inputs", "train-images-idx3-ubyte.gz"),
    ("train_labels", "train-labels-idx1-ubyte.gz"),
    ("test_inputs", "t10k-images-idx3-ubyte.gz"),
    ("test_labels", "t10k-labels-idx1-ubyte.gz"),
)
MNIST_CHECKSUMS = (
    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
)
FASHION_CHECKSUMS = (
    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
)

# FairFace with margin 0.25, validation split. The checksums are those of a known subset of 5,000
# images; the publisher gives none for the full files.
FAIRFACE_FILES = {
    "fairface-img-margin025-trainval.zip": SourceFile(
        "images",
        ("https://drive.google.com/uc?id=1Z1RqRo0_JiavaZw2yzZG6WETdZQ8qX86",),
        "ee8d8dcb42093ac3e647c4f5faecb92711339367b8e399361e15a90727a8ec51",
        other_editions=True,
    ),
    "fairface_label_val.csv": SourceFile(
        "labels",
        ("https://drive.google.com/uc?id=1wOdja-ezstMEp81tX1a-EYkFebev4h7D",),
        "8023db7fc26edf82a8777ad9221aaec0d249e940f0b8255a2607452748322c3f",
        other_editions=True,
    ),
}
FAIRFACE_ATTRIBUTES = {
    "race": (
        "Black",
        "East Asian",
        "Indian",
        "Latino_Hispanic",
        "Middle Eastern",
        "Southeast Asian",
        "White",
    ),
    "gender": ("Female", "Male"),
    "age": (
        "0-2",
        "3-9",
        "10-19",
        "20-29",
        "30-39",
        "40-49",
        "50-59",
        "60-69",
        "more than 70",
    ),
}


def _idx_source(name, class_names, prefixes, checksums):
    """Source in MNIST's layout: 28 x 28 px, the same four file names below each address."""
    files = {
        file_name: SourceFile(role, tuple(prefix + file_name for prefix in prefixes), checksum)
        for (role, file_name), checksum in zip(IDX_FILES, checksums, strict=True)
    }
    return Source(name, class_names, image_shape=(28, 28), scale=255.0, files=files)


PUBLISHED = (
    Source("digits", DIGIT_NAMES, image_shape=(8, 8), scale=16.0),
    _idx_source(
        "mnist",
        DIGIT_NAMES,
        (
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
        ),
        MNIST_CHECKSUMS,
    ),
    _idx_source(
        "fashion-mnist",
        FASHION_NAMES,
        (
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        ),
        FASHION_CHECKSUMS,
    ),
    Source(
        "fairface",
        (),
        image_shape=(224, 224),
        scale=255.0,
        files=FAIRFACE_FILES,
        attributes=FAIRFACE_ATTRIBUTES,
        n_published=10_954,
        prepared_by="people",
        keys=("accept_subset", "image_size", "channels"),
        in_files=True,
        people=True,
    ),
    Source(
        "keras-applications",
        files={
            name: SourceFile("weights", (address,), checksum)
            for name, (address, checksum) in WEIGHTS_FILES.items()
        },
    ),
)
