"""The reference: every name in it has an example that runs, every method says what it returns."""

from __future__ import annotations

import doctest
import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
NAMES = [
    name
    for page in sorted(REFERENCE.glob("*.md"))
    for name in re.findall(r"^::: ([\w.]+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
]


def _objects(name: str) -> dict[str, Any]:
    """Return what a name of the reference stands for; a module stands for what it exports."""
    if name.startswith("tnsim.torch"):
        pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError:
        home, _, attribute = name.rpartition(".")
        return {name: getattr(importlib.import_module(home), attribute)}
    exported = {f"{name}.{each}": getattr(module, each) for each in module.__all__}
    return {each: value for each, value in exported.items() if callable(value)}


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_an_example_that_runs(name: str) -> None:
    for each, value in _objects(name).items():
        examples = doctest.DocTestParser().get_examples(inspect.getdoc(value) or "")
        assert [one for one in examples if doctest.SKIP not in one.options], each


@pytest.mark.parametrize("name", NAMES)
def test_every_method_says_what_it_does(name: str) -> None:
    for each, value in _objects(name).items():
        members = vars(value) if inspect.isclass(value) and value.__module__.startswith("tnsim") else {}
        for method, found in members.items():
            function = found.fget if isinstance(found, property) else getattr(found, "__func__", found)
            if not method.startswith("_") and inspect.isfunction(function):
                assert function.__doc__, f"{each}.{method}"
