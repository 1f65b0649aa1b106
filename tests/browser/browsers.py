"""Real browsers for tests and benchmarks: chromium by Playwright, Firefox by Marionette."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

CHROMIUM_OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
READY = "html[data-ready=true]"
PATIENCE = 60  # seconds, on a busy machine


class Chromium:
    """A headless Chromium that keeps what its last page asked for and complained about."""

    def __enter__(self):
        """Start it."""
        from playwright.sync_api import sync_playwright

        self._stack = contextlib.ExitStack()
        playwright = self._stack.enter_context(sync_playwright())
        self.browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CHROMIUM_OPTIONS)
        )
        self._stack.callback(self.browser.close)
        return self

    def __exit__(self, *error):
        """End it."""
        self._stack.close()

    def open(self, path, hash="", width=1400, height=900):
        """Open a page and wait until it can be used."""
        page = self.new_page(width, height)
        self.load(page, path, hash)
        return page

    def new_page(self, width=1400, height=900):
        """An empty page, watched from now on."""
        self.requests, self.faults = [], []
        page = self.browser.new_page(viewport={"width": width, "height": height})
        page.on("request", self._keep_request)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._keep_message)
        page.set_default_timeout(1000 * PATIENCE)
        return page

    def load(self, page, path, hash=""):
        """Load a page and wait until it can be used."""
        page.goto(path.as_uri() + hash)
        page.wait_for_selector(READY)

    def _keep_request(self, request):
        # Pictures inside the page and files that it hands out are no requests to anywhere
        if not request.url.startswith(("data:", "blob:")):
            self.requests.append(request.url.split("#")[0])

    def _keep_message(self, message):
        if message.type in ("error", "warning"):
            self.faults.append(message.text)


class Firefox:
    """A session of Marionette, the protocol that Firefox itself speaks, over a loopback socket."""

    def __init__(self, port):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._number = 0
        self._read()
        self("WebDriver:NewSession", capabilities={"alwaysMatch": {}})

    def __call__(self, command, **parameters):
        """Answer to a command; errors are raised."""
        self._number += 1
        text = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def _read(self):
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        text = b""
        while len(text) < int(length[:-1]):
            text += self._socket.recv(int(length[:-1]) - len(text))
        return json.loads(text)

    def open(self, path, hash=""):
        """Open a page and wait until it can be used."""
        self("WebDriver:Navigate", url="about:blank")
        self("WebDriver:Navigate", url=path.as_uri() + hash)
        self.wait(f"return document.querySelector('{READY}') !== null")

    def run(self, script, *args):
        """Value that a script returns."""
        found = self("WebDriver:ExecuteScript", script=script, args=list(args), newSandbox=False)
        return found["value"]

    def wait(self, script):
        """Wait until a script returns something true."""
        end = time.monotonic() + PATIENCE
        while not (value := self.run(script)):
            assert time.monotonic() < end, f"still not: {script}"
            time.sleep(0.05)
        return value

    def mouse(self, x, y, *, click=False):
        """Move the mouse to a place of the window, and click there."""
        move = {"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0}
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act("pointer", [move, *(press if click else [])], parameters={"pointerType": "mouse"})

    def keys(self, *keys):
        """Press keys one after the other."""
        steps = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._act("key", steps)

    def _act(self, kind, steps, **more):
        source = {"type": kind, "id": kind, "actions": steps, **more}
        self("WebDriver:PerformActions", actions=[source])


@contextlib.contextmanager
def firefox():
    """A headless Firefox with a profile of its own."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        with open(f"{folder}/user.js", "w", encoding="utf-8") as file:
            file.write(f'user_pref("marionette.port", {port});\n')
        process = subprocess.Popen(
            ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", folder,
             "--width", "1400", "--height", "900"],
            env={**os.environ, "HOME": folder, "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield _session(port)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _session(port):
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return Firefox(port)
        except ConnectionError:
            assert time.monotonic() < end, "Firefox does not answer"
            time.sleep(0.2)
