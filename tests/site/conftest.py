"""The site, built once without a network and served here, and a real Chromium to look at it."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: test output is for failures."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; the build is strict, so a broken link fails here."""
    pytest.importorskip("material", reason="the docs extra is not installed")
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(out)],
        cwd=ROOT, capture_output=True, text=True, check=False, env=_offline(),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def _offline() -> dict[str, str]:
    """Nothing may be fetched during the build: a proxy that is not there says so at once."""
    dead = "http://127.0.0.1:9"
    names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", **dict.fromkeys(names, dead)}


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, with a slash at its end."""
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def missing(reason: str) -> NoReturn:
    """Skip where somebody tries things out, fail where the answer counts."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        missing("playwright is not installed: pip install playwright")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        missing("no Chromium on this machine: apt install chromium")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
        except Error as error:
            missing(f"Chromium does not start: {error}")
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page and what went wrong on it."""

    page: Page
    problems: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def _failure(request: Request) -> list[str]:
    """What is wrong with a request; one that the next page load cut short is all right."""
    if request.failure == "net::ERR_ABORTED":
        return []
    return [f"{request.failure} {request.url}"]


@dataclass
class Visitor:
    """Opens pages of the site; everything it opened is closed with it."""

    browser: Browser
    address: str
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self, path: str, *, width: int = 1280, height: int = 900, dark: bool = False,
        scripts: bool = True, base: str = "",
    ) -> Visit:  # fmt: skip
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"] if not base else [],
        )
        self.contexts.append(context)
        visit = Visit(context.new_page())
        page, inside = visit.page, base or self.address
        page.on("console", lambda m: visit.problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: visit.problems.append(str(error)))
        page.on("requestfailed", lambda request: visit.problems.extend(_failure(request)))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((inside, "data:", "blob:"))
                else visit.outside.append(r.url)
            ),
        )
        page.goto(inside + path, wait_until="load")
        return visit

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(chromium, address)
    yield visitor
    visitor.close()
