"""Marks in the words of a proof: a title stands between `‹` and `›`, what is typed between backticks."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["marked"]

_RUNS = re.compile("‹([^›]*)›|`([^`]*)`")

Writer = Callable[[str], str]


def marked(words: str, plain: Writer, title: Writer, typed: Writer) -> str:
    """Return the words with each run written in its way.

    >>> marked("see ‹A = B›, or `tnsim check`", str, str.upper, repr)
    "see A = B, or 'tnsim check'"
    """
    written, place = "", 0
    for match in _RUNS.finditer(words):
        written += plain(words[place : match.start()])
        written += title(match[1]) if match[1] is not None else typed(match[2])
        place = match.end()
    return written + plain(words[place:])
