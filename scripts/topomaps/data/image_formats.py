"""What a file is by its first bytes, and which formats of images are read.

Imports the standard library only, so that the rules can read it.
"""

import re

READ = "JPEG, PNG, BMP, WebP, TIFF, GIF, AVIF, JPEG 2000, PBM, PGM, PPM and HEIC"
SUFFIXES = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".bmp", ".webp", ".tif", ".tiff", ".gif",
    ".avif", ".jp2", ".j2k", ".jpf", ".jpx", ".jpc", ".j2c", ".pbm", ".pgm", ".ppm", ".pnm", ".pfm",
    ".heic", ".heif", ".hif",
)  # fmt: skip
# Endings of files that lie beside images and are none: descriptions, tables, scripts.
BESIDE = (
    ".csv", ".css", ".doc", ".docx", ".htm", ".html", ".ini", ".json", ".jsonl", ".license", ".log",
    ".md", ".md5", ".py", ".rst", ".rtf", ".sh", ".sha256", ".tsv", ".txt", ".url", ".xls",
    ".xlsx", ".xml", ".yaml", ".yml",
)  # fmt: skip
HEAD = 1024  # bytes that are looked at
HEIC = "HEIC"

# Those that are read, by what they start with; `.` stands for any byte.
_READ_SIGNS = {
    "JPEG": rb"\xff\xd8\xff",
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "GIF": rb"GIF8[79]a",
    "BMP": rb"BM.{8}",
    "WebP": rb"RIFF.{4}WEBP",
    "TIFF": rb"II\*\0|MM\0\*|II\+\0|MM\0\+",
    "AVIF": rb".{4}ftypavi[fs]",
    "JPEG 2000": rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51",
    "PBM, PGM or PPM": rb"P[1-6f][\s#]",
    HEIC: rb".{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)",
}
_OTHER_SIGNS = {
    "a DICOM file": rb".{128}DICM",
    "an SVG drawing": rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?)?<svg",
    "a PDF document": rb"%PDF",
    "a PostScript drawing": rb"%!PS",
    "a Photoshop document": rb"8BPS",
    "an OpenEXR image": rb"v/1\x01",
    "a JPEG XL image": rb"\xff\x0a|\0\0\0\x0cJXL ",
    "a Radiance image": rb"#\?R",
    "an icon": rb"\0\0[\x01\x02]\0",
    "a DDS texture": rb"DDS ",
    "a NIfTI volume": rb".{344}n[+i]1\0",
    "an array of NumPy": rb"\x93NUMPY",
    "an HDF5 file": rb"\x89HDF",
    "a MATLAB file": rb"MATLAB 5",
    "a video or sound": rb".{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}(?:AVI |WAVE)|ID3|OggS|fLaC",
    "an archive": rb"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|(?:.{257})ustar",
}
_PAGE = rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|\?xml)"
_LFS = rb"version https://git-lfs"


def format_of(head):
    """Name of the format of images that is read and starts with these bytes; None for others."""
    found = (name for name, sign in _READ_SIGNS.items() if re.match(sign, head, re.DOTALL))
    return next(found, None)


def why_not_read(head):
    """Why a file of another format is not read: a sentence that begins with its verb.

    Parameters
    ----------
    head : bytes
        The first `HEAD` bytes of the file, or all.
    """
    if not head:
        return "is empty"
    if re.match(_LFS, head):
        return "is a Git LFS pointer, not the image itself; run `git lfs pull` where it comes from"
    for name, sign in _OTHER_SIGNS.items():
        if re.match(sign, head, re.DOTALL):
            return f"is {name}, which is not read; read are {READ}"
    if re.match(_PAGE, head, re.IGNORECASE):
        return "is an HTML page, not the image itself; download the image again"
    if not head.strip(b"\0"):
        return "holds nothing but zeros; download or copy it again"
    kind = "a text" if _is_text(head) else "of no format that is known here"
    return f"is {kind}, which is not read; read are {READ}"


def _is_text(head):
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # more than a character that is cut off
            return False
        text = head[: error.start].decode()
    return text.isprintable() or not re.search(r"[\0-\x08\x0e-\x1f]", text)
