"""Long work: its progress, and its end by the button."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

LONG = "sum(sin(n^2)/n^2, n=1..oo) = 1"


def test_long_work_shows_its_progress_and_is_cancelled(
    open_page: Callable[..., Any], ask: Callable[..., None], service: Any
) -> None:
    page = open_page()
    page.get_by_label("within").select_option("300")
    jobs: list[str] = []
    page.on("request", lambda request: jobs.append(request.url) if "/jobs/" in request.url else None)
    ask(page, LONG)
    page.locator("#progress-text", has_text="Searching for a proof").wait_for()
    page.locator("#progress-text", has_text="2 s of at most 300 s").wait_for()
    assert page.evaluate("document.getElementById('progress-bar').value") > 0
    page.get_by_role("button", name="Cancel").click()
    page.locator("#verdict-title", has_text="Cancelled").wait_for()
    assert page.locator("#progress").is_hidden()
    with service.client() as client:
        deadline = time.monotonic() + 20  # the request to cancel is on its way
        while client.get(jobs[0]).json()["status"] != "cancelled":
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_a_new_question_takes_the_place_of_the_old_one(open_page: Callable[..., Any], ask: Callable[..., None]) -> None:
    page = open_page()
    ask(page, LONG)
    page.locator("#progress:not([hidden])").wait_for()
    ask(page, "sum(1/2^n, n=1..oo) = 1")
    page.locator("#verdict-title", has_text="Proved").wait_for()
    assert page.locator("#progress").is_hidden()


def test_a_service_that_is_gone_is_told(open_page: Callable[..., Any], ask: Callable[..., None]) -> None:
    page = open_page()
    page.route("**/api/**", lambda route: route.abort())
    ask(page, "1 = 1")
    page.locator("#reading", has_text="The service does not answer").wait_for()
