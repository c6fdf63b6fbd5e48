"""JSON read without loss: a number that no float gives back is kept as a decimal."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute

__all__ = ["ExactRoute", "is_storable", "storable"]

_DEPTH = 20


class _ExactRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_exact_json"):
            text = (await self.body()).decode("utf-8")
            self._exact_json = json.loads(text, parse_float=_number, parse_constant=_refuse)
        return self._exact_json


class ExactRoute(APIRoute):
    """A route whose body is read so: `0.33` is a float, `0.1234567890123456789` a Decimal, `NaN` an error."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handler = super().get_route_handler()

        async def read_exactly(request: Request) -> Response:
            answer: Response = await handler(_ExactRequest(request.scope, request.receive))
            return answer

        return read_exactly


def is_storable(text: str) -> bool:
    """Tell whether every database keeps the text: no NUL, no half of a surrogate pair.

    >>> is_storable("⊕"), is_storable(chr(0))
    (True, False)
    """
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def storable(value: Any, depth: int = _DEPTH) -> Any:
    """Return a JSON value whose decimals are texts.

    Raises ValueError for one that is nested too deeply, or holds a text that no database keeps.
    """
    if depth == 0:
        raise ValueError(f"nested more than {_DEPTH} levels deep")
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str) and not is_storable(value):
        raise ValueError("a text may not contain NUL characters or lone surrogates")
    if isinstance(value, list):
        return [storable(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return {storable(name, depth - 1): storable(item, depth - 1) for name, item in value.items()}
    return value


def _number(text: str) -> float | Decimal:
    """The shortest text that gives a float back is how users of the library mean it: see `as_fraction`."""
    nearest, exact = float(text), Decimal(text)
    return nearest if Decimal(repr(nearest)) == exact else exact


def _refuse(name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is no JSON number", name, 0)
