"""The classic routes: create, compensate, operation, validate."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from tnsim.errors import InputError
from tnsim.service import links, sets
from tnsim.service.dependencies import Asking, Owner, PartsOf
from tnsim.service.exact_json import ExactRoute
from tnsim.service.problems import responses
from tnsim.service.questions import ask_compensate, ask_prove, ask_zero_sum
from tnsim.service.schemas.answers import (
    CompensateAnswer,
    CreatedAnswer,
    OperationAnswer,
    VerdictAnswer,
)
from tnsim.service.schemas.requests import CompensateRequest, CreateRequest, OperationRequest, ValidateRequest

__all__ = ["router"]

router = APIRouter(prefix="/api/zerosum", tags=["zero sums"], route_class=ExactRoute)
_COMPENSATING = links.to_set("compensating_set_id") | links.CERTIFICATE


@router.post("/create", responses=responses(links=links.to_set("set_id")))
async def create(body: CreateRequest, parts: PartsOf, owner: Owner) -> CreatedAnswer:
    """Store a set, and say which set compensates it."""
    return await run_in_threadpool(sets.create_with_opposite, parts.database, body, owner)


@router.post("/compensate", response_model=CompensateAnswer, responses=responses(202, 404, links=_COMPENSATING))
async def compensate(body: CompensateRequest, asker: Asking) -> Response:
    """Find a set B such that A and B are zero-sum, with the proof: -A, or a set that converges faster."""
    name, definition = await run_in_threadpool(sets.definition_of, asker.parts.database, body.set_id, asker.owner)
    subject = {"a": str(body.set_id), "name": name}
    return await asker.ask(ask_compensate(definition, body.method, subject), body.timeout)


@router.post("/operation", response_model=OperationAnswer, responses=responses(202, 404, links=links.CERTIFICATE))
async def operation(body: OperationRequest, asker: Asking) -> Response:
    """Decide whether two sets together are zero-sum, in the direct or in the compensated reading."""
    return await _of_pair(body, asker)


@router.post(
    "/validate",
    response_model=OperationAnswer | VerdictAnswer,
    responses=responses(202, 404, links=links.CERTIFICATE),
)
async def validate(body: ValidateRequest, asker: Asking) -> Response:
    """Decide whether a set, a pair of sets, or a claim is zero-sum."""
    if body.claim is not None:
        return await asker.ask(ask_prove(body.claim, body.assumptions, 15), body.timeout)
    if body.set_id is not None:
        database = asker.parts.database
        _, definition = await run_in_threadpool(sets.definition_of, database, body.set_id, asker.owner)
        return await asker.ask(ask_zero_sum(definition, subject={"a": str(body.set_id)}), body.timeout)
    return await _of_pair(body, asker)


async def _of_pair(body: OperationRequest | ValidateRequest, asker: Asking) -> Response:
    if body.set_a_id is None or body.set_b_id is None:
        raise InputError("a pair needs both set_a_id and set_b_id")
    find, database = sets.definition_of, asker.parts.database
    _, first = await run_in_threadpool(find, database, body.set_a_id, asker.owner)
    _, second = await run_in_threadpool(find, database, body.set_b_id, asker.owner)
    subject = {"a": str(body.set_a_id), "b": str(body.set_b_id)}
    return await asker.ask(ask_zero_sum(first, second, body.operation_type, subject), body.timeout)
