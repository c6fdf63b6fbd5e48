"""A hook of MkDocs: links to files of the repository that are no pages become the names of those files."""

from __future__ import annotations

import posixpath
import re
from typing import Any

__all__ = ["on_page_markdown"]

_LINK = re.compile(r"\[([^\]]+)\]\((\.\.?/[^)#:]+)\)")


def on_page_markdown(markdown: str, *, page: Any, **_: object) -> str:
    """Return the text of a page in which links that leave the folder of the documents are names."""

    def named(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), link[2]))
        if not target.startswith("../"):
            return link[0]
        name = f"`{target.removeprefix('../')}`"
        return name if name == link[1] else f"{link[1]} ({name})"

    return _LINK.sub(named, markdown)
