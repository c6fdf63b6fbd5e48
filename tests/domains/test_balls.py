from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from flint import acb, arb, ctx, fmpq

from tnsim.domains.balls import Interpreter, evaluate
from tnsim.domains.special_functions import Value
from tnsim.errors import DomainError, PrecisionError, UnsupportedError
from tnsim.language.expression import (
    INFINITY,
    ONE,
    ZERO,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    number,
)
from tnsim.language.parser import parse

n, k, x = Symbol("n"), Symbol("k"), Symbol("x")


def call(name: str, *arguments: Expression) -> Expression:
    return Apply(name, arguments)


def test_constants() -> None:
    two_pi_i = Multiply((Integer(2), Constant("pi"), Constant("I")))
    assert evaluate(call("exp", two_pi_i), {}, 100).contains(acb(1))
    assert evaluate(Power(Constant("E"), two_pi_i), {}, 100).contains(acb(1))
    golden = Constant("GoldenRatio")
    assert evaluate(golden * golden - golden - ONE, {}, 100).contains(acb(0))
    with pytest.raises(UnsupportedError):
        evaluate(INFINITY, {}, 64)


def test_precision_is_honoured_and_restored() -> None:
    before = ctx.prec
    value = evaluate(call("zeta", Integer(3)), {}, 3400)
    assert value.rel_accuracy_bits() > 3380
    with pytest.raises(DomainError):
        evaluate(call("zeta", ONE), {}, 500)
    assert ctx.prec == before


def test_rationals_stay_exact() -> None:
    root = call("sqrt", Integer(4)) - Integer(2)
    with pytest.raises(DomainError):
        evaluate(Divide(ONE, root), {}, 64)
    with pytest.raises(DomainError):
        evaluate(call("gamma", root), {}, 64)
    assert (9 * evaluate(call("binomial", x, Integer(2)), {"x": Fraction(1, 3)}, 64)).contains(acb(-1))
    assert evaluate(call("floor", x), {"x": acb(fmpq(7, 2))}, 64) == 3


def test_uncertain_values_enclose() -> None:
    around_one = {"x": acb(arb(1, fmpq(1, 10)))}
    floor = evaluate(call("floor", x), around_one, 64)
    assert floor.contains(acb(0)) and floor.contains(acb(1))
    delta = evaluate(call("KroneckerDelta", x, ONE), around_one, 64)
    assert delta.contains(acb(0)) and delta.contains(acb(1))
    assert not evaluate(Divide(ONE, x - ONE), around_one, 64).is_finite()
    log = evaluate(call("log", x), {"x": acb(arb(-1, fmpq(1, 10)), arb(0, fmpq(1, 10)))}, 64)
    assert log.contains(acb(0, arb.pi().mid())) and log.contains(acb(0, -arb.pi().mid()))


def test_zero_powers() -> None:
    assert evaluate(Power(ZERO, ZERO), {}, 64) == 1
    assert evaluate(Power(ZERO, Constant("pi")), {}, 64) == 0
    with pytest.raises(DomainError):
        evaluate(Power(ZERO, number(-1)), {}, 64)


@pytest.mark.parametrize(
    "text",
    [
        "(1/sin(pi))^0",
        "log(sin(pi))^0",
        "2^(0/sin(pi))",
        "0*(1/sin(pi))",
        "1/(1/sin(pi))",
        "exp(-1/sin(pi)^2)",
        "sin(1/sin(pi))",
        "atan(1/sin(pi))",
        "sign(1/sin(pi))",
        "erf(1/sin(pi))",
        "binomial(1/sin(pi), 0)",
        "RisingFactorial(1/sin(pi), 0)",
        "KroneckerDelta(1/sin(pi), 1)",
        "hermite(0, 1/sin(pi))",
        "chebyshevt(0, 1/sin(pi))",
        "polylog(1/sin(pi), 0)",  # ended the process
        "hyper((1/sin(pi),), (1,), 0)",
        "sum((1/sin(pi*k))^0, k=1..2)",
    ],
)
def test_nothing_is_known_of_what_may_have_no_value(text: str) -> None:
    """sin(pi) is not seen to be 0 in balls: a factor 0, an exponent 0 or a bounded function does not mend its inverse."""
    assert not evaluate(parse(text), {}, 64).is_finite()


