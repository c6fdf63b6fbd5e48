"""Errors as answers: which exception is which status, and the one form that all of them have."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from tnsim.errors import (
    CertificateError,
    DivergenceError,
    DomainError,
    InputError,
    MissingExtraError,
    ParseError,
    TnsimError,
)
from tnsim.service.links import JOB, Links
from tnsim.service.schemas.answers import JobAnswer
from tnsim.store.database import is_away
from tnsim.store.queue import QueueFullError, TooManyJobsError

__all__ = ["STATUS", "Problem", "problem", "register", "responses"]

_LOG = logging.getLogger("tnsim.service")
_RETRY_AFTER = "2"
_MOST_SAID = 5
"""Of so many wrong fields the sentence speaks; `errors` has them all."""


class Problem(BaseModel):
    """What went wrong, and where: `errors` names the fields of the request, `position` a place in a formula."""

    detail: str = Field(examples=["unknown function 'foo'"])
    position: int | None = Field(None, description="offset of the first wrong character of a formula")
    errors: list[dict[str, Any]] = Field([], description="what is wrong with which field of the request")


STATUS: Mapping[type[Exception], int] = {
    QueueFullError: 503,
    TooManyJobsError: 429,
    MissingExtraError: 501,
    InputError: 422,
    DomainError: 422,
    DivergenceError: 422,
    CertificateError: 422,
    TnsimError: 422,
    SQLAlchemyError: 503,
}
"""The first class that fits decides."""

_MEANINGS = {
    202: "it takes longer: the job that will have the answer",
    400: "the body cannot be read",
    401: "no API key, or a wrong one",
    404: "there is no such thing, or it is another's",
    408: "the body did not arrive in time",
    413: "the body is too large",
    415: "the body is not JSON",
    422: "the request is read, and refused with the reason",
    501: "an optional package is missing; the answer says what to install",
    429: "too many requests or jobs; Retry-After says when to come back",
    503: "the queue is full, too many ask at once, or the database is away; Retry-After says when to come back",
}


def responses(*others: int, status: int = 200, links: Links | None = None) -> dict[int | str, dict[str, Any]]:
    """Return what a route may answer besides its own, for OpenAPI, and where its own answer leads."""
    always = (400, 401, 408, 413, 422, 429, 503)
    codes = sorted({*always, *others})
    own: dict[int | str, dict[str, Any]] = {} if links is None else {status: {"links": links}}
    return own | {code: _described(code) for code in codes}


def _described(code: int) -> dict[str, Any]:
    if code == 202:
        return {"model": JobAnswer, "description": _MEANINGS[code], "links": JOB}
    return {"model": Problem, "description": _MEANINGS[code]}


def problem(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    position: int | None = None,
    errors: Sequence[Mapping[str, Any]] = (),
) -> JSONResponse:
    """Return an answer that says what is wrong."""
    extra = {"Retry-After": _RETRY_AFTER} if status in (429, 503) else {}
    content = {"detail": detail, "position": position, "errors": list(errors)}
    return JSONResponse(content, status, {**extra, **(headers or {})})


def register(app: FastAPI) -> None:
    """Give every exception its answer."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for kind in (TnsimError, SQLAlchemyError, Exception):
        app.add_exception_handler(kind, _raised)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    errors = [_fault(one) for one in found]
    said = [": ".join(filter(None, (".".join(one["where"][1:]), one["message"]))) for one in errors[:_MOST_SAID]]
    return problem(422, "; ".join(said) or "the request is not valid", errors=errors)


def _fault(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a request is wrong, and how, in words that name the thing."""
    where, message = [str(part) for part in one["loc"]], str(one["msg"]).removeprefix("Value error, ")
    if one["type"] == "json_invalid":
        where, message = where[:1], f"the body is not JSON: {one['ctx']['error']}, at character {where[-1]}"
    elif where == ["body"] and one["type"] == "model_attributes_type":
        message = "the body is a JSON object, sent with Content-Type: application/json"
    return {"where": where, "message": message}


def _http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        return problem(500, HTTPStatus(500).phrase)
    detail = str(error.detail)
    if detail == HTTPStatus(404).phrase:
        detail = "there is nothing under this path; /openapi.json lists what there is"
    elif detail == HTTPStatus(405).phrase:
        detail = f"{request.method} is not for this path; it takes {(error.headers or {}).get('Allow', 'others')}"
    return problem(error.status_code, detail, error.headers)


def _raised(request: Request, error: Exception) -> JSONResponse:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    if isinstance(error, SQLAlchemyError) and not is_away(error):
        status = 500
    if status == 500:
        _LOG.exception("a request failed", exc_info=error)
        return problem(500, "an internal error; the log of the service says more")
    if isinstance(error, SQLAlchemyError):
        _LOG.warning("the database does not answer", extra={"error": type(error).__name__})
        return problem(status, "the database does not answer; try again")
    return problem(status, str(error), position=error.position if isinstance(error, ParseError) else None)
