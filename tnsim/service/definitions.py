"""What a set is given by, as JSON: exact elements, or a formula with its index, its start and what is assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tnsim.core import InfiniteSet
from tnsim.core.reading import as_fraction, as_term, at_top_level
from tnsim.errors import InputError
from tnsim.language.expression import free_symbols
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.service.settings import FORMULA_LIMITS
from tnsim.sets.infinite_set import FormulaSet

__all__ = [
    "Definition",
    "build",
    "define",
    "describe",
    "exact_elements",
    "read_formula",
]

Definition = Mapping[str, Any]

MOST_ELEMENTS = 10_000

_FAMILIES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "harmonic": ((), "harmonic: no property is needed"),
    "alternating": ((), "alternating: no property is needed"),
    "geometric": (("ratio",), "geometric: say the ratio, and the first element if it is not 1"),
    "arithmetic": (("first", "step"), "arithmetic: say the first element and the step"),
    "power": (("exponent",), "power: say the exponent"),
    "dirichlet": (("coefficients",), "dirichlet: say the coefficients of one period"),
    "telescoping": (("antidifference",), "telescoping: say the antidifference T of T(n) - T(n + 1)"),
    "custom": (("formula",), "custom: say the formula, or list the elements"),
}
"""What each type of set needs in its properties, where neither elements nor a formula are given."""

_WITH_START = ("harmonic", "alternating", "telescoping", "custom")


def read_formula(text: str) -> None:
    """Raise ParseError or LimitError for a formula that is not one, or is over the limits of the service."""
    parse(f"Sum({text})" if at_top_level(text, ",") else text, FORMULA_LIMITS)


def exact_elements(values: Sequence[object]) -> list[Fraction]:
    """Return the elements exactly as they were written; raises InputError with the position of a wrong one."""
    if len(values) > MOST_ELEMENTS:
        raise InputError(f"a set may be given by {MOST_ELEMENTS} elements, got {len(values)}; give a formula instead")
    elements = []
    for position, value in enumerate(values):
        try:
            elements.append(as_fraction(value))  # type: ignore[arg-type]
        except InputError as error:
            raise InputError(f"element {position}: {error}") from None
    return elements


def define(kind: str, properties: Mapping[str, Any], elements: Sequence[Fraction]) -> Definition:
    """Return what a set is given by: its elements, where there are any; a formula; or the properties of its family.

    Raises InputError where these do not say what the set is.
    """
    start = properties.get("start")
    if start is not None and (isinstance(start, bool) or not isinstance(start, int)):
        raise InputError(f"start is a whole number, got {start!r}")
    if elements:
        return {"elements": [str(value) for value in elements], "start": 1 if start is None else start}
    assumptions = properties.get("assumptions", [])
    if not isinstance(assumptions, list) or not all(isinstance(text, str) for text in assumptions):
        raise InputError("assumptions are a list of texts such as 'x: real, 0 < x < 1'")
    if "formula" in properties:
        formula, index = properties["formula"], properties.get("index", "n")
        if not isinstance(formula, str) or not isinstance(index, str):
            raise InputError("formula and index are texts, such as '1/n^2' and 'n'")
        read_formula(formula)
        given = InfiniteSet(formula, index, 1 if start is None else start, assumptions)
        return describe(_behind(given, properties.get("first_elements", [])))
    unused = ["index", "first_elements"] + ([] if kind in _WITH_START else ["start"])
    for name in unused:
        if name in properties:
            raise InputError(f"{name} belongs to a formula: a set of the type {kind} begins where its family does")
    return describe(_of_family(kind, properties, assumptions, start))


def build(definition: Definition) -> InfiniteSet:
    """Return the set."""
    if "elements" in definition:
        return InfiniteSet.from_elements(definition["elements"], definition["start"])
    given = InfiniteSet(definition["formula"], definition["index"], definition["start"], definition["assumptions"])
    return _behind(given, definition.get("first_elements", []))


def _behind(given: InfiniteSet, first_elements: object) -> InfiniteSet:
    """Return the set behind exceptional first elements, which end where its formula starts."""
    if not isinstance(first_elements, list) or not all(isinstance(text, str) for text in first_elements):
        raise InputError("first_elements are a list of texts such as '-1/2'")
    known = given.formula
    if not first_elements or known is None:
        return given
    elements = []
    for text in first_elements:
        read_formula(text)
        elements.append(as_term(text))
        if known.index.name in free_symbols(elements[-1]):
            raise InputError(f"the first element {text!r} may not depend on the index {known.index.name}")
    return InfiniteSet(FormulaSet(known.term, known.index, known.start, tuple(elements), known.assumptions))


def describe(given: InfiniteSet) -> Definition:
    """Return what a set is given by: elements, or a formula, behind exceptional first elements where there are some."""
    if given.length is not None:
        return {"elements": [str(value) for value in given.take(given.length)], "start": given.start}
    known = given.formula
    if known is None:
        raise InputError("a set of the service is given by elements or by a formula")
    described = {
        "formula": to_text(known.term),
        "index": known.index.name,
        "start": known.start,
        "assumptions": list(known.assumptions.to_texts()),
    }
    return described | ({"first_elements": [to_text(value) for value in known.prefix]} if known.prefix else {})


def _of_family(kind: str, properties: Mapping[str, Any], assumptions: list[str], start: int | None) -> InfiniteSet:
    needed, advice = _FAMILIES[kind]
    missing = [name for name in needed if name not in properties]
    if missing:
        raise InputError(f"neither elements nor a formula are given; {advice} (missing: {', '.join(missing)})")
    value = {
        name: _constant(properties[name], name) for name in ("ratio", "first", "step", "exponent") if name in properties
    }
    match kind:
        case "harmonic":
            return InfiniteSet("1/n", start=1 if start is None else start)
        case "alternating":
            return InfiniteSet.alternating(start=1 if start is None else start)
        case "geometric":
            return InfiniteSet.geometric(value["ratio"], value.get("first", 1), assumptions)
        case "arithmetic":
            return InfiniteSet.arithmetic(value["first"], value["step"], assumptions)
        case "power":
            return InfiniteSet.power(value["exponent"], assumptions)
        case "dirichlet":
            coefficients = properties["coefficients"]
            if not isinstance(coefficients, list) or not 0 < len(coefficients) <= 100:
                raise InputError("coefficients are a list of 1 to 100 numbers")
            return InfiniteSet.dirichlet([str(c) for c in exact_elements(coefficients)], value.get("exponent", 1))
        case _:
            antidifference = _constant(properties["antidifference"], "antidifference")
            return InfiniteSet.telescoping(antidifference, 1 if start is None else start, assumptions)


def _constant(value: Any, name: str) -> Any:
    if isinstance(value, str):
        read_formula(value)
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{name} is a number or a formula, got {value!r}")
    return as_fraction(value)
