"""The rule of power series: certificates whose naive reading would prove a falsehood, beside valid ones."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.power_series import from_zero, power_series
from tnsim.proof.rules.signs import with_sign
from tnsim.proof.scope import Rejected

CENTRAL = "Sum(binomial(2*n, n)*x^n, (n, 0, oo))"
COSINES = "Sum(x^(2*n)/factorial(2*n), (n, 0, oo))"
ONES = "Sum(-x^n, (n, 1, oo))"


def apply(
    left: str, right: str, facts: str | Sequence[str], coefficient: str, operator: tuple[str, ...], order: int = 1,
    slope: int = 1, offset: int = 0, ramification: int = 1, length: int = 12, symbol: str = "x",
) -> None:  # fmt: skip
    statement = Statement("equal", parse(left), parse(right), Assumptions.parse(facts))
    witness: Witness = {
        "symbol": symbol, "coefficient": coefficient, "operator": operator, "slope": slope, "offset": offset,
        "ramification": ramification, "order": order, "length": length,
    }  # fmt: skip
    power_series(statement, (), witness)


def central(right: str = "1/sqrt(1 - 4*x)", facts: str = "x: real, 0 < x < 1/4", **changes: object) -> None:
    apply(
        CENTRAL, right, facts, **{"coefficient": "binomial(2*n, n)", "operator": ("theta", "-4*theta - 2"), **changes}
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("facts", ["x: real, 0 < x < 1/4", "x: real, 1/10 < x < 1/5", "x: real, 0 < x <= 1/5"])
def test_a_series_equals_its_function(facts: str) -> None:
    central(facts=facts)


def test_negative_arguments_are_mirrored() -> None:
    """With -x for x the coefficients alternate; what are lower bounds become upper ones."""
    changes = {"coefficient": "(-1)^n*binomial(2*n, n)", "operator": ("theta", "4*theta + 2")}
    central(facts="x: real, -1/4 < x < 0", **changes)
    with pytest.raises(Rejected, match=r"decrease fast enough|not decided|different from 0"):
        central(facts="x: real, -1/3 < x < 0", **changes)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ("x: real, 0 < x < 1/3", "decrease fast enough|not decided|different from 0"),
        ("x: real, 0 < x <= 1/4", "decrease fast enough|not decided|different from 0"),
        ("x: real, -1/4 < x < 1/4", "positive or negative"),
        ("x: integer, 0 < x < 2", "no real symbol"),
    ],
)
def test_outside_the_disc_nothing_is_proved(facts: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        central(facts=facts)


@pytest.mark.parametrize("right", ["1/sqrt(1 - 4*x) + sqrt((x - 1/8)^2) + x - 1/8", "1/sqrt(1 - 4*x) + n"])
def test_the_value_is_an_analytic_function_of_the_symbol(right: str) -> None:
    """The first is 1/sqrt(1 - 4*x) as far as 1/8, and begins like the series."""
    with pytest.raises(Rejected, match="not proved to be an analytic function"):
        central(right)


def test_an_equation_is_concluded_from_nothing() -> None:
    statement = Statement("equal", parse(CENTRAL), parse("1"), Assumptions.parse(["x: real, 0 < x < 1/4"]))
    for conclusion, premises in (
        (statement, (statement,)),
        (Statement("converges", statement.left, None, statement.assumptions), ()),
    ):
        with pytest.raises(Rejected, match="from no premises"):
            power_series(conclusion, premises, {"symbol": "x"})
    for operator in ((), ("theta",) * 13):
        with pytest.raises(Rejected, match="operator"):
            central(operator=operator)


def test_an_assumption_that_is_no_bound_is_refused() -> None:
    facts = Assumptions.parse(["x: real, 0 < x < 1/4", "x^2 < 1/100"])
    with pytest.raises(Rejected, match="no bound"):
        from_zero(facts, "x", 1)


def test_too_few_initial_values_are_refused() -> None:
    """cosh and sinh solve the same equation, theta*(theta - 1) - x^2; at 0 they differ."""
    operator = ("theta*(theta - 1)", "-1")
    apply(COSINES, "cosh(x)", "x: real, x > 0", "1/factorial(2*n)", operator, order=2, slope=2)
    with pytest.raises(Rejected, match="so high a power"):
        apply(COSINES, "exp(x)", "x: real, x > 0", "1/factorial(2*n)", operator, order=1, slope=2)
    with pytest.raises(Rejected, match="begin like"):
        apply(COSINES, "exp(x)", "x: real, x > 0", "1/factorial(2*n)", operator, order=2, slope=2)


def test_a_zero_of_the_highest_coefficient_is_refused() -> None:
    """(1 - 10*x) times the equation allows another multiple of the function from x = 1/10 on."""
    operator = ("theta", "-14*theta - 2", "40*theta + 20")
    central(operator=operator, facts="x: real, 0 < x < 1/10")
    with pytest.raises(Rejected, match="highest derivative"):
        central(operator=operator)


def test_a_function_that_is_not_analytic_is_refused() -> None:
    """sqrt((1 - 2*x)^2) is 1 - 2*x up to 1/2 only."""
    value, operator = "sqrt((1 - 2*x)^2)/(1 - x) - 1", ("1", "-1")
    apply(ONES, value, "x: real, 0 < x < 1/2", "-1", operator)
    with pytest.raises(Rejected):
        apply(ONES, value, "x: real, 0 < x < 1", "-1", operator)


def test_a_recurrence_that_fails_is_refused() -> None:
    with pytest.raises(Rejected, match="recurrence"):
        central(operator=("theta", "-4*theta - 3"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"coefficient": "binomial(2*n, n) + 1"}, "not the coefficient times"),
        ({"offset": 1}, "not the coefficient times"),
        ({"slope": 2}, "not the coefficient times"),
        ({"slope": 0}, "p > 0"),
        ({"operator": ("theta*x", "-4*theta*x - 2*x")}, "recurrence|constant coefficients"),
        ({"operator": ()}, "coefficients of an operator"),
        ({"operator": ("0", "0")}, "highest derivative"),
        ({"ramification": 0}, "within the limits"),
        ({"length": 0}, "within the limits"),
        ({"order": 200, "length": 3}, "too low an order"),
        ({"symbol": "y"}, "no real symbol"),
        ({"order": 0}, "so high a power"),
    ],
)
def test_other_witnesses_are_refused(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        central(**changes)


def test_a_parameter_called_theta_is_refused() -> None:
    facts = ("x: real, 0 < x < 1/4", "theta: real")
    with pytest.raises(Rejected, match="theta"):
        apply(CENTRAL, "1/sqrt(1 - 4*x)", facts, "binomial(2*n, n)", ("theta", "-4*theta - 2"))


def test_a_term_that_begins_below_the_constant_counts() -> None:
    """sum x^(n - 2) = 1/(x^2*(1 - x)): the powers below 0 are compared, too."""
    left = "Sum(x^(n - 2), (n, 0, oo))"
    apply(left, "1/(x^2*(1 - x))", "x: real, 0 < x < 1", "1", ("1", "-1"), order=0, offset=-2)
    with pytest.raises(Rejected):
        apply(left, "1/(x^2*(1 - x)) + 1/x", "x: real, 0 < x < 1", "1", ("1", "-1"), order=0, offset=-2)


def test_signs_drop_only_bounds_that_follow() -> None:
    facts = Assumptions.parse(["x: real, -1 < x < 1", "y: real, y < x"])
    assert with_sign(facts, "x", 1) == Assumptions.parse(["x: real, 0 < x < 1", "y: real, y < x"])
    assert with_sign(facts, "x", -1) == Assumptions.parse(["x: real, -1 < x < 0", "y: real, y < x"])
