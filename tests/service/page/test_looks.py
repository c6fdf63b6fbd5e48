"""Themes, widths, sizes, and what axe finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
FORMULA = "sum(1/((n+1)*(n+2)*(n+3)*(n+4)*(n+5)*(n+6)*(n+7)*(n+8)), n=0..oo) = 1/35280"


def answered(page: Any) -> Any:
    page.locator("#sums-body svg").wait_for()
    page.locator("#digits-body .digits").wait_for()
    page.locator(".steps").wait_for()
    return page


def background(page: Any) -> int:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))


def test_the_theme_is_that_of_the_system_until_another_is_chosen(open_page: Callable[..., Any]) -> None:
    light, dark = open_page(color_scheme="light"), open_page(color_scheme="dark")
    assert background(light) > 3 * 200 > 3 * 60 > background(dark)
    button = dark.get_by_role("button", name="Dark")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert background(dark) == background(light)
    dark.reload()  # it is remembered
    assert background(dark) == background(light)
    assert button.get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize(
    "options", [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"]
)
def test_axe_finds_nothing(open_page: Callable[..., Any], ask: Callable[..., None], options: dict[str, Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the package axe-playwright-python")
    page = open_page(**options)
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    ask(page, "sum(x^n, n=0..oo) = 1/(1-x)", "x: real, -1 < x < 1")
    answered(page)
    for summary in page.locator("summary").all():
        summary.click()
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    ask(page, "sum(1/n^2, n=1..oo")
    page.locator("#place:not([hidden])").wait_for()
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_is_wider_than_a_phone(open_page: Callable[..., Any], ask: Callable[..., None]) -> None:
    page = open_page(**PHONE)
    ask(page, FORMULA)
    answered(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]  # type: ignore[index]
    wide = page.locator("#formula")  # it scrolls by itself, for the keyboard too
    assert wide.evaluate("e => e.querySelector('.formula').scrollWidth > e.clientWidth")
    assert wide.locator(".formula").get_attribute("tabindex") == "0"


def test_everything_is_reached_by_the_keyboard_in_order(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.locator("#example-list button").first.wait_for()
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.className || document.activeElement.textContent"
            )
        )
    assert reached == ["skip", "theme", "text", "assumptions", "ask", "seconds", "Basel problem"]


def test_the_page_is_small_and_there_at_once(open_page: Callable[..., Any], service: Any) -> None:
    page = open_page()
    page.locator("#example-list button").first.wait_for()
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".map(({name, decodedBodySize}) => [name, decodedBodySize])"
    )
    assert sum(size for name, size in sizes if not name.endswith(".woff2")) < 600_000
    assert len(sizes) > 10


def test_files_are_small_and_in_a_form_that_the_service_knows() -> None:
    folder = Path(__file__).parents[3] / "tnsim" / "service" / "page"
    own = [path for path in folder.iterdir() if path.is_file()]
    assert len(own) > 10
    for path in own:
        assert path.suffix in (".html", ".css", ".js", ".svg")
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
