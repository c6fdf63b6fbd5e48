"""How the page is served: its policy, its types, and the key of a service that asks for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from tnsim.store import keys, migrate
from tnsim.store.database import Database

PAGE = Path(__file__).parents[3] / "tnsim" / "service" / "page"


def test_the_page_has_one_policy_and_nothing_inline(service: Any) -> None:
    with service.client() as client:
        answer = client.get("/")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        (policy,) = answer.headers.get_list("content-security-policy")
        assert "script-src 'self';" in policy and "unsafe" not in policy
        assert answer.headers.get_list("cache-control") == ["no-cache"]
        (other,) = client.get("/api/v1/jobs/x").headers.get_list("content-security-policy")
        assert other == "default-src 'none'; frame-ancestors 'none'"
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", answer.text)
    assert not re.search(r"https?://", answer.text)


def test_every_file_is_served_with_its_type(service: Any) -> None:
    types = {
        ".html": "text/html",
        ".css": "text/css",
        ".js": "text/javascript",
        ".svg": "image/svg",
        ".woff2": "font/woff2",
    }
    with service.client() as client:
        for path in PAGE.rglob("*.*"):
            answer = client.get(f"/page/{path.relative_to(PAGE)}")
            assert answer.status_code == 200 and answer.content == path.read_bytes(), path
            assert answer.headers["content-type"].startswith(types[path.suffix])


@pytest.mark.parametrize(
    "path", ["/page/", "/page/nothing.js", "/page/../app.py", "/page/%2e%2e/app.py", "/page//etc/passwd"]
)
def test_nothing_else_is_served(service: Any, path: str) -> None:
    import http.client

    host, _, port = service.url.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port))
    connection.request("GET", path)  # as it is: httpx would tidy it up
    assert connection.getresponse().status == 404
    connection.close()


def test_a_key_is_asked_for_and_used(
    open_page: Callable[..., Any], ask: Callable[..., None], serve: Callable[..., Any], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/tnsim.db"
    database = Database(url)
    migrate.upgrade(database)
    with database.write() as session:
        key = keys.create(session, "page")
    database.dispose()
    with serve(url, "--keys") as running:
        page = open_page(url=running.url)
        ask(page, "1 = 1")
        page.get_by_label("Key", exact=True).fill(key)
        page.get_by_role("button", name="Use it").click()
        page.get_by_label("A series, or an identity").press("Enter")
        page.locator("#verdict-title", has_text="Proved").wait_for()
        assert key not in page.evaluate("JSON.stringify([localStorage, sessionStorage, location.href])")
        page.context.close()
