"""Instances and Abel's theorem: what is refused at the ends of a range."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import substitute
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.facts import Facts
from tnsim.proof.rules.instances import abel, instance
from tnsim.proof.scope import Rejected, Scope
from tnsim.proof.smoothness import is_analytic, is_continuous_at
from tnsim.prover.generated_series import GENERATED, generated_steps
from tnsim.prover.strategy import NotApplicable

INSIDE = "x: real, 0 < x < 1"


def stated(left: str, right: str | None, facts: tuple[str, ...] = (), kind: str = "equal") -> Statement:
    value = None if right is None else parse(right)
    return Statement(kind, parse(left), value, Assumptions.parse(facts))  # type: ignore[arg-type]


def put(source: Statement, value: str, facts: tuple[str, ...] = (), symbol: str = "x") -> None:
    assert source.right is not None
    sides = [substitute(side, {symbol: parse(value)}) for side in (source.left, source.right)]
    conclusion = Statement("equal", sides[0], sides[1], Assumptions.parse(facts))
    instance(conclusion, (source,), {"symbol": symbol, "value": value})


@pytest.mark.parametrize(
    ("value", "facts"), [("1/2", ()), ("pi/4", ()), ("y^2", ("y: real, 0 < y < 1",)), ("1/n", ("n: integer, n > 1",))]
)
def test_values_in_the_range(value: str, facts: tuple[str, ...]) -> None:
    put(stated("x + 1", "1 + x", (INSIDE,)), value, facts)


@pytest.mark.parametrize(
    ("value", "facts"),
    [
        ("0", ()), ("1", ()), ("-1/2", ()), ("I/2", ()), ("y", ("y: real, 0 < y < 2",)), ("y", ()),
        ("1/n", ("n: integer, n > 0",)), ("x", (INSIDE,)),
    ],
)  # fmt: skip
def test_values_that_may_lie_outside_are_refused(value: str, facts: tuple[str, ...]) -> None:
    with pytest.raises(Rejected):
        put(stated("x + 1", "1 + x", (INSIDE,)), value, facts)


def test_a_whole_symbol_takes_whole_values() -> None:
    source = stated("cos(2*pi*n)", "1", ("n: integer, n >= 0",))
    put(source, "3", symbol="n")
    with pytest.raises(Rejected):
        put(source, "1/2", symbol="n")


def test_other_assumptions_are_kept() -> None:
    source = stated("x*y", "y*x", (INSIDE, "y: real, y > 2"))
    put(source, "1/2", ("y: real, y > 2",))
    with pytest.raises(Rejected, match="assumes more"):
        put(source, "1/2", ("y: real",))


GRANDI = "Sum((-1)^n*x^n, (n, 0, oo))"
ALTERNATING = "Sum((-1)^n*x^n/n, (n, 1, oo))"


def at_one(series: str, value: str, coefficient: str, facts: str = INSIDE, at: str = "1") -> None:
    source = stated(series, value, (facts,))
    assert source.right is not None
    left, right = (substitute(side, {"x": parse(at)}) for side in (source.left, source.right))
    conclusion = Statement("equal", left, right, Assumptions())
    convergence = Statement("converges", left, None, Assumptions())
    witness = {"symbol": "x", "value": at, "coefficient": coefficient, "slope": 1, "offset": 0}
    abel(conclusion, (source, convergence), witness)


def test_the_end_of_a_range() -> None:
    at_one(ALTERNATING, "-log(1 + x)", "(-1)^n/n")
    at_one(ALTERNATING, "-log(1 + x)", "(-1)^n/n", "x: real, 1/2 < x < 1")


@pytest.mark.parametrize(
    ("series", "value", "coefficient", "facts", "at"),
    [
        # The value jumps at the end, or the end is not that of the range.
        (ALTERNATING, "-log(1 + x) + sqrt((1 - x)^2)/(1 - x) - 1", "(-1)^n/n", INSIDE, "1"),
        (ALTERNATING, "-log(1 + x)", "(-1)^n/n", INSIDE, "1/2"),
        (ALTERNATING, "-log(1 + x)", "(-1)^n/n", "x: real, 0 < x < 1/2", "1"),
        (ALTERNATING, "-log(1 + x)", "(-1)^n/n", "x: real, -1 < x < 1", "1"),
        (ALTERNATING, "-log(1 + x)", "(-1)^n/n", "x: real, 1/2 < x < 1, x != 2/3", "1"),
        (ALTERNATING, "-log(1 + x)", "x*(-1)^n/n", INSIDE, "1"),
        ("Sum(x^n/n, (n, 1, oo))", "-log(1 - x)", "1/n", INSIDE, "1"),
        ("Sum((1 - x)*x^n, (n, 0, oo))", "1", "1 - x", INSIDE, "1"),
    ],
)  # fmt: skip
def test_what_abels_theorem_does_not_say(series: str, value: str, coefficient: str, facts: str, at: str) -> None:
    """The last one: (1 - x)*sum x^n is 1 inside, and 0 at the end."""
    with pytest.raises(Rejected):
        at_one(series, value, coefficient, facts, at)


def test_the_convergence_at_the_end_is_needed() -> None:
    """Grandi's series: 1/(1 + x) tends to 1/2."""
    source = stated(GRANDI, "1/(1 + x)", (INSIDE,))
    conclusion = stated("Sum((-1)^n*1^n, (n, 0, oo))", "1/(1 + 1)")
    witness = {"symbol": "x", "value": "1", "coefficient": "(-1)^n", "slope": 1, "offset": 0}
    with pytest.raises(Rejected, match="converges"):
        abel(conclusion, (source, stated("Sum((-1)^n/2^n, (n, 0, oo))", None, (), "converges")), witness)


