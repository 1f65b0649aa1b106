"""Real browsers for tests and benchmarks: Debian's chromium by Playwright, Firefox by Selenium."""

import contextlib
import shutil
import tempfile

CHROMIUM_OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


@contextlib.contextmanager
def chromium():
    """A headless Chromium of the system, as Playwright's browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CHROMIUM_OPTIONS)
        )
        try:
            yield browser
        finally:
            browser.close()
