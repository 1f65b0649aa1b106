import io

import numpy as np
import pytest
from drawn_images import write_zip
from PIL import Image
from topomaps.common.files import save_arrays
from topomaps.data.dataset import dataset_arrays, open_dataset
from topomaps.models.training import BATCH_SIZE, build_model, train
from topomaps.models.training_inputs import TrainingImages, accuracy_on_test, training_inputs

N = 80


def image(k):
    """A dark image for even k, a bright one for odd k; k can be read from its first pixel."""
    noise = np.random.default_rng(k).integers(0, 100, (8, 8, 3)) + 150 * (k % 2)
    noise[0, 0] = k
    stream = io.BytesIO()
    Image.fromarray(noise.astype(np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def opened(folder, damaged=(), **changes):
    """Dataset of 80 images in two classes, every fourth for testing."""
    members = {f"{k}.png": b"no image" if k in damaged else image(k) for k in range(N)}
    given = {
        "labels": np.arange(N) % 2, "class_names": ["dark", "bright"], "files": list(members),
        "archive": write_zip(folder / "images.zip", members), "image_size": [8, 8], "scale": 255,
    }  # fmt: skip
    split = np.where(np.arange(N) % 4 < 2, "train", "test")
    save_arrays(folder / "d.npz", **dataset_arrays(split, **given | changes))
    return open_dataset(folder / "d.npz")


def epoch_of(images):
    """Numbers of the images of an epoch, in its order, and whether their targets are right."""
    batches = [images[index] for index in range(len(images))]
    inputs = np.concatenate([inputs for inputs, _ in batches])
    targets = np.concatenate([targets for _, targets in batches])
    numbers = np.rint(inputs[:, 0, 0, 0] * 255).astype(int)
    np.testing.assert_array_equal(targets, np.eye(2)[numbers % 2])
    return numbers.tolist()


def test_every_epoch_has_all_images_in_another_order_from_the_seed(tmp_path):
    dataset = opened(tmp_path)
    images, labels = training_inputs(dataset, seed=1)
    assert labels is None
    assert images.shape == (40, 8, 8, 3)
    assert len(images) == -(-40 // BATCH_SIZE)
    assert images[0][0].dtype == np.float32
    first = epoch_of(images)
    images.on_epoch_end()
    second = epoch_of(images)
    assert sorted(first) == sorted(second) == dataset.rows("train").tolist()
    assert first != second
    assert first != sorted(first)
    assert epoch_of(training_inputs(dataset, seed=1)[0]) == first
    assert epoch_of(training_inputs(dataset, seed=2)[0]) != first


def trained(dataset, seed, epochs=3):
    import keras

    keras.utils.set_random_seed(seed)
    inputs, labels = training_inputs(dataset, seed)
    model = build_model("mlp", inputs.shape[1:], 2, width=64)
    history, kept = train(model, inputs, labels, epochs, checkpoints=[0, 6])
    return model, history, kept


def test_streamed_training_learns(tmp_path):
    dataset = opened(tmp_path, channels=1)
    model, history, _ = trained(dataset, 0, epochs=40)
    assert history["loss"][-1] < history["loss"][0] / 2
    assert accuracy_on_test(model, dataset) > 0.8


def test_streamed_training_is_a_function_of_the_seed(tmp_path):
    dataset = opened(tmp_path)
    model, history, kept = trained(dataset, 0)
    again, same, _ = trained(dataset, 0)
    assert kept["steps"].tolist() == [0, 6]
    assert same == history
    for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
        assert one.tobytes() == other.tobytes()
    assert trained(dataset, 1)[1] != history


def test_a_checkpoint_beyond_the_end_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"checkpoint 6 .*takes 4 steps \(2 epochs of 40 inputs"):
        trained(opened(tmp_path), 0, epochs=2)


def test_images_are_decoded_ahead_but_only_so_far(tmp_path):
    images = TrainingImages(opened(tmp_path), np.arange(N), seed=0)
    assert 1 < images.workers <= images.max_queue_size <= 8


def test_damaged_images_are_left_out_once_for_all_epochs(tmp_path, caplog):
    dataset = opened(tmp_path, damaged=[4, 6])
    images, _ = training_inputs(dataset, seed=0)
    assert images.shape[0] == 39
    assert 4 not in epoch_of(images)
    assert caplog.text.count("4.png is skipped") == 1
    model = build_model("mlp", images.shape[1:], 2, width=8)
    assert 0 <= accuracy_on_test(model, dataset) <= 1
    with pytest.raises(ValueError, match=r"4\.png is a text, which is not read"):
        training_inputs(dataset, 0, on_damaged="refuse")
    with pytest.raises(ValueError, match="none of the 40 training images"):
        training_inputs(opened(tmp_path, damaged=range(N)), 0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"labels": None}, "no labels to train a model on; .* by the key label"),
        ({"image_size": None}, "add the key image_size"),
    ],
)
def test_what_training_lacks_is_named(tmp_path, changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        training_inputs(opened(tmp_path, **changes), 0)


def test_a_dataset_for_testing_alone_cannot_train(tmp_path):
    save_arrays(tmp_path / "d.npz", **dataset_arrays(
        ["test"] * 4, labels=[0, 1, 0, 1], class_names=["a", "b"], scale=1,
        inputs=np.zeros((4, 5), np.float32), kind="numbers",
    ))  # fmt: skip
    with pytest.raises(ValueError, match="no training inputs; set test_share below 1"):
        training_inputs(open_dataset(tmp_path / "d.npz"), 0)


def numbers(folder, labels, split):
    arrays = dataset_arrays(
        split, labels=labels, class_names=["a", "b"], scale=2.0,
        inputs=np.arange(2 * len(labels), dtype=np.float32).reshape(-1, 2), kind="numbers",
    )  # fmt: skip
    save_arrays(folder / "n.npz", **arrays)
    return open_dataset(folder / "n.npz")


def test_arrays_are_given_whole_and_scaled(tmp_path):
    dataset = numbers(tmp_path, [0, 1, 1], ["train", "test", "train"])
    inputs, labels = training_inputs(dataset, 0)
    np.testing.assert_array_equal(inputs, [[0, 0.5], [2, 2.5]])
    assert inputs.dtype == np.float32
    assert labels.tolist() == [0, 1]


class Always:
    """A model that predicts the second class."""

    def predict(self, inputs, **_):
        return np.tile([0.0, 1.0], (len(inputs), 1))


def test_accuracy_counts_labelled_test_inputs_alone(tmp_path):
    dataset = numbers(tmp_path, [0, 1, 1, -1, 0], ["train", "test", "test", "test", "test"])
    assert accuracy_on_test(Always(), dataset) == pytest.approx(2 / 3)
    assert accuracy_on_test(Always(), numbers(tmp_path, [0, -1], ["train", "test"])) is None
