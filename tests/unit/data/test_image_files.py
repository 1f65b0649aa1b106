import pytest
from PIL import Image
from topomaps.data.image_files import decode_files


@pytest.fixture
def folder(tmp_path):
    """Two classes with a grey, a colour and a damaged image."""
    for name, mode, size in (("cat/a.png", "L", (6, 4)), ("owl/b.png", "RGB", (8, 8))):
        (tmp_path / name).parent.mkdir()
        Image.new(mode, size, 200 if mode == "L" else (255, 0, 0)).save(tmp_path / name)
    (tmp_path / "owl/c.png").write_bytes(b"no image")
    return tmp_path


@pytest.mark.parametrize("channels", [1, 3])
def test_images_get_one_size_and_damaged_ones_are_skipped(folder, channels, caplog):
    files = ["cat/a.png", "owl/b.png", "owl/c.png"]
    images, read = decode_files(folder, files, (4, 6), channels, "skip")
    assert images.shape == (2, 4, 6, channels)
    assert read.tolist() == [0, 1]
    assert (images[0] == 200).all()
    assert "c.png is skipped" in caplog.text
    with pytest.raises(ValueError, match=r"c\.png is no readable image.*damaged_images: skip"):
        decode_files(folder, files, (4, 6), channels, "refuse")
    with pytest.raises(ValueError, match="none of the 1 images"):
        decode_files(folder, files[2:], (4, 6), channels, "skip")
    with pytest.raises(ValueError, match="smaller image_size"):
        decode_files(folder, files, (100_000, 100_000), channels, "skip")
