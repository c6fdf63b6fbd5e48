"""Records of a corpus, and what their verdicts are worth: right, open or wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from tnsim.errors import InputError

__all__ = ["Grade", "Record", "grade", "markdown_table", "read_corpus"]

Grade = Literal["right", "open", "wrong"]

_EXPECTED = {"zero": "proved", "nonzero": "refuted", "divergent": "divergent"}


@dataclass(frozen=True, slots=True)
class Record:
    """One claim of a corpus, the truth about it, and what is assumed of its symbols."""

    id: str
    category: str
    claim: str
    truth: str
    assumptions: tuple[str, ...]
    value: str | None


def read_corpus(paths: Sequence[Path]) -> list[Record]:
    """Return the records of JSON Lines files in order; raises InputError naming the line that is wrong."""
    records = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not a text in UTF-8 ({error})") from None
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    records.append(_record(json.loads(line)))
                except KeyError as error:
                    raise InputError(f"{path}:{number}: the record has no field {error}") from None
                except (ValueError, TypeError, AttributeError) as error:
                    raise InputError(f"{path}:{number}: not a record of a corpus: {error}") from None
    return records


def grade(record: Record, report: dict[str, Any]) -> Grade:
    """Return what a verdict is worth: wrong is whatever contradicts the truth, a ball beside it included."""
    verdict, enclosure = report["verdict"], report["enclosure"]
    if enclosure is not None and not _may_hold(record, enclosure):
        return "wrong"
    if verdict == _EXPECTED[record.truth]:
        return "right"
    return "wrong" if verdict in _EXPECTED.values() else "open"


def markdown_table(graded: Iterable[tuple[str, Grade]]) -> str:
    """Return counts by category as a Markdown table.

    >>> print(markdown_table([("slow", "open"), ("slow", "right")]))
    | category | records | right | open | wrong |
    |----------|--------:|------:|-----:|------:|
    | slow     |       2 |     1 |    1 |     0 |
    | **all**  |       2 |     1 |    1 |     0 |
    """
    counts: dict[str, Counter[str]] = {}
    for category, mark in graded:
        counts.setdefault(category, Counter())[mark] += 1
    rows = sorted(counts.items())
    rows.append(("**all**", sum(counts.values(), Counter())))
    width = max(len("category"), *(len(name) for name, _ in rows))
    lines = [
        f"| {'category':<{width}} | records | right | open | wrong |",
        f"|{'-' * (width + 2)}|--------:|------:|-----:|------:|",
    ]
    for name, marks in rows:
        lines.append(
            f"| {name:<{width}} | {marks.total():>7} | {marks['right']:>5} | {marks['open']:>4} | {marks['wrong']:>5} |"
        )
    return "\n".join(lines)


def _record(fields: dict[str, Any]) -> Record:
    if fields["verdict"] not in _EXPECTED:
        raise ValueError(f"the verdict {fields['verdict']!r} is none of {', '.join(_EXPECTED)}")
    symbols = fields.get("params") or {}
    return Record(
        str(fields["id"]),
        str(fields["category"]),
        fields["claim"],
        fields["verdict"],
        tuple(f"{name}: {about['assume']}" for name, about in symbols.items()),
        fields.get("value"),
    )


def _may_hold(record: Record, enclosure: dict[str, Any]) -> bool:
    """Tell whether the ball can hold the true value; nothing can be said of a claim with parameters."""
    if record.truth == "divergent":
        return False
    if record.truth == "zero":
        value, slack = Fraction(0), Fraction(0)
    elif record.value is not None and not record.assumptions:
        value, slack = Fraction(record.value), _last_digit(record.value)
    else:
        return True
    # The values in a corpus are real.
    parts = [(enclosure, value, slack)]
    if imaginary := enclosure.get("imaginary"):
        parts.append((imaginary, Fraction(0), Fraction(0)))
    return all(abs(Fraction(b["midpoint"]) - v) <= Fraction(b["radius"]) + more for b, v, more in parts)


def _last_digit(decimal: str) -> Fraction:
    """Return one unit of the last digit written: the value in a corpus is rounded."""
    mantissa, _, exponent = decimal.lower().partition("e")
    _, _, places = mantissa.partition(".")
    return Fraction(10) ** (int(exponent or 0) - len(places))
