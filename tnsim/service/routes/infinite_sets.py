"""Sets as resources."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from tnsim.errors import UnsupportedError
from tnsim.service import links, sets
from tnsim.service.definitions import build
from tnsim.service.dependencies import Asking, Owner, PartsOf
from tnsim.service.exact_json import ExactRoute
from tnsim.service.problems import responses
from tnsim.service.questions import ask_elements, ask_evaluate, ask_sum, ask_zero_sum
from tnsim.service.schemas.answers import (
    ElementsAnswer,
    EvaluateAnswer,
    OperationAnswer,
    SetAnswer,
    SetPage,
    SumAnswer,
)
from tnsim.service.schemas.requests import CreateRequest, SetOperationRequest, SetType

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/infinite-sets", tags=["infinite sets"], route_class=ExactRoute)
SetId = Annotated[UUID, Path(description="the id of a set")]


@router.post("/", status_code=201, responses=responses(status=201, links=links.to_set("id")))
async def create(body: CreateRequest, parts: PartsOf, owner: Owner) -> SetAnswer:
    """Store a set."""
    return await run_in_threadpool(sets.create, parts.database, body, owner)


@router.get("/", responses=responses())
async def list_sets(
    parts: PartsOf,
    owner: Owner,
    type: SetType | None = None,
    is_compensated: bool | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> SetPage:
    """List the sets that you may see, the newest first."""
    return await run_in_threadpool(sets.list_page, parts.database, owner, type, is_compensated, limit, cursor)


@router.get("/{set_id}", responses=responses(404))
async def get(set_id: SetId, parts: PartsOf, owner: Owner) -> SetAnswer:
    """Show a set."""
    return await run_in_threadpool(sets.find, parts.database, set_id, owner)


@router.delete("/{set_id}", status_code=204, responses=responses(404))
async def delete(set_id: SetId, parts: PartsOf, owner: Owner) -> None:
    """Delete a set of yours, with its elements and pairs."""
    await run_in_threadpool(sets.delete, parts.database, set_id, owner)


@router.get("/{set_id}/elements", response_model=ElementsAnswer, responses=responses(202, 404))
async def elements(
    set_id: SetId,
    asker: Asking,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Show elements by position, exactly."""
    _, definition = await run_in_threadpool(sets.definition_of, asker.parts.database, set_id, asker.owner)
    return await asker.ask(ask_elements(definition, offset, limit), None)


@router.post(
    "/{set_id}/operations/",
    response_model=OperationAnswer | EvaluateAnswer | SumAnswer,
    responses=responses(202, 404, links=links.CERTIFICATE),
)
async def operate(set_id: SetId, body: SetOperationRequest, asker: Asking) -> Response:
    """Decide whether the set is zero-sum, enclose its sum in a ball, or find its closed form."""
    _, definition = await run_in_threadpool(sets.definition_of, asker.parts.database, set_id, asker.owner)
    if body.operation == "zero_sum":
        return await asker.ask(ask_zero_sum(definition, subject={"a": str(set_id)}), body.timeout)
    if "elements" in definition or "first_elements" in definition:
        raise UnsupportedError(f"the operation {body.operation} is for sets given by one formula; use zero_sum")
    known = build(definition).formula
    formula = f"Sum({definition['formula']}, ({definition['index']}, {definition['start']}, oo))"
    if body.operation == "closed_form":
        return await asker.ask(ask_sum(formula, definition["assumptions"], body.digits), body.timeout)
    if known is not None and known.assumptions.symbols:
        raise UnsupportedError("a sum with parameters has no single value: ask for its closed form")
    return await asker.ask(ask_evaluate(formula, {}, body.digits), body.timeout)
