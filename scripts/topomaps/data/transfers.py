"""Transfers from addresses of the web, with limits of size and time."""

import time

import requests

TIMEOUT = 30  # seconds without an answer or a byte
PIECE = 2**20  # bytes that are asked for at once
# A transfer that is slower in the mean would not end; it has as long to get going.
LEAST_RATE, GRACE = 2_000, 60  # bytes a second, seconds


class LimitExceeded(OSError):
    """A server sends more, or more slowly, than any whole file would come."""


def transfer(address, target, max_bytes, least_rate=LEAST_RATE, grace=GRACE):
    """Copy what is at an address to a path.

    Parameters
    ----------
    address : str
        `http://` or `https://`.
    target : path-like
    max_bytes : int
        A server that announces or sends more is left.
    least_rate : float
        Bytes a second, in the mean, below which a server is left.
    grace : float
        Seconds before the rate counts.

    Raises
    ------
    LimitExceeded
        At one of these limits; what was received stays at `target`.
    requests.RequestException
        If the server cannot be reached, does not answer well, or breaks off.
    """
    # Without compression in transit, so that a `.gz` file arrives as it is stored.
    how = {"headers": {"Accept-Encoding": "identity"}, "timeout": TIMEOUT, "stream": True}
    with requests.get(address, **how) as answer, open(target, "wb") as file:
        answer.raise_for_status()
        length, started = answer.headers.get("Content-Length", ""), time.monotonic()
        announced = int(length) if length.isdecimal() else None
        _check_size(announced or 0, max_bytes, "announces")
        for piece in _pieces(answer):
            file.write(piece)
            _check_size(file.tell(), max_bytes, "has sent")
            seconds = time.monotonic() - started
            if seconds > grace and file.tell() < least_rate * seconds:
                raise LimitExceeded(
                    f"the server has sent {file.tell():,} bytes in {seconds:.0f} seconds, which is "
                    "too slow to wait for"
                )
        if announced not in (None, file.tell()):
            raise requests.exceptions.ChunkedEncodingError("fewer bytes than announced")


def _pieces(answer):
    """Yield what has come, however little, so that a slow server is noticed."""
    try:
        while piece := answer.raw.read1(PIECE):
            yield piece
    except OSError as error:
        raise requests.ConnectionError(error) from error
    except Exception as error:  # urllib3's own, of a transfer that breaks off
        raise requests.exceptions.ChunkedEncodingError(error) from error


def _check_size(n_bytes, max_bytes, does):
    if n_bytes > max_bytes:
        raise LimitExceeded(
            f"the server {does} {n_bytes:,} bytes, more than the {max_bytes:,} that it can have"
        )
