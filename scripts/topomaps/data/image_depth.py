"""Images of more than 8 bits per value, brought to 8 bits by what is white in them."""

import io
import re
import sys

import numpy as np
from PIL import Image

from topomaps.data.image_archives import UnreadableFile

FULL = 65_535
DOUBTFUL = FULL // 4  # where no value is above it, 12 or 14 of the 16 bits may be meant
COLOURS = 3
PNG = b"\x89PNG"
FORMAT_NAMES = ("PNG", "TIFF")  # in which colours have 16 bits here
PLANES = tuple("RGBA")
DEEP = re.compile(r"(?:RGB|RGBA|RGBX|LA|[RGBA]);16[BLN]$")
OTHER_ORDER = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}
WHITE_IS_ZERO, BITS, PHOTOMETRIC, LARGEST, LARGEST_OF_TYPE = 0, 258, 262, 281, 341  # of TIFF
UNSAID = (
    "has values of 32 bits, with signs or with fractions, and does not say which of them is white; "
    "say it by the dataset's key white, for example white: 1.0"
)
DOUBT = (
    "has 16 bits per value but none above a quarter of what they hold, so that fewer bits may be "
    "meant; say by the dataset's key white which value is white: 4095 for 12 bits, 65535 for 16"
)


def is_deep(image):
    """Whether an image that is opened and not loaded yet has more than 8 bits per value."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return True
    return bool(_ppm_maximum(image)) or any(DEEP.match(_raw_mode(tile)) for tile in image.tile)


def tiles_of_planes(image, data):
    """Parts of an opened TIFF as they lie in the file.

    Pillow takes colours of 16 bits that are kept apart and not compressed for those of 8.
    """
    if image.format != "TIFF" or max(image.tag_v2.get(BITS, (0,))) != 16:
        return image.tile
    order = "L" if data.startswith(b"II") else "B"
    return [
        tile._replace(args=(f"{tile.args[0]};16{order}", *tile.args[1:]))
        if tile.codec_name == "raw" and _raw_mode(tile) in PLANES
        else tile
        for tile in image.tile
    ]


def in_eight_bits(image, data, white=None):
    """An image of more than 8 bits per value as one of 8.

    Parameters
    ----------
    image : PIL.Image.Image
        Opened and not loaded yet.
    data : bytes
        Its file.
    white : float, optional
        Value that is white; what the file says of it if left out.

    Returns
    -------
    PIL.Image.Image
        Of the mode L, LA, RGB or RGBA.

    Raises
    ------
    UnreadableFile
        If neither the file nor `white` says what is white, or values lie outside of black and it.
    """
    transparent, tags = image.info.get("transparency"), getattr(image, "tag_v2", {})
    maximum = _ppm_maximum(image)
    values, opacity = _values(image, data)
    if transparent is not None:
        opacity = FULL * (values != np.array(transparent)).any(axis=-1)
    white = white or _stated_white(values, tags, data, maximum) or _assumed_white(values)
    low, high = values.min(), values.max()
    if not (low >= 0 and high <= white * (1 + 1e-6)):  # NaN is neither
        raise UnreadableFile(
            f"has values from {low:g} to {high:g}, outside of 0, black, and {white:g}, white; say "
            "by the dataset's key white which value is white, or scale the images"
        )
    pixels = _scaled(values, white)
    if tags.get(PHOTOMETRIC) == WHITE_IS_ZERO:
        pixels = 255 - pixels
    if opacity is not None:
        opacity = _scaled(opacity, white if opacity.max() <= white else FULL)
        pixels = np.concatenate([pixels, opacity[..., np.newaxis]], axis=-1)
    return Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)


def _scaled(values, white):
    return np.clip(np.rint(values * (255 / white)), 0, 255).astype(np.uint8)


def _values(image, data):
    """Values (h, w, 1 or 3) as they are in the file, and opacity (h, w) in 16 bits or None."""
    tiles, raw_modes = list(image.tile), [_raw_mode(tile) for tile in image.tile]
    if image.format == "PPM" and image.mode != "F":
        return _ppm_values(image, data), None
    if not any(map(DEEP.match, raw_modes)):
        return np.asarray(image)[..., np.newaxis], None
    if any(mode.startswith("LA") for mode in raw_modes):
        # Four bytes for two values: Pillow has no mode that keeps both.
        image.tile = [tile._replace(args="RGBA") for tile in image.tile]
        both = _joined(np.asarray(image)[..., ::2], np.asarray(image)[..., 1::2])
        return both[..., :1], both[..., 1]
    # Pillow keeps the upper byte of a value; read in the other order, it keeps the lower one.
    with Image.open(io.BytesIO(data), formats=FORMAT_NAMES) as again:
        again.tile = [tile._replace(args=_in_other_order(tile.args)) for tile in tiles]
        lower = np.asarray(again)
    values = _joined(np.asarray(image), lower)
    return values[..., :COLOURS], values[..., COLOURS] if image.mode == "RGBA" else None


def _joined(upper, lower):
    return (upper.astype(np.uint16) << 8) | lower


def _raw_mode(tile):
    """How values lie in a part of the file, in Pillow's words."""
    args = tile.args if isinstance(tile.args, str) else (*(tile.args or ()), "")[0]
    return args if isinstance(args, str) else ""


