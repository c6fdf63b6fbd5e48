"""What may be asked next, as an OpenAPI document says it: from the ids in an answer to the routes that take them.

Programs that read the document, such as generators of clients and of tests, follow these links.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from fastapi.routing import APIRoute

__all__ = ["CERTIFICATE", "JOB", "Links", "operation_id", "to_set"]

Links: TypeAlias = dict[str, dict[str, Any]]


def operation_id(route: APIRoute) -> str:
    """Return the name of a route in the document, such as `infinite_sets_get`."""
    tag = str(route.tags[0]).replace(" ", "_") if route.tags else "page"
    return f"{tag}_{route.name}"


def to_set(field: str) -> Links:
    """Return what may be asked of the set whose id is in this field of the answer."""
    here = f"$response.body#/{field}"
    as_parameter = {"parameters": {"set_id": here}}
    return {
        "get": {"operationId": "infinite_sets_get", **as_parameter},
        "elements": {"operationId": "infinite_sets_elements", **as_parameter},
        "operate": {"operationId": "infinite_sets_operate", **as_parameter},
        "compensate": {"operationId": "zero_sums_compensate", "requestBody": {"set_id": here}},
        "validate": {"operationId": "zero_sums_validate", "requestBody": {"set_id": here}},
        "operation": {"operationId": "zero_sums_operation", "requestBody": {"set_a_id": here, "set_b_id": here}},
        "balansis": {"operationId": "integration_balansis", "requestBody": {"set_id": here}},
        "delete": {"operationId": "infinite_sets_delete", **as_parameter},
    }


def _to_one(name: str, tag: str, *routes: str) -> Links:
    parameters = {name: f"$response.body#/{name}"}
    return {route: {"operationId": f"{tag}_{route}", "parameters": parameters} for route in routes}


CERTIFICATE = {
    **_to_one("certificate_id", "engine", "certificate"),
    **_to_one("certificate_id", "presentation", "file", "proof"),
}
JOB = _to_one("job_id", "jobs", "get", "events", "cancel")
