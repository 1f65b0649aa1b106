"""Which archives are read, told by their first bytes and their names.

Imports the standard library only, so that the rules can read it.
"""

import re
import zipfile
from pathlib import Path

ZIP, TAR = "zip", "tar"
COMPRESSED_TARS = re.compile(r"\.(tar\.(gz|bz2|xz|zst|z|lz4?)|tgz|tbz2?|txz|tzst)$", re.IGNORECASE)
COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
OTHERS = {".rar": b"Rar!", ".7z": b"7z\xbc\xaf"}
TAR_SIGN, TAR_OFFSET = b"ustar", 257


def archive_kind(path):
    """Kind of an archive, "zip" or "tar".

    Parameters
    ----------
    path : path-like
        Of a file.

    Raises
    ------
    ValueError
        If it is none, or of a kind that is not read; says what to do.
    """
    path = Path(path)
    if not path.is_file():  # a pipe would be waited for
        raise ValueError(f"{path} is neither a folder nor an archive (.zip, .tar)")
    with open(path, "rb") as file:
        head = file.read(TAR_OFFSET + len(TAR_SIGN))
    suffix = path.suffix.lower()
    for other, sign in OTHERS.items():
        if suffix == other or head.startswith(sign):
            raise ValueError(
                f"{path} is a {other} archive, which is not read; unpack it and name the folder, "
                "or pack it as .zip or .tar"
            )
    if COMPRESSED_TARS.search(path.name) or head.startswith(COMPRESSED):
        raise ValueError(
            f"{path} is compressed as a whole, so that no single image can be read from it; "
            "undo the compression (gunzip, for example) and name the .tar file that this leaves"
        )
    if suffix == ".zip" or head.startswith(b"PK") or zipfile.is_zipfile(path):
        return ZIP
    if suffix == ".tar" or head[TAR_OFFSET:] == TAR_SIGN:
        return TAR
    raise ValueError(f"{path} is neither a folder nor an archive (.zip, .tar)")