def test_large_whole_arguments_go_through_arb() -> None:
    ratio = Divide(call("binomial", Multiply((Integer(2), n)), n), Power(Integer(4), n))
    value = evaluate(ratio * call("sqrt", Constant("pi") * n), {"n": Fraction(10**6)}, 80)
    assert value.overlaps(acb(1 - fmpq(1, 8 * 10**6)) + acb(arb(0, fmpq(1, 10**11))))
    assert evaluate(call("fibonacci", Integer(10**6)), {}, 64).rel_accuracy_bits() > 40
    wide = evaluate(call("harmonic", Integer(10**7)) - call("log", Integer(10**7)), {}, 64)
    assert wide.overlaps(acb(arb.const_euler()) + acb(arb(fmpq(1, 2 * 10**7), fmpq(1, 10**14))))


def test_hypergeometric() -> None:
    def parameters(*values: Fraction | int) -> Expression:
        return Apply("tuple", tuple(number(v) for v in values))

    half = Fraction(1, 2)
    log2 = call("hyper", parameters(1, 1), parameters(2), number(half)) / Integer(2)
    assert evaluate(log2 - call("log", Integer(2)), {}, 100).contains(acb(0))
    terminating = call("hyper", parameters(-2, 3), parameters(5), number(2))
    assert (5 * evaluate(terminating, {}, 100)).contains(acb(1))
    with pytest.raises(UnsupportedError):
        evaluate(call("hyper", parameters(1, 1), parameters(), number(half)), {}, 64)
    with pytest.raises(UnsupportedError):
        evaluate(call("tuple", ONE), {}, 64)


def test_two_argument_forms() -> None:
    third = Fraction(1, 3)
    cases: list[Expression] = [
        call("harmonic", x, Integer(2)) - call("zeta", Integer(2)) + call("zeta", Integer(2), x + ONE),
        call("zeta", Integer(3), x) - call("zeta", Integer(3), x + ONE) - Power(x, number(-3)),
        call("polygamma", ONE, x) - call("polygamma", ONE, x + ONE) - Power(x, number(-2)),
        call("lerchphi", ONE, Integer(2), x) - call("zeta", Integer(2), x),
        call("polylog", Integer(2), ONE) - call("zeta", Integer(2)),
    ]  # fmt: skip
    for case in cases:
        assert evaluate(case, {"x": third}, 90).contains(acb(0))
    with pytest.raises(UnsupportedError):
        evaluate(call("polygamma", x, x), {"x": third}, 64)


def test_sums() -> None:
    finite = Sum(Divide(Constant("pi"), k), k, ONE, n)
    assert evaluate(finite, {"n": 4}, 80).overlaps(acb.pi() * acb(25) / 12)
    assert (10 * evaluate(Product(Divide(k, k + ONE), k, ONE, Integer(9)), {}, 64)).contains(acb(1))
    with pytest.raises(DomainError, match="k = 3"):
        evaluate(Sum(Divide(Constant("pi"), k - Integer(3)), k, ONE, Integer(5)), {}, 64)
    infinite = Sum(Divide(x, Power(k, Integer(2))), k, ONE, INFINITY)
    with pytest.raises(UnsupportedError):
        evaluate(infinite, {"x": 1}, 64)

    seen: list[Mapping[str, Value]] = []

    def sums(node: Sum | Product, env: Mapping[str, Value]) -> acb:
        seen.append(env)
        return acb(ctx.prec)

    assert evaluate(Add((infinite, Negate(ONE))), {"x": 1}, 123, sums) == 122
    assert seen == [{"x": fmpq(1)}]
    assert evaluate(Sum(k, k, Negate(INFINITY), ZERO), {}, 70, sums) == 70


def test_a_long_sum_can_be_stopped() -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise PrecisionError("the time ran out")

    with pytest.raises(PrecisionError):
        Interpreter(64, check=check).value(Sum(call("log", k), k, Integer(2), Integer(90_000)), {})
    assert calls == 3
