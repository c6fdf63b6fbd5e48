"""What the page asks, and what it is answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tnsim.service.schemas.requests import Assumed, Formula, Number, Seconds, Text

__all__ = ["PartialSumsAnswer", "PartialSumsRequest", "PreviewAnswer", "PreviewRequest", "ProofAnswer"]


class PreviewRequest(BaseModel):
    """A text that is being typed."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "sum(x^n, n=0..oo) = 1/(1-x)", "assumptions": []}]}
    )
    text: Formula
    assumptions: Assumed = []


class ShownFormula(BaseModel):
    """A formula, to be asked about and to be shown."""

    text: str
    latex: str


class LineFields(BaseModel):
    """A sentence in pieces, each a `text` or a `latex`; a formula that is displayed stands alone."""

    display: bool
    parts: list[dict[Literal["text", "latex"], str]]


class PreviewAnswer(BaseModel):
    """How a text is read. `missing` are symbols of which nothing is assumed; `point` is a place to look at.

    `meant` says of a missing symbol which constant may be meant by it.
    """

    kind: Literal["identity", "series"]
    latex: str
    sides: list[ShownFormula]
    series: list[ShownFormula] = Field(description="the infinite sums in it, whose partial sums can be tabulated")
    symbols: list[str]
    missing: list[str]
    meant: dict[str, str]
    assumptions: list[LineFields]
    point: dict[str, str]


class StepFields(BaseModel):
    """A step of a proof, with its reasons."""

    number: int
    title: str
    lines: list[LineFields]


class StoryFields(BaseModel):
    """A proof to be laid out; `missing_formats` says which documents there are not, and why."""

    title: str
    claim: str
    setting: list[LineFields] = Field(description="what is assumed, and what the functions are")
    idea: LineFields
    steps: list[StepFields]
    end: LineFields
    references: list[LineFields]
    colophon: list[str]
    missing_formats: dict[str, str]


class ProofAnswer(BaseModel):
    """A proof as a story, or as a document."""

    form: Literal["story", "text", "latex", "html", "coq"]
    story: StoryFields | None
    document: str | None


class PartialSumsRequest(BaseModel):
    """A series, the values of its symbols, and how many partial sums are wanted."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"series": "sum(1/n^2, n=1..oo)", "count": 10}]}
    )
    series: Formula
    values: Annotated[dict[Annotated[Text, Field(max_length=100)], Number], Field(max_length=50)] = {}
    count: Annotated[int, Field(ge=1, le=500)] = 50
    timeout: Seconds | None = Field(None, description="seconds that may be spent on it")


class WholeFields(BaseModel):
    """A ball that holds the sum of the series."""

    midpoint: str
    radius: str
    digits: int


class RowFields(BaseModel):
    """Floats for drawing; the remainder's absolute value certainly lies between the two numbers."""

    index: int
    term: float | None
    partial_sum: float | None
    remainder: list[float] | None


class PartialSumsAnswer(BaseModel):
    """Partial sums; `reason` says how the whole sum is known, or why it is not."""

    series: str
    verdict: Literal["enclosed", "divergent", "undetermined"]
    whole: WholeFields | None
    reason: str
    rows: list[RowFields]
