"""What the page shows beside a verdict: the formula that was typed, the proof to be read, partial sums to be drawn."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from tnsim.service.dependencies import Asking, Parts, PartsOf
from tnsim.service.exact_json import ExactRoute
from tnsim.service.preview import AssumptionRefused, preview
from tnsim.service.problems import problem, responses
from tnsim.service.questions import ask_partial_sums, ask_proof
from tnsim.service.schemas.presentation import (
    PartialSumsAnswer,
    PartialSumsRequest,
    PreviewAnswer,
    PreviewRequest,
    ProofAnswer,
)
from tnsim.store import repository

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["presentation"], route_class=ExactRoute)
CertificateId = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="the digest of a certificate")]


@router.post("/preview", response_model=PreviewAnswer, responses=responses())
async def read(body: PreviewRequest) -> Response | PreviewAnswer:
    """Say how a text is read, without asking anything about it; 422 has the position of what cannot be read."""
    try:
        return PreviewAnswer.model_validate(await run_in_threadpool(preview, body.text, body.assumptions))
    except AssumptionRefused as error:
        where = {"where": ["body", "assumptions", str(error.number)], "message": str(error)}
        return problem(422, str(error), errors=[where])


@router.post("/partial-sums", response_model=PartialSumsAnswer, responses=responses(202))
async def partial_sums(body: PartialSumsRequest, asker: Asking) -> Response:
    """Tabulate the first terms and partial sums of a series, with bounds on what is missing to the whole sum."""
    return await asker.ask(ask_partial_sums(body.series, body.values, body.count), body.timeout)


@router.get("/certificates/{certificate_id}/proof", response_model=ProofAnswer, responses=responses(202, 404))
async def proof(
    certificate_id: CertificateId,
    asker: Asking,
    form: Annotated[Literal["story", "text", "latex", "html", "coq"], Query(description="how it is told")] = "story",
) -> Response:
    """Tell a certificate as a proof, step by step; the checker checks it again before a word is said."""
    document = await run_in_threadpool(_document, asker.parts, certificate_id)
    return await asker.ask(ask_proof(document, form), None)


@router.get(
    "/certificates/{certificate_id}/file",
    response_class=Response,
    responses={
        200: {"description": "a file for `tnsim check`", "content": {"application/json": {"schema": {}}}},
        **responses(404),
    },
)
async def file(certificate_id: CertificateId, parts: PartsOf) -> Response:
    """Give a certificate as a file, byte for byte as it was written."""
    document = await run_in_threadpool(_document, parts, certificate_id)
    name = f'attachment; filename="certificate-{certificate_id[:12]}.json"'
    return Response(document, media_type="application/json", headers={"Content-Disposition": name})


def _document(parts: Parts, certificate_id: str) -> str:
    with parts.database.read() as session:
        found = repository.certificate(session, certificate_id)
    if found is None:
        raise HTTPException(404, f"there is no certificate {certificate_id}")
    return found.document
