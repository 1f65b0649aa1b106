"""Servers that send without end, or hardly anything, are left."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from topomaps.data.transfers import LimitExceeded, transfer


class Endless(BaseHTTPRequestHandler):
    """Sends for two seconds at most: much, or a byte at a time."""

    def do_GET(self):
        piece, pause = (b"x", 0.05) if self.path == "/drip" else (bytes(2**16), 0)
        self.send_response(200)
        if self.path == "/announced":
            self.send_header("Content-Length", "10000000000000")
        self.end_headers()
        end = time.monotonic() + 2
        while time.monotonic() < end:
            try:
                self.wfile.write(piece)
            except OSError:  # the client has left
                return
            time.sleep(pause)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def address(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with endless() as found:
        yield found


@contextmanager
def endless():
    with ThreadingHTTPServer(("127.0.0.1", 0), Endless) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("path", "does"), [("endless", "has sent"), ("announced", "announces")])
def test_a_server_that_sends_too_much_is_left(address, tmp_path, path, does):
    with pytest.raises(LimitExceeded, match=rf"{does} .* more than the 1,000,000 that it can have"):
        transfer(f"{address}/{path}", tmp_path / "a", max_bytes=1_000_000)
    assert (tmp_path / "a").stat().st_size <= 3_000_000


def test_a_server_that_drips_is_left(address, tmp_path):
    with pytest.raises(LimitExceeded, match="too slow to wait for"):
        transfer(f"{address}/drip", tmp_path / "a", max_bytes=10**9, grace=0.3)


def test_fewer_bytes_than_announced_are_an_error(address, tmp_path):
    with pytest.raises(requests.RequestException):
        transfer(f"{address}/announced", tmp_path / "a", max_bytes=10**15)
