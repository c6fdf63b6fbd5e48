"""An extension of Griffe: examples in docstrings are shown as code, without marks in the docstrings."""

from __future__ import annotations

import re
from typing import Any

from griffe import Docstring, Extension, Object

__all__ = ["DoctestBlocks", "fenced"]

_EXAMPLE = re.compile(r"^( *)>>> .*(?:\n(?! *$).*)*", re.MULTILINE)


class DoctestBlocks(Extension):
    """Puts fences around the examples of every docstring."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Change the docstring of an object when it is loaded."""
        if isinstance(obj.docstring, Docstring):
            obj.docstring.value = fenced(obj.docstring.value)


def fenced(text: str) -> str:
    """Return the text with each example, up to the next empty line, in a fence."""
    return _EXAMPLE.sub(lambda block: f"{block[1]}```pycon\n{block[0]}\n{block[1]}```", text)
