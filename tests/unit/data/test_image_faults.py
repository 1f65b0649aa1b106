"""Image files that are none, told before a network starts."""

import io

import numpy as np
import pytest
from drawn_images import write_zip
from PIL import Image
from topomaps.data.account import Account, check_left_out, read_account
from topomaps.data.dataset import dataset_arrays
from topomaps.data.image_faults import image_faults, without_faulty_images

PIXELS = np.random.default_rng(0).integers(0, 255, (40, 30, 3)).astype(np.uint8)


def encoded(kind):
    stream = io.BytesIO()
    Image.fromarray(PIXELS).save(stream, kind)
    return stream.getvalue()


def files():
    jpeg, png, webp = encoded("JPEG"), encoded("PNG"), encoded("WEBP")
    whole = {"a.jpg": jpeg, "b.png": png, "c.bmp": encoded("BMP"), "d.webp": webp}
    whole["with_more_behind.jpg"] = jpeg + bytes(1000)
    broken = {"empty.png": b"", "page.jpg": b"<html>404</html>", "half.jpg": jpeg[:700]}
    broken |= {"half.png": png[:-900], "half.webp": webp[: len(webp) // 2]}
    return whole, {**broken, "without_end.jpg": jpeg[:-2]}


def test_faults_are_found_and_nothing_else(tmp_path):
    whole, broken = files()
    archive = write_zip(tmp_path / "images.zip", whole | broken)
    assert image_faults(archive, [*whole, *broken, "missing.png"]).keys() == {
        *broken, "missing.png",
    }  # fmt: skip
    for name, data in (whole | broken).items():
        (tmp_path / name).write_bytes(data)
    assert list(image_faults(tmp_path, [*broken, *whole])) == list(broken)


def arrays_of(tmp_path):
    whole, broken = files()
    names = [*whole, *broken]
    archive = write_zip(tmp_path / "images.zip", whole | broken)
    split = ["train", "test"] * 5 + ["test"]
    return dataset_arrays(split, scale=255, files=names, archive=archive, labels=range(11))


def test_faulty_images_are_of_no_split_and_in_the_account(tmp_path):
    arrays = without_faulty_images(arrays_of(tmp_path), on_damaged="skip")
    assert arrays["split"].tolist() == ["train", "test"] * 2 + ["train"] + ["left out"] * 6
    assert arrays["labels"].tolist() == list(range(11))
    account = read_account(str(arrays["account"]))
    assert (account.n_inputs, account.n_left_out) == (11, 6)
    assert any("empty.png" in names for names in account.left_out.values())


def test_the_first_faulty_image_is_refused_where_that_is_asked_for(tmp_path):
    with pytest.raises(ValueError, match=r"images\.zip: empty\.png is empty; replace it"):
        without_faulty_images(arrays_of(tmp_path), on_damaged="refuse")


def test_more_than_the_allowed_share_is_refused_with_names_and_what_to_do():
    account = Account(1000, {"is empty": tuple(f"{n}.png" for n in range(10))})
    check_left_out(account, 0.01, "d")
    words = (
        r"11 of the 1,000 inputs of d .* 0\.011, .*datasets\.d\.max_left_out allows 0\.01: is "
        r"empty: 10 \(0\.png, 1\.png, 2\.png, 3\.png, 4\.png, …\); is a page: 1 \(x\.png\); repair"
    )
    with pytest.raises(ValueError, match=words):
        check_left_out(account.without({"x.png": "is a page"}), 0.01, "d")


def test_no_input_at_all_is_refused_whatever_is_allowed():
    with pytest.raises(ValueError, match="2 of the 2 inputs of d"):
        check_left_out(Account(2, {"is empty": ("a", "b")}), 1, "d")
