"""The page at `/`: static files of this package, under a policy that allows scripts of this service alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException

__all__ = ["POLICY", "router"]

router = APIRouter(include_in_schema=False)

_FOLDER = Path(__file__).parent.parent / "page"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Nothing from other sites, nothing inline: a formula that got into the page as markup could not run."""

_FILES = {
    file.relative_to(_FOLDER).as_posix(): file
    for file in sorted(_FOLDER.rglob("*"))
    if file.is_file() and file.suffix in _TYPES
}


@router.get("/")
async def index() -> Response:
    """Show the page."""
    return _answer("index.html", "no-cache")


@router.get("/page/{name:path}")
async def file(name: Annotated[str, PathParameter(max_length=200)]) -> Response:
    """Show a file of the page; only files that were there at the start have a name here."""
    # Fonts stay what they are; everything else is asked for again, so that an update is seen at once.
    return _answer(name, "public, max-age=604800" if name.endswith(".woff2") else "no-cache")


def _answer(name: str, caching: str) -> Response:
    if name not in _FILES:
        raise HTTPException(404, f"the page has no file {name}")
    path = _FILES[name]
    headers = {"Cache-Control": caching, "Content-Security-Policy": POLICY}
    return FileResponse(path, headers=headers, media_type=_TYPES[path.suffix])
