"""A small web server on this machine's loopback address, which misbehaves on request."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """What the server holds: contents and misbehaviours by path, and the paths asked for."""

    def __init__(self, url):
        self.url = url
        self.contents = {}
        self.failures = {}  # path -> statuses to answer before the content
        self.break_off = {}  # path -> number of requests whose answer ends in the middle
        self.announce_length = True
        self.announced = {}  # path -> length that is announced in place of the true one
        self.headers = {}  # path -> further headers of the answer
        self.requests = []


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self):
        site = self.server.site
        site.requests.append(self.path)
        if site.failures.get(self.path):
            self.send_error(site.failures[self.path].pop(0))
            return
        if self.path not in site.contents:
            self.send_error(404)
            return
        content = site.contents[self.path]
        self.send_response(200)
        if site.announce_length:
            self.send_header("Content-Length", str(site.announced.get(self.path, len(content))))
        for name, value in site.headers.get(self.path, {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if site.break_off.get(self.path, 0) > 0:
            site.break_off[self.path] -= 1
            content = content[: len(content) // 2]
        self.wfile.write(content)

    do_HEAD = do_GET

    def log_message(self, *arguments):
        pass


@contextmanager
def serve():
    """Give a Site that is served on an ephemeral port of 127.0.0.1 within the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.site = Site(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.site
        finally:
            server.shutdown()
            thread.join()
