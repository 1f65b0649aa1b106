"""Fetch the files of a source, from a mirror or its own addresses, and never a damaged one."""

import errno
import inspect
import logging
import shutil
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import requests

from topomaps.common.files import replacing
from topomaps.data.integrity import DamagedFile, TruncatedFile, check
from topomaps.data.transfers import TIMEOUT, LimitExceeded, transfer

logger = logging.getLogger(__name__)

GOOGLE_DRIVE = "drive.google.com"
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
PASSING_STATUS = (408, 429)  # "try later" among the answers that blame the request


class DownloadError(RuntimeError):
    """None of a file's addresses gave the file that was published."""


def fetch(source, name, output, *, mirror="", data_dir="", attempts=4, wait=1.0):
    """Write a file of a source to `output`, complete and checked, or not at all.

    Parameters
    ----------
    source : topomaps.data.source_records.Source
    name : str
        File name, one of `source.files`.
    output : path-like
        Appears, or is replaced, only by a file whose content has the published checksum.
    mirror : str
        Folder or URL prefix that holds `<source>/<file>`, tried before the source's addresses.
    data_dir : str
        Folder that several checkouts may share: an intact file found there is used, and one
        fetched from elsewhere is added.
    attempts : int
        Tries of each network address before the next one.
    wait : float
        Seconds before the second try; doubles with each further one.

    Raises
    ------
    ValueError
        If the source has no such file.
    DownloadError
        If no address gives the file: names the file, the addresses and what to do.
    """
    if name not in source.files:
        allowed = ", ".join(source.files) or "none"
        raise ValueError(f"source {source.name} has no file {name!r}; its files: {allowed}")
    shared = Path(data_dir).expanduser() / source.name / name if data_dir else None
    addresses = [*_mirrored(source, name, mirror), *source.files[name].urls]
    if shared and shared.exists():
        addresses.insert(0, str(shared))
    with replacing(output) as temporary:
        address = _first_intact(source, name, addresses, temporary, attempts, wait)
        if shared and address != str(shared):
            _share(temporary, shared)
    logger.info("%s of %s is complete, from %s", name, source.name, address)


def _mirrored(source, name, mirror):
    """Address of a file in the mirror, as a list that is empty without a mirror."""
    if not mirror:
        return []
    if _is_remote(mirror):
        return [f"{mirror.rstrip('/')}/{source.name}/{quote(name)}"]
    folder = unquote(urlsplit(mirror).path) if mirror.startswith("file://") else mirror
    return [str(Path(folder).expanduser().resolve() / source.name / name)]


def _is_remote(address):
    return address.startswith(("http://", "https://"))


def _first_intact(source, name, addresses, target, attempts, wait):
    """Fetch `target` from the first address that gives the published file; return that address."""
    failures = []
    for address in addresses:
        tries = attempts if _is_remote(address) else 1
        failure = _fetch_from(address, name, source.files[name], target, tries, wait)
        if failure is None:
            return address
        failures.append(f"{address} ({failure})")
    raise DownloadError(
        f"{name} of {source.name} could not be had. Tried: {'; '.join(failures)}. "
        f"Connect to the internet and run again, or put the file where a folder or URL prefix has "
        f"it as {source.name}/{name} and name that folder or prefix by the key `mirror` of the "
        f"configuration."
    )


def _fetch_from(address, name, file, target, attempts, wait):
    """Try one address repeatedly; return why it failed, None if `target` is intact."""
    for attempt in range(attempts):
        if attempt:
            time.sleep(wait * 2 ** (attempt - 1))
        try:
            _transfer(address, target, file.max_bytes)
            check(name, file, target)
            return None
        except (OSError, DamagedFile) as error:  # the errors of requests are OSErrors
            if isinstance(error, OSError) and error.errno in DISK_FULL:
                sentence = "no space left for a download; free some and run again"
                raise OSError(error.errno, sentence, str(target.parent)) from error
            failure = _in_words(error)
            logger.warning("%s, try %d of %d: %s", address, attempt + 1, attempts, failure)
            logger.debug("%r", error)
            if not _may_pass(error):
                break
    return failure


def _transfer(address, target, max_bytes):
    """Copy what is at the address, a URL or a path, to the path `target`."""
    if not _is_remote(address):
        shutil.copyfile(address, target)
        return
    logger.info("downloading %s", address)
    if urlsplit(address).hostname == GOOGLE_DRIVE:
        _transfer_from_google_drive(address, target)
        return
    transfer(address, target, max_bytes)


def _transfer_from_google_drive(address, target):
    """Download a shared file, past the page that asks for confirmation of large ones."""
    import gdown  # here, because no other address needs it

    knows = inspect.signature(gdown.download).parameters  # no time limit in version 6.1
    options = {"timeout": TIMEOUT} if "timeout" in knows else {}
    try:
        gdown.download(address, str(target), use_cookies=False, **options)
    except gdown.exceptions.FileURLRetrievalError as error:
        raise OSError(f"Google Drive does not give the file: {error}") from error
    except gdown.exceptions.DownloadError as error:
        raise TruncatedFile(f"the transfer broke off: {error}") from error


def _may_pass(error):
    """Whether another try of the same address may help."""
    if isinstance(error, (LimitExceeded, requests.TooManyRedirects)):
        return False
    if isinstance(error, requests.HTTPError):
        status = error.response.status_code
        return status >= 500 or status in PASSING_STATUS
    return isinstance(error, (requests.RequestException, TruncatedFile))


def _in_words(error):
    """Reason of a failure for people who do not know the libraries below."""
    if isinstance(error, requests.HTTPError):
        return f"the server answers {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.Timeout):
        return f"no answer within {TIMEOUT} seconds"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the transfer broke off in the middle"
    if isinstance(error, requests.TooManyRedirects):
        return "the server sends from one address to the next without end"
    if isinstance(error, requests.ConnectionError):
        return "the server cannot be reached, or closed the connection"
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return str(error)


def _share(path, shared):
    """Copy an intact file into the shared folder; a folder that cannot be written is no error."""
    try:
        with replacing(shared) as temporary:
            shutil.copyfile(path, temporary)
    except OSError as error:
        logger.warning("%s is not kept for other checkouts: %s", shared, error)
