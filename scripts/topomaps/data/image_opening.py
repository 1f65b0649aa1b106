"""Image files opened by their content: upright, the first picture of several, over a background."""

import io
import re
from functools import cache

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from topomaps.data.dataset import WHITE
from topomaps.data.image_archives import UnreadableFile
from topomaps.data.image_depth import in_eight_bits, is_deep, tiles_of_planes
from topomaps.data.image_formats import HEAD, HEIC, format_of, why_not_read

FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF", "GIF", "AVIF", "JPEG2000", "PPM")
MAX_PIXELS = 50_000_000
UPRIGHT, ORIENTATION = 1, ExifTags.Base.Orientation
SUBFILE_TYPE, REDUCED = 254, 1  # of TIFF: a smaller copy of another page
GREYS_OF_FEW_BITS = {"L;2": 255 // 3, "L;4": 255 // 15}  # PNG: of 8 bits, a step of the few
ADDRESS = re.compile(r"<[^<>]* at 0x[0-9a-f]+>|\bfile \S+ object\b")


@cache
def formats():
    """Names of the formats that are read here; HEIC where the package pillow-heif is there."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        return FORMATS
    register_heif_opener()
    return (*FORMATS, "HEIF")


def open_image(data):
    """Open an image file, told by its content.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    PIL.Image.Image
        Not loaded yet.

    Raises
    ------
    UnreadableFile
        If it is of another format, cannot be opened, or is too large.
    """
    head = data[:HEAD]
    try:
        image = Image.open(io.BytesIO(data), formats=formats())
    except Image.DecompressionBombError as error:
        raise UnreadableFile(f"is too large ({error})") from error
    except UnidentifiedImageError as error:
        raise UnreadableFile(_why_unidentified(head)) from error
    except Exception as error:  # hostile bytes make decoders raise errors of many kinds
        raise UnreadableFile(_why_damaged(format_of(head) or "file", error)) from error
    check_pixels(*image.size)
    if image.format == "TIFF" and image.tag_v2.get(SUBFILE_TYPE, 0) & REDUCED:
        raise UnreadableFile(
            "is a TIFF whose first page is a small copy of another, as raw files of cameras are; "
            "develop it and save it as TIFF, PNG or JPEG"
        )
    image.tile = tiles_of_planes(image, data)
    return image


def _why_unidentified(head):
    name = format_of(head)
    if name is None:
        return why_not_read(head)
    if name == HEIC and "HEIF" not in formats():
        return "is a HEIC image, which needs the package pillow-heif; run `pip install pillow-heif`"
    return f"is truncated, damaged or of a rare kind ({name})"


def in_rgb(image, data, *, white=None, background=WHITE):
    """All of an opened image as colours of 8 bits, upright.

    Parameters
    ----------
    image : PIL.Image.Image
    data : bytes
        Its file.
    white : float, optional
        As of `topomaps.data.image_depth.in_eight_bits`.
    background : sequence of int
        Red, green and blue of what shows through where the image is transparent.

    Returns
    -------
    PIL.Image.Image
        Of the mode RGB.
    was_turned : bool
        Whether it does not lie upright in the file.

    Raises
    ------
    UnreadableFile
        If it is truncated or damaged, or it cannot be told what is white in it.
    """
    name, tags = image.format, getattr(image, "tag_v2", {})
    was_turned = tags.get(ORIENTATION, UPRIGHT) != UPRIGHT  # loading turns a TIFF upright
    try:
        _scale_transparent_grey(image)
        flat = in_eight_bits(image, data, white) if is_deep(image) else image
        flat = _over(background, flat)
        said = _orientation(image)
    except UnreadableFile:
        raise
    except Exception as error:  # hostile bytes make decoders raise errors of many kinds
        raise UnreadableFile(_why_damaged(name, error)) from error
    if said == UPRIGHT:
        return flat, was_turned
    flat.getexif()[ORIENTATION] = said
    return ImageOps.exif_transpose(flat), True


def _scale_transparent_grey(image):
    """Bring the transparent grey of an image of 2 or 4 bits to 8, as its pixels will be."""
    if image.format == "PNG" and image.tile and "transparency" in image.info:
        image.info["transparency"] *= GREYS_OF_FEW_BITS.get(image.tile[0].args, 1)


def _over(background, image):
    """An image of any mode of 8 bits in RGB, over a colour where it is transparent."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    below = Image.new("RGBA", image.size, (*background, 255))
    return Image.alpha_composite(below, image).convert("RGB")


def _orientation(image):
    """How a loaded image lies, 1 to 8 as in EXIF; upright where this is damaged."""
    try:
        said = image.getexif().get(ORIENTATION, UPRIGHT)
    except Exception:  # as above; the image itself may be whole
        return UPRIGHT
    return said if said in range(1, 9) else UPRIGHT


def _why_damaged(name, error):
    text = ADDRESS.sub("", str(error)).strip()
    if re.search("truncat|unexpected end|EOF", text, re.IGNORECASE) or isinstance(error, EOFError):
        return f"is truncated ({name})"
    return f"is damaged ({name}: {text})"


def check_pixels(width, height):
    """Raise UnreadableFile if an image would fill the memory."""
    if width * height > MAX_PIXELS:
        raise UnreadableFile(f"has {width} x {height} pixels, which are too many")