@pytest.mark.parametrize(
    ("value", "coefficient", "facts", "changes", "reason"),
    [
        ("-log(1 + x)", "(-1)^n/n", "x: integer, 0 < x < 3", {}, "no real symbol"),
        ("-log(1 + x)", "(-1)^n/n", INSIDE, {"symbol": 1}, "names no symbol"),
        ("-log(1 + x)", "(-1)^n/n", INSIDE, {"symbol": "y"}, "is not replaced"),
        ("-log(1 + x)", "(-1)^n/n", INSIDE, {"slope": 0}, "no power series"),
        ("-log(1 + x)", "x*(-1)^n/n", INSIDE, {"offset": -1}, "no power series"),
        ("-log(1 + x)", "(-1)^n/n", "x: real, -1 < x < 1", {}, "no power series"),
        ("-log(1 + x)", "(-1)^n/n", INSIDE, {"offset": 1}, "not the coefficient times the power"),
        ("-log(1 + x)", "(-1)^n/n^2", INSIDE, {}, "not the coefficient times the power"),
        ("-log(1 + x)*(1 - x)/(1 - x)", "(-1)^n/n", INSIDE, {}, "the value at the end"),
    ],
)
def test_each_condition_of_abels_theorem(
    value: str, coefficient: str, facts: str, changes: dict[str, str | int], reason: str
) -> None:
    source = stated(ALTERNATING, value, (facts,))
    left, right = (substitute(parse(side), {"x": parse("1")}) for side in (ALTERNATING, value))
    conclusion, convergence = Statement("equal", left, right), Statement("converges", left)
    witness = {"symbol": "x", "value": "1", "coefficient": coefficient, "slope": 1, "offset": 0}
    with pytest.raises(Rejected, match=reason):
        abel(conclusion, (source, convergence), {**witness, **changes})


def test_instances_are_equations_from_equations() -> None:
    source = stated(ALTERNATING, "-log(1 + x)", (INSIDE,))
    left, right = (substitute(parse(side), {"x": parse("1/2")}) for side in (ALTERNATING, "-log(1 + x)"))
    conclusion, witness = Statement("equal", left, right), {"symbol": "x", "value": "1/2"}
    instance(conclusion, (source,), witness)
    converges = Statement("converges", source.left, None, source.assumptions)
    for premises in ((), (source, source), (converges,)):
        with pytest.raises(Rejected, match="concluded from an equation"):
            instance(conclusion, premises, witness)
    with pytest.raises(Rejected, match="is an equation"):
        instance(Statement("converges", left), (source,), witness)
    with pytest.raises(Rejected, match="not the equation with the value put in"):
        instance(Statement("equal", left, right + right), (source,), witness)


def _facts(text: str) -> Scope:
    return Scope(Assumptions.parse([text]))


@pytest.mark.parametrize(
    ("function", "analytic", "continuous"),
    [
        ("sqrt(1 - x)", True, True),
        ("asin(x)", True, True),
        ("atanh(x)", True, False),
        ("polylog(2, x)", True, True),
        ("polylog(2, 1 - x)", True, True),
        ("log(2 - x)", True, True),
        ("log(1 - x)", True, False),
        ("elliptic_e(x)", True, True),
        ("elliptic_k(x)", True, False),
        ("1/(2 - x)", True, True),
        ("sqrt(x*(1 - x))", True, True),
    ],
)
def test_what_is_analytic_inside_and_continuous_at_one(function: str, analytic: bool, continuous: bool) -> None:
    scope = _facts(INSIDE)
    facts: Facts = scope.facts
    element, end = scope.lift(parse(function), "f"), scope.ring.tower.element(1)
    assert is_analytic(facts, element, "x") == analytic
    assert is_continuous_at(facts, element, "x", end) == continuous


@pytest.mark.parametrize("name", GENERATED)
def test_the_table_of_series_is_proved_everywhere(name: str) -> None:
    known = GENERATED[name]
    for argument in (f"{known.end}/3", f"-{known.end}/7", f"2*{known.end}/pi"):
        assert generated_steps(name, parse(argument), Assumptions())[-1].rule == "instance"
    with pytest.raises((NotApplicable, Rejected)):
        last = generated_steps(name, parse(f"9*{known.end}/8"), Assumptions())[-1]
        instance(
            last.conclusion,
            (generated_steps(name, parse(f"{known.end}/3"), Assumptions())[0].conclusion,),
            last.witness,
        )
