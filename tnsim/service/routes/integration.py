"""Other packages: Balansis beside our sums, compensated arrays. 501 says what to install where one is missing."""

from __future__ import annotations

from importlib.util import find_spec

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from tnsim.errors import MissingExtraError
from tnsim.service import sets
from tnsim.service.definitions import define, exact_elements
from tnsim.service.dependencies import Asking
from tnsim.service.exact_json import ExactRoute
from tnsim.service.problems import responses
from tnsim.service.questions import ask_arrays, ask_balansis
from tnsim.service.schemas.answers import BalansisAnswer
from tnsim.service.schemas.arrays import ArraysAnswer, ArraysRequest
from tnsim.service.schemas.requests import BalansisRequest

__all__ = ["router"]

router = APIRouter(prefix="/api/integration", tags=["integration"], route_class=ExactRoute)
_WITH_LOADING = 60.0
"""Seconds that are given where the request names none: the worker loads torch first."""


@router.post("/balansis", response_model=BalansisAnswer, responses=responses(202, 404, 501))
async def balansis(body: BalansisRequest, asker: Asking) -> Response:
    """Add up elements through Balansis' own operations, and exactly, and show the difference."""
    _require("balansis", "the package balansis, which needs numpy < 2: pip install balansis==1.1.0 'numpy<2'")
    if body.set_id is not None:
        database = asker.parts.database
        _, definition = await run_in_threadpool(sets.definition_of, database, body.set_id, asker.owner)
    else:
        definition = define("custom", {}, exact_elements(body.elements))
    return await asker.ask(ask_balansis(definition, body.count), body.timeout)


@router.post("/llm", response_model=ArraysAnswer, responses=responses(202, 501))
async def llm(body: ArraysRequest, asker: Asking) -> Response:
    """Compute attention, softmax, a product of matrices or a forward pass with compensated sums.

    Beside the result stands a bound on the error of the same computation with plain sums.
    """
    _require("torch", "the extra torch: pip install 'tnsim[torch]'")
    wanted = body.model_dump(mode="json", exclude_none=True, exclude={"timeout"})
    usual = min(_WITH_LOADING, asker.parts.settings.most_timeout)
    return await asker.ask(ask_arrays(wanted), usual if body.timeout is None else body.timeout)


def _require(module: str, what: str) -> None:
    if find_spec(module) is None:
        raise MissingExtraError(f"this route needs {what}")
