"""The documents as a site: every page has its place, and what the hooks change is changed rightly."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _pages(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    return [page for part in (nav if isinstance(nav, list) else nav.values()) for page in _pages(part)]


def test_every_page_has_its_place() -> None:
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    pages = _pages(nav)
    assert len(set(pages)) == len(pages)
    assert set(pages) == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}


def test_everything_that_the_reference_names_exists() -> None:
    for page in sorted((DOCS / "reference").glob("*.md")):
        for name in re.findall(r"^::: ([\w.]+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            parts = name.split(".")
            module = next(
                path
                for k in range(len(parts), 0, -1)
                for path in (ROOT.joinpath(*parts[:k]).with_suffix(".py"), ROOT.joinpath(*parts[:k], "__init__.py"))
                if path.exists()
            )
            left = parts[len(module.relative_to(ROOT).with_suffix("").parts) - (module.stem == "__init__") :]
            assert len(left) <= 1, name
            if left:
                assert re.search(rf"^(class|def) {left[0]}\b", module.read_text(encoding="utf-8"), re.MULTILINE), name


def test_every_public_name_is_in_the_reference() -> None:
    import tnsim

    text = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    for name in tnsim.__all__:
        if name != "__version__":
            assert re.search(rf"^::: [\w.]+\.(ZeroSum)?{name}$", text, re.MULTILINE), name


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        ("kernels.md", "see [the table](../benchmarks/t.md).", "see the table (`benchmarks/t.md`)."),
        ("input-language.md", "[`tnsim/a.py`](../tnsim/a.py)", "`tnsim/a.py`"),
        ("tutorials/torch.md", "[PyTorch](../torch.md)", "[PyTorch](../torch.md)"),
        ("tutorials/torch.md", "[x](../../deploy/y)", "x (`deploy/y`)"),
        ("index.md", "[site](https://dlmf.nist.gov)", "[site](https://dlmf.nist.gov)"),
    ],
)
def test_links_out_of_the_documents_become_names(page: str, before: str, after: str) -> None:
    hook = _load("links_outside")
    assert hook.on_page_markdown(before, page=SimpleNamespace(file=SimpleNamespace(src_uri=page))) == after


def test_examples_in_docstrings_are_fenced() -> None:
    pytest.importorskip("griffe", reason="needs what the site is built with")
    fenced = _load("doctest_blocks").fenced
    assert fenced("Two.\n\n>>> 1 + 1\n2\n\nEnd.") == "Two.\n\n```pycon\n>>> 1 + 1\n2\n```\n\nEnd."
    assert fenced("No example.") == "No example."
