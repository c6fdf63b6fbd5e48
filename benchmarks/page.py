"""The web page in a real Chromium: its size, its first paint from the loopback address, and the time to a proof.

Each load is one of a new profile, with nothing cached. `--pictures` takes the pictures of the page for the documents.

    python -m benchmarks.page --write --pictures docs/images
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measurement import conditions, markdown, save

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "page.md"
ROUNDS = 9
MOST_BYTES, MOST_SECONDS = 600_000, 1.0
DESK: dict[str, Any] = {"viewport": {"width": 880, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 375, "height": 740}, "device_scale_factor": 1.5, "is_mobile": True}
PICTURES: dict[str, tuple[dict[str, Any], str, int]] = {
    "page-light": ({**DESK, "color_scheme": "light"}, "Geometric series", 4_000),
    "page-dark": ({**DESK, "color_scheme": "dark"}, "Basel problem", 4_000),
    "page-phone": ({**PHONE, "color_scheme": "light"}, "Euler sum", 1_650),
}
"""The settings of the browser, the example that is clicked, and the greatest height."""
SIZES = """() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
    .map(({name, decodedBodySize}) => [name, decodedBodySize])"""
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


@contextmanager
def service() -> Iterator[str]:
    """Run the service, and give its URL."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tnsim", "serve", "--port", str(port), "--log", "error"]
        process = subprocess.Popen(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)})
        try:
            deadline = time.monotonic() + 120
            while not _is_ready(url):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("the service did not start")
                time.sleep(0.2)
            yield url
        finally:
            process.terminate()
            process.wait(30)


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def measure(browser: Any, url: str) -> list[tuple[str, str, str]]:
    """Return rows: what was measured, the result, and the goal; raises RuntimeError where a goal is missed."""
    paints, usable, proved, told = [], [], [], []
    own = fonts = requests = 0
    for _ in range(ROUNDS):
        context = browser.new_context(**DESK)
        page = context.new_page()
        began = time.perf_counter()
        page.goto(url)
        page.get_by_role("button", name="Basel problem").wait_for()
        usable.append(time.perf_counter() - began)
        while (painted := page.evaluate(PAINT)) is None:
            time.sleep(0.01)
        paints.append(painted / 1000)
        sizes = page.evaluate(SIZES)
        requests = len(sizes)
        own = sum(size for name, size in sizes if not name.endswith(".woff2"))
        began = time.perf_counter()
        page.get_by_role("button", name="Basel problem").click()
        page.locator("#verdict-title", has_text="Proved").wait_for()
        proved.append(time.perf_counter() - began)
        page.locator(".steps li").first.wait_for()
        told.append(time.perf_counter() - began)
        fonts = sum(size for name, size in page.evaluate(SIZES) if name.endswith(".woff2"))
        context.close()
    paint = statistics.median(paints)
    if own >= MOST_BYTES or paint >= MOST_SECONDS:
        raise RuntimeError(f"{own} bytes without fonts, first paint after {paint:.2f} s: a goal is missed")
    return [
        ("bytes without fonts, uncompressed", f"{own:,}", f"under {MOST_BYTES:,}"),
        ("bytes of the fonts that a proof needs", f"{fonts:,}", "-"),
        ("files of the first view", str(requests), "-"),
        ("first contentful paint, s", f"{paint:.2f}", f"under {MOST_SECONDS:.0f}"),
        ("the slowest one, s", f"{max(paints):.2f}", "-"),
        ("examples ready to be clicked, s", f"{statistics.median(usable):.2f}", "-"),
        ("from the click on an example to its verdict, s", f"{statistics.median(proved):.2f}", "-"),
        ("and to the first step of its proof, s", f"{statistics.median(told):.2f}", "-"),
    ]


def photograph(browser: Any, url: str, folder: Path) -> None:
    """Take the pictures of an answered question, in both themes and as wide as a phone."""
    for name, (options, example, height) in PICTURES.items():
        context = browser.new_context(**options)
        page = context.new_page()
        page.goto(url)
        page.get_by_role("button", name=example).click()
        for part in (".steps li", "#digits-body .digits", "#sums-body svg"):
            page.locator(part).first.wait_for()
        page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
        full = page.evaluate("() => document.documentElement.scrollHeight")
        width = options["viewport"]["width"]
        page.screenshot(
            path=folder / f"{name}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": min(full, height)},
        )
        context.close()


def main() -> None:
    """Measure; with `--write`, replace the results, with `--pictures FOLDER`, the pictures."""
    from playwright.sync_api import sync_playwright

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help=f"write {RESULTS.relative_to(ROOT)}")
    options.add_argument("--pictures", type=Path, metavar="FOLDER", help="take the pictures of the documents")
    given = options.parse_args()
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("there is no Chromium; install it, for example by: apt-get install chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
    with service() as url, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=arguments)
        rows, version = measure(browser, url), browser.version
        if given.pictures is not None:
            photograph(browser, url, given.pictures)
        browser.close()
    lines = [
        "# The web page\n",
        f"Medians of {ROUNDS} loads from the loopback address, each in a new profile of Chromium with nothing cached; "
        "the service answers, proves and checks on the same processors.\n",
        markdown(("what", "measured", "goal"), rows),
        "",
        conditions(["fastapi", "uvicorn"], {"Chromium": version}),
    ]
    save("\n".join(lines), RESULTS if given.write else None)


if __name__ == "__main__":
    main()