def _in_other_order(args):
    if isinstance(args, tuple):
        return (_in_other_order(args[0]), *args[1:])
    return args[:-1] + OTHER_ORDER[args[-1]]


def _ppm_maximum(image):
    """What a PGM or PPM of more than 8 bits says is white; None of other images."""
    if image.format != "PPM" or image.mode == "F":
        return None
    args = image.tile[0].args
    maximum = args[1] if isinstance(args, tuple) and len(args) > 1 else FULL * (image.mode == "I")
    return maximum if maximum > 255 else None


def _ppm_values(image, data):
    """Values (h, w, 1 or 3) of a PGM or PPM as they are in the file."""
    n_channels, tile = len(image.getbands()), image.tile[0]
    shape = (image.height, image.width, n_channels)
    if tile.codec_name == "ppm_plain":
        maximum = _ppm_maximum(image)
        scaled = np.asarray(image).reshape(shape) / (FULL if n_channels == 1 else 255)
        return np.rint(scaled * maximum).astype(np.uint16)
    content = data[tile.offset : tile.offset + 2 * int(np.prod(shape))]
    if len(content) < 2 * np.prod(shape):
        raise UnreadableFile("is truncated (PPM)")
    return np.frombuffer(content, ">u2").astype(np.uint16).reshape(shape)


def _stated_white(values, tags, data, maximum):
    """Which value is white by what the file says of its range; None if it does not."""
    if maximum:
        return maximum if maximum < FULL else None
    bits = max(tags.get(BITS, (0,)))
    if bits not in (0, 16, 32, 64):
        return 2**bits - 1
    for tag in (LARGEST_OF_TYPE, LARGEST):
        stated = np.max(tags.get(tag, 0))
        # Many files state the largest value of the one image here, which says nothing of white.
        if stated == 1.0 or (stated > 255 and np.log2(stated + 1) % 1 == 0):
            return float(stated)
    bits = _significant_bits(data)
    if not bits or bits == 16 or _fills_upper_bits(values, bits):
        return None
    return 2**bits - 1


def _significant_bits(data):
    """The largest number in the chunk sBIT of a PNG; 0 without one."""
    at = data.find(b"sBIT", 0, data.find(b"IDAT"))
    if not data.startswith(PNG) or at < 4:
        return 0
    return max(data[at + 4 : at + 4 + int.from_bytes(data[at - 4 : at])], default=0)


def _fills_upper_bits(values, bits):
    """Whether values of few bits are spread over 16, as the definition of PNG asks for."""
    if values.max() >= 2**bits:
        return True
    rest = values & (2 ** (16 - bits) - 1)
    return not rest.any() or np.array_equal(rest, (values >> bits) & (2 ** (16 - bits) - 1))


def _assumed_white(values):
    """The largest value of 16 bits, where it is not in doubt that they are meant."""
    if values.dtype.itemsize != 2 or values.dtype.kind != "u":
        raise UnreadableFile(UNSAID)
    if 0 < values.max() <= DOUBTFUL:
        raise UnreadableFile(DOUBT)
    return FULL
