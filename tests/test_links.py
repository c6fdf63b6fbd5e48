"""Links: files and headings that are linked to exist; addresses of other sites are well formed."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("docs", "examples", "deploy", "benchmarks")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(path for name in FOLDERS for path in (ROOT / name).rglob("*.md"))])

_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def prose(text: str) -> str:
    """Return a text without what is shown as code."""
    return re.sub(r"`[^`\n]*`", "`code`", _FENCED.sub("", text))


def links(text: str) -> list[str]:
    return _LINK.findall(prose(text))


def anchors(text: str) -> set[str]:
    """Return the names that headings get, by Python-Markdown for the site, or by the place where the repository is."""
    found: set[str] = set()
    for heading in _HEADING.findall(_FENCED.sub("", text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        for form in (words, unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()):
            kept = re.sub(r"[^\w\s-]", "", form).strip().lower()
            found |= {re.sub(r"[-\s]+", "-", kept), kept.replace(" ", "-")}
    return found


def faults(document: Path) -> list[str]:
    """Return the links of a document that lead nowhere."""
    wrong = []
    for link in links(document.read_text(encoding="utf-8")):
        parts = urlsplit(link)
        if parts.scheme in ("http", "https"):
            host = parts.hostname or ""
            if not (re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) and parts.scheme == "https"):
                wrong.append(link)
            continue
        target = (document.parent / parts.path).resolve() if parts.path else document
        is_there = not parts.scheme and target.exists() and target.is_relative_to(ROOT)
        if not is_there or (parts.fragment and parts.fragment not in anchors(target.read_text(encoding="utf-8"))):
            wrong.append(link)
    return wrong


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    assert faults(document) == []


def test_no_page_is_out_of_reach() -> None:
    """From the README, by links alone, every page of the documents is reached, and every picture."""
    reached, left = set(), [ROOT / "README.md"]
    while left:
        document = left.pop()
        if document in reached or not document.exists():
            continue
        reached.add(document)
        if document.suffix == ".md":
            paths = (urlsplit(link).path for link in links(document.read_text(encoding="utf-8")) if "://" not in link)
            left += [(document.parent / path).resolve() for path in paths if path]
    wanted = {path for path in (ROOT / "docs").rglob("*.*") if path.suffix in (".md", ".png", ".svg")}
    assert wanted - reached == set()


@pytest.mark.parametrize(
    "text",
    ["[a](nothing.md)", "[a](there.md#no-such-heading)", "[a](#no-such-heading)", "![a](nothing.png)", "[a](http://x)",
     "[a](https://)", "[a](mailto:x)", "[a](../../../etc/passwd)"],
)  # fmt: skip
def test_what_leads_nowhere_is_found(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    (tmp_path / "there.md").write_text("# A Heading, with `code` and ζ(3)\n", encoding="utf-8")
    document = tmp_path / "here.md"
    document.write_text(
        "[a](there.md#a-heading-with-code-and-3) [b](https://dlmf.nist.gov/25.2#E1) `[c](no.md)`\n"
        f"```\n[d](no.md)\n```\n{text}\n",
        encoding="utf-8",
    )
    assert faults(document) == links(text)
