"""A real Chromium, and the page of a running service in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser of this machine, driven by Playwright; nothing is downloaded."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser is driven by the package playwright")
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium; install it, for example by: apt-get install chromium")
    # Chromium refuses to run in its sandbox as root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, serve_in: Callable[..., Any]) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("page")
    with serve_in(folder, f"sqlite:///{folder}/tnsim.db", workers=2, slow_workers=1) as running:
        yield running


@pytest.fixture
def open_page(browser: Any, service: Any) -> Iterator[Callable[..., Any]]:
    """`open_page(color_scheme="dark", path="/#...")` opens the page; whatever it complains of fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(path: str = "/", url: str = service.url, **options: Any) -> Any:
        context = browser.new_context(**options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
        page.on(
            "request",
            lambda request: None if request.url.startswith((url, "blob:")) else complaints.append(request.url),
        )
        page.goto(url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def _is_complaint(message: Any) -> bool:
    """Tell what is worth a look; that a request was refused is told by the page itself."""
    return message.type in ("error", "warning") and "Failed to load resource" not in message.text


@pytest.fixture
def ask() -> Callable[..., None]:
    """`ask(page, text, *assumptions)` types a question and sends it by the keyboard."""

    def asked(page: Any, text: str, *assumptions: str) -> None:
        page.get_by_label("What is assumed").fill("\n".join(assumptions))
        page.get_by_label("A series, or an identity").fill(text)
        page.keyboard.press("Enter")

    return asked
