"""The engine: prove, evaluate, sum, check; certificates."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from tnsim.service.dependencies import Asking, Parts, PartsOf
from tnsim.service.exact_json import ExactRoute
from tnsim.service.links import CERTIFICATE
from tnsim.service.problems import responses
from tnsim.service.questions import ask_check, ask_evaluate, ask_prove, ask_sum
from tnsim.service.schemas.answers import (
    CertificateAnswer,
    CheckAnswer,
    EvaluateAnswer,
    SumAnswer,
    VerdictAnswer,
)
from tnsim.service.schemas.requests import CheckRequest, EvaluateRequest, ProveRequest, SumRequest
from tnsim.store import repository

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["engine"], route_class=ExactRoute)


@router.post("/prove", response_model=VerdictAnswer, responses=responses(202, links=CERTIFICATE))
async def prove(body: ProveRequest, asker: Asking) -> Response:
    """Prove or refute a claim, or enclose its value."""
    return await asker.ask(ask_prove(body.claim, body.assumptions, body.digits), body.timeout)


@router.post("/evaluate", response_model=EvaluateAnswer, responses=responses(202))
async def evaluate(body: EvaluateRequest, asker: Asking) -> Response:
    """Enclose the value of an expression in a ball."""
    return await asker.ask(ask_evaluate(body.expression, body.values, body.digits), body.timeout)


@router.post("/sum", response_model=SumAnswer, responses=responses(202, links=CERTIFICATE))
async def closed_form(body: SumRequest, asker: Asking) -> Response:
    """Find a closed form, and prove it."""
    return await asker.ask(ask_sum(body.expression, body.assumptions, body.digits), body.timeout)


@router.post("/check", response_model=CheckAnswer, responses=responses(202))
async def check(body: CheckRequest, asker: Asking) -> Response:
    """Say whether the independent checker accepts a certificate."""
    return await asker.ask(ask_check(body.certificate, body.claim, body.assumptions), body.timeout)


@router.get("/certificates/{certificate_id}", responses=responses(404))
async def certificate(
    certificate_id: Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="the digest of a certificate")],
    parts: PartsOf,
) -> CertificateAnswer:
    """Show a certificate. Certificates are theorems: whoever knows the digest of one may read it."""
    return await run_in_threadpool(_certificate, parts, certificate_id)


def _certificate(parts: Parts, certificate_id: str) -> CertificateAnswer:
    with parts.database.read() as session:
        found = repository.certificate(session, certificate_id)
        if found is None:
            raise HTTPException(404, f"there is no certificate {certificate_id}")
        return CertificateAnswer.model_validate(
            {
                "id": found.id,
                "claim": found.claim,
                "assumptions": found.assumptions,
                "verdict": found.verdict,
                "certificate": json.loads(found.document),
                "created_at": found.created_at,
            }
        )
