"""What requests must look like."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    Strict,
    model_validator,
)

from tnsim.service.exact_json import is_storable, storable

__all__ = [
    "BalansisRequest",
    "CheckRequest",
    "CompensateRequest",
    "CreateRequest",
    "EvaluateRequest",
    "OperationRequest",
    "ProveRequest",
    "SetOperationRequest",
    "SumRequest",
    "ValidateRequest",
]

SetType: TypeAlias = Literal[
    "harmonic", "alternating", "geometric", "arithmetic", "power", "dirichlet", "telescoping", "custom"
]


def _readable(text: str) -> str:
    """Refuse what no database keeps as text: NUL, and halves of surrogate pairs."""
    if not is_storable(text):
        raise ValueError("a text may not contain NUL characters or lone surrogates")
    return text


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """Return the object with every number as a number or a text of the same value."""
    plain: dict[str, Any] = storable(value)
    return plain


def _number(value: object) -> object:
    """Refuse texts and truth values where a whole number is expected; 5.0 is one in JSON."""
    if isinstance(value, bool | str):
        raise ValueError(f"a whole number is expected, not {value!r}")
    return value


Text: TypeAlias = Annotated[str, AfterValidator(_readable)]
Formula: TypeAlias = Annotated[Text, Field(min_length=1, max_length=5_000)]
_Text: TypeAlias = Annotated[Text, Field(max_length=1_000)]
Number: TypeAlias = Annotated[int, Strict()] | Annotated[float, Strict()] | Annotated[Decimal, Strict()] | _Text
Assumed: TypeAlias = Annotated[list[Annotated[Text, Field(max_length=500)]], Field(max_length=50)]
Digits: TypeAlias = Annotated[int, BeforeValidator(_number), Field(ge=1, le=1_000)]
Seconds: TypeAlias = Annotated[float, Strict(), Field(gt=0, le=86_400, allow_inf_nan=False)]
Elements: TypeAlias = Annotated[list[Number], Field(max_length=10_000)]
Object: TypeAlias = Annotated[dict[str, Any], AfterValidator(_plain)]
Name: TypeAlias = Annotated[Text, Field(min_length=1, max_length=255)]


_SOME_SET, _ANOTHER_SET = str(UUID(int=1)), str(UUID(int=2))
"""Examples of ids; those of sets that exist are answered by the routes that make them."""

_SUM = "Sum(1/(n*(n + 1)), (n, 1, oo))"
_CERTIFICATE: JsonValue = {
    "format": "tnsim-certificate",
    "version": 1,
    "claim": {"expression": f"{_SUM} - 1", "assumptions": []},
    "steps": [
        {
            "rule": "telescope",
            "conclusion": {"kind": "equal", "left": _SUM, "right": "1", "assumptions": []},
            "premises": [],
            "witness": {"antidifference": "-1/n", "from": 1},
        },
        {
            "rule": "linear",
            "conclusion": {"kind": "equal", "left": f"{_SUM} - 1", "right": "0", "assumptions": []},
            "premises": [0],
            "witness": {},
        },
    ],
}


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class _Timed(_Request):
    timeout: Seconds | None = Field(None, description="seconds that may be spent on it")


class CreateRequest(_Request):
    """A set: its elements (numbers, or texts such as "1/3"), a formula in its properties, or those of its family."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Harmonic", "type": "harmonic", "elements": [1, 0.5, 0.33, 0.25]},
                {"name": "Basel", "type": "custom", "properties": {"formula": "1/n^2"}},
                {"name": "Halves", "type": "geometric", "properties": {"ratio": "1/2"}},
            ]
        }
    )
    name: Name | None = None
    type: SetType = "custom"
    elements: Elements = []
    properties: Object = Field(
        {},
        description="formula, index, start, first_elements, assumptions; or ratio, first, step, exponent, ...",
    )


class CompensateRequest(_Timed):
    """A stored set, and the kind of compensating set that is wanted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"set_id": _SOME_SET, "method": "accelerated"}]})
    set_id: UUID
    method: Literal["negative", "accelerated"] = Field(
        "negative", validation_alias=AliasChoices("method", "kind"), description="-A, or one that converges faster"
    )


class OperationRequest(_Timed):
    """Two stored sets. Direct: the sum of A plus the sum of B; compensated: the sum of a(n) + b(n), index by index."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"set_a_id": _SOME_SET, "set_b_id": _ANOTHER_SET, "operation_type": "compensated"}]
        }
    )
    set_a_id: UUID
    set_b_id: UUID
    operation_type: Literal["direct", "compensated"] = "compensated"


class ValidateRequest(_Timed):
    """One of: a stored set, a pair of them, a claim."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"claim": "sum(1/(n*(n+1)), n=1..oo) = 1"},
                {"set_id": _SOME_SET},
                {"set_a_id": _SOME_SET, "set_b_id": _ANOTHER_SET},
            ]
        }
    )
    set_id: UUID | None = None
    set_a_id: UUID | None = None
    set_b_id: UUID | None = None
    operation_type: Literal["direct", "compensated"] = "compensated"
    claim: Formula | None = None
    assumptions: Assumed = []

    @model_validator(mode="after")
    def _one_subject(self) -> ValidateRequest:
        pair = (self.set_a_id is None, self.set_b_id is None)
        if pair[0] != pair[1]:
            raise ValueError("a pair needs both set_a_id and set_b_id")
        if sum((self.set_id is not None, not pair[0], self.claim is not None)) != 1:
            raise ValueError("say what to validate: set_id; or set_a_id and set_b_id; or claim")
        return self


class SetOperationRequest(_Timed):
    """An operation on one stored set."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"operation": "zero_sum"}]})
    operation: Literal["zero_sum", "sum", "closed_form"] = Field(
        validation_alias=AliasChoices("operation", "operation_type")
    )
    digits: Digits = 15


class ProveRequest(_Timed):
    """A claim: an equation, or an expression said to be 0; and what is assumed of its symbols."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"claim": "sum(1/(n*(n+1)), n=1..oo) = 1"},
                {"claim": "sum(x^n, n=0..oo) = 1/(1-x)", "assumptions": ["x: real, -1 < x < 1"]},
            ]
        }
    )
    claim: Formula
    assumptions: Assumed = []
    digits: Digits = 15


class EvaluateRequest(_Timed):
    """An expression, and the values of its symbols."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"expression": "sum(1/n^2, n=1..oo)", "digits": 30}]})
    expression: Formula
    values: Annotated[dict[Annotated[Text, Field(max_length=100)], Number], Field(max_length=50)] = {}
    digits: Digits = 15


class SumRequest(_Timed):
    """An expression whose closed form is wanted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"expression": "sum(1/(n^2+1), n=1..oo)"}]})
    expression: Formula
    assumptions: Assumed = []
    digits: Digits = 15


class CheckRequest(_Timed):
    """A certificate, and the claim that it must be about; without one, the claim that it states."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"certificate": _CERTIFICATE, "claim": "sum(1/(n*(n+1)), n=1..oo) = 1"}]}
    )
    certificate: Object
    claim: Formula | None = None
    assumptions: Assumed = []


class BalansisRequest(_Timed):
    """A stored set, or elements; how many elements are added up."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"elements": ["1", "-1", "1/3"]}]})
    set_id: UUID | None = None
    elements: Elements = []
    count: Annotated[int, Field(ge=1, le=10_000)] = 100

    @model_validator(mode="after")
    def _one_subject(self) -> BalansisRequest:
        if (self.set_id is None) == (not self.elements):
            raise ValueError("give either set_id or elements")
        return self
