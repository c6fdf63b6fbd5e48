"""What routes ask for: the parts of the running service, the owner of the request, how long it will wait."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse, Response

from tnsim.errors import InputError
from tnsim.service.answers import Answer, Answers
from tnsim.service.jobs import described
from tnsim.service.observation import Metrics
from tnsim.service.problems import problem
from tnsim.service.questions import Question
from tnsim.service.settings import Settings
from tnsim.store.cache import RedisCache
from tnsim.store.database import Database

__all__ = ["Asker", "Asking", "Owner", "Parts", "PartsOf", "answered"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The running service."""

    settings: Settings
    database: Database
    answers: Answers
    metrics: Metrics
    far: RedisCache | None


async def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


async def _owner(request: Request) -> str | None:
    owner: str | None = request.state.owner
    return owner


PartsOf: TypeAlias = Annotated[Parts, Depends(_parts)]
Owner: TypeAlias = Annotated[str | None, Depends(_owner)]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and how long they wait: `Prefer: wait=5` or `Prefer: respond-async` (RFC 7240)."""

    parts: Parts
    owner: str | None
    patience: float

    async def ask(self, question: Question, timeout: float | None) -> Response:
        """Return 200 with the answer, 202 with the job where it takes longer, or 422 with the reason."""
        settings = self.parts.settings
        seconds = settings.timeout if timeout is None else timeout
        if seconds > settings.most_timeout:
            raise InputError(f"timeout is at most {settings.most_timeout:g} s here, got {seconds:g}")
        return answered(await self.parts.answers.answer(question, self.owner, seconds, self.patience))


async def _asker(
    request: Request,  # not the dependencies above: to resolve those would take longer than a cached answer
    prefer: Annotated[
        str | None, Header(max_length=200, description="`wait=SECONDS` or `respond-async`, as in RFC 7240")
    ] = None,
) -> Asker:
    parts: Parts = request.app.state.parts
    patience = parts.settings.patience
    if prefer is not None:
        if re.search(r"\brespond-async\b", prefer):
            patience = 0.0
        elif found := re.search(r"\bwait=(\d{1,6})\b", prefer):
            patience = min(patience, float(found.group(1)))
    return Asker(parts, request.state.owner, patience)


Asking: TypeAlias = Annotated[Asker, Depends(_asker)]


def answered(answer: Answer) -> Response:
    """Return the answer as an HTTP response."""
    if answer.body is not None:
        return Response(answer.body, media_type="application/json")
    if answer.job is not None:
        content = described(answer.job).model_dump(mode="json")
        headers = {"Location": content["links"]["self"], "Retry-After": "1"}
        return JSONResponse(content, 202, headers)
    return problem(422, answer.refusal or "the question was refused")
