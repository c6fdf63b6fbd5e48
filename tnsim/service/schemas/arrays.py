"""The route for arrays: operations on posted arrays, or a forward pass of a small registered model."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from tnsim.service.schemas.requests import Seconds

__all__ = ["ArraysAnswer", "ArraysRequest"]

Real: TypeAlias = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Row: TypeAlias = Annotated[list[Real], Field(min_length=1, max_length=4096)]
Matrix: TypeAlias = Annotated[list[Row], Field(min_length=1, max_length=4096)]

_NEEDED = {
    "attention": ("query", "key", "value"),
    "softmax": ("input",),
    "matmul": ("left", "right"),
    "forward": ("model", "tokens"),
}


class ArraysRequest(BaseModel):
    """An operation, and the arrays that it needs; `dtype` is what the plain computation would use."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"operation": "matmul", "left": [[1e16, 1, -1e16]], "right": [[1], [1], [1]]},
                {"operation": "softmax", "input": [[0, 1, 2]], "dtype": "float64"},
                {"operation": "attention", "query": [[1, 0]], "key": [[1, 0], [0, 1]], "value": [[1], [2]]},
                {"operation": "forward", "model": "demo", "tokens": [1, 2, 3]},
            ]
        },
    )
    operation: Literal["attention", "softmax", "matmul", "forward"]
    query: Matrix | None = None
    key: Matrix | None = None
    value: Matrix | None = None
    input: Matrix | None = None
    left: Matrix | None = None
    right: Matrix | None = None
    model: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\w.-]+$")] | None = None
    tokens: Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1, max_length=4096)] | None = None
    dtype: Literal["float16", "bfloat16", "float32", "float64"] = "float32"
    causal: bool = False
    timeout: Seconds | None = None

    @model_validator(mode="after")
    def _arrays_of_the_operation(self) -> ArraysRequest:
        needed = _NEEDED[self.operation]
        given = {name for names in _NEEDED.values() for name in names if getattr(self, name) is not None}
        if given != set(needed):
            raise ValueError(f"{self.operation} takes {', '.join(needed)}, got {', '.join(sorted(given)) or 'nothing'}")
        for name in given:
            matrix = getattr(self, name)
            if isinstance(matrix, list) and isinstance(matrix[0], list) and len({len(row) for row in matrix}) > 1:
                raise ValueError(f"the rows of {name} have different lengths")
        if self.causal and self.operation != "attention":
            raise ValueError(f"causal is for attention, not for {self.operation}")
        self._fit("left", "columns", "right", "rows")
        self._fit("query", "columns", "key", "columns")
        self._fit("key", "rows", "value", "rows")
        return self

    def _fit(self, first: str, of_first: str, second: str, of_second: str) -> None:
        a, b = getattr(self, first), getattr(self, second)
        if a is None or b is None:
            return
        size = {name: len(matrix) if side == "rows" else len(matrix[0])
                for name, matrix, side in ((first, a, of_first), (second, b, of_second))}  # fmt: skip
        if size[first] != size[second]:
            raise ValueError(
                f"{first} has {size[first]} {of_first}, {second} has {size[second]} {of_second}: they must be as many"
            )


class ArraysAnswer(BaseModel):
    """The result with compensated sums, and what is known of the plain one."""

    operation: Literal["attention", "softmax", "matmul", "forward"]
    dtype: str
    shape: list[int]
    result: list[list[float]]
    plain_difference: float = Field(description="the largest distance of the plain result from this one")
    plain_error_bound: float = Field(description="no entry of the plain result is further from the exact one")
