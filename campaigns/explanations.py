"""Why some conditions of the checker can be left out without a test that fails: said in the file beside this."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Change", "explanations", "why"]

_FILE = Path(__file__).with_name("explained_conditions.toml")
Change = tuple[str, str, str, int]
"""Module, text of the condition, what is done, and to which part."""


@cache
def explanations() -> Mapping[Change, str]:
    """Return the reason of each change that is explained."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["condition"]
    return {
        (f"tnsim.proof.{entry['module']}", entry["text"], change, part): entry["why"]
        for entry in entries
        for change, part in ((text, part) for text in entry["changes"] for part in entry.get("parts", [0]))
    }


def why(finding: Mapping[str, Any]) -> str:
    """Return the reason why no test notices the change of a finding; empty where none is known."""
    module, _, place, change = finding["seed"].split(":")
    return explanations().get((module, finding["text"], change, int(place.split(".")[1])), "")
