"""Orders of growth in formulas: how a term or an antidifference behaves as its index tends to infinity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tnsim.errors import CertificateError, TnsimError
from tnsim.export.document import Line, equation, formula, say
from tnsim.export.narration.combinations import fraction
from tnsim.export.narration.statements import enumeration, parenthesised
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    number,
)
from tnsim.proof.scales import Exponents, Scale
from tnsim.ring.growth import Leading, leading, limit, logarithms_expanded
from tnsim.ring.growth_classes import Growth, compare, trivial_growth
from tnsim.ring.powers import root
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["asymptotics", "behaviour", "class_of", "leading_of", "limit_of", "scale_shown", "tends"]


def leading_of(ring: Ring, element: Element, index: str) -> Leading:
    """Return the leading behaviour; raises CertificateError where it is not known."""
    lead = leading(ring, element, index)
    if lead is None:
        raise CertificateError("the order of growth of a term is not known")
    return lead


def class_of(ring: Ring, growth: Growth, index: str, coefficient: Expression = ONE) -> Expression:
    """Return a coefficient times a class of growth; its G and r are kept by their squared modulus."""
    n = Symbol(index)
    powers: list[tuple[Expression, Expression]] = []
    if growth.iterated is not None:
        powers.append((_modulus(ring, growth.iterated[1]), to_expression(growth.iterated[0])))
    if growth.gauss != 1:
        powers.append((_modulus(ring, growth.gauss), Apply("binomial", (n, number(2)))))
    powers.append((Apply("factorial", (n,)), number(growth.factorial)))
    if growth.geometric != 1:
        inverse = growth.geometric.inverse()
        value = inverse.rational()
        if value is not None and value.denominator == 1:  # (1/2)^n is 1/2^n
            powers.append((_modulus(ring, inverse), Negate(n)))
        else:
            powers.append((_modulus(ring, growth.geometric), n))
    powers.append((n, to_expression(growth.power)))
    powers.append((Apply("log", (n,)), number(growth.logs)))
    return _roots_joined(
        fraction(coefficient, [(base, exponent) for base, exponent in powers if exponent != number(0)])
    )


def _roots_joined(e: Expression) -> Expression:
    """Return `√(π·n)` for `√π·√n`: what stands below these roots is positive."""
    match e:
        case Negate(operand):
            return Negate(_roots_joined(operand))
        case Divide(numerator, denominator):
            return Divide(_roots_joined(numerator), _roots_joined(denominator))
        case Multiply(factors):
            roots = [f.arguments[0] for f in factors if isinstance(f, Apply) and f.function == "sqrt"]
            if len(roots) < 2 or not all(isinstance(r, Integer | Symbol) or r == Constant("pi") for r in roots):
                return e
            others = [f for f in factors if not (isinstance(f, Apply) and f.function == "sqrt")]
            joined = Apply("sqrt", (Multiply(tuple(roots)),))
            return Multiply((*others, joined)) if others else joined
    return e


def _modulus(ring: Ring, squared: Element) -> Expression:
    match to_expression(squared):
        case Power(Symbol(name) as base, Integer(2)) if ring.signs.positive(ring.tower.symbol(name)):
            return base
        case Power(base, Integer(2)):
            return Apply("Abs", (base,))
    return to_expression(root(ring, squared, 2))


def behaviour(ring: Ring, element: Element, index: str) -> tuple[str, Expression] | None:
    """Return `" ∼ "` and an equivalent sequence, or `" = O"` and a bound, or `None` where it is not known."""
    try:
        lead = leading(ring, logarithms_expanded(ring, element, index), index)
        if lead is None:
            return None
        if lead.exact and not lead.oscillating and ring.signs.nonzero(lead.coefficient):
            return " ∼ ", class_of(ring, lead.growth, index, to_expression(lead.coefficient))
        return " = O", class_of(ring, lead.growth, index)
    except (TnsimError, ZeroDivisionError):
        return None


def limit_of(ring: Ring, element: Element, index: str) -> Element:
    """Return the limit; raises CertificateError where it is not established."""
    end = limit(ring, element, index)
    if end is None:
        raise CertificateError("a limit is not established")
    return end


def tends(
    ring: Ring, element: Element, index: str, name: str, arguments: tuple[Expression, ...] = ()
) -> Iterator[Line]:
    """Yield why a sequence called `name(arguments)`, by default `name(index)`, has its limit, and which."""
    end, n = limit_of(ring, element, index), Symbol(index)
    value = to_expression(end)
    first, *others = arguments or (n,)
    called: tuple[str | Expression, ...] = (f"{name}(", first, *(p for e in others for p in (", ", e)), ")")
    whither = (formula(*called, " → ", value), formula(n, " → ∞"))
    if (element - end).is_zero():
        yield say("It is constant: {}.", formula(*called, " = ", value))
        return
    found = behaviour(ring, element - end, index) if _vanishes(ring, element - end, index) else None
    yield from asymptotics(element, index)
    if found is None:
        yield say("The limits and orders of growth of its parts show that {} as {}.", *whither)
        return
    sign, other = found
    left = called if end.is_zero() else (*called, " − ", *parenthesised(value))
    right = (sign, other) if sign == " ∼ " else (f"{sign}(", other, ")")
    yield say("As {}, {}; so {}.", whither[1], formula(*left, *right), whither[0])


def asymptotics(element: Element, index: str) -> Iterator[Line]:
    """Yield the known behaviour of the functions of the index that are not powers or factorials of it."""
    n, a = Symbol(index), Symbol("a" if index != "a" else "b")
    moving = [g for g in element.generators() if index in element.tower.symbols_of(g)]
    rising = [g for g in moving if g.kind == "rising" and g.arguments[0] != 1 and index not in g.arguments[0].symbols()]
    if rising:
        yield from _rising(n, a, list({g.arguments[0].key: g.arguments[0] for g in rising}.values()))
    if any(g.kind == "power_sum" for g in moving):
        known = formula(
            Apply("harmonic", (n,)), " = ", Apply("log", (n,)), " + ", Constant("EulerGamma"), " + O(1/", n, ")"
        )
        yield say("Here {} (DLMF 5.4.14 and 5.11.2), and the sums of higher powers converge.", known)
    if any(g.kind == "apply" and g.labels == ("atan",) for g in moving):
        yield say("For large arguments, {} tends to {}.", Apply("atan", (n,)), Divide(Constant("pi"), number(2)))


def _rising(n: Symbol, a: Symbol, starts: Sequence[Element]) -> Iterator[Line]:
    """Yield the growth of rising factorials from that of a quotient of gamma functions."""
    power = Multiply((Apply("factorial", (n,)), Power(n, a - ONE)))
    gammas = Divide(Apply("gamma", (n + a,)), Apply("gamma", (a,)))
    known = formula(
        Apply("RisingFactorial", (a, n)), " = ", gammas, " ∼ ", Divide(power, Apply("gamma", (a,))),
    )  # fmt: skip
    values = [equation(a, to_expression(start)) for start in starts]
    other = Symbol("b" if "b" not in (index.name for index in (n, a)) else "c")
    gammas_of = Divide(Apply("gamma", (n + a,)), Apply("gamma", (n + other,)))
    quotient = formula(gammas_of, " ∼ ", Power(n, Add((a, Negate(other)))))
    yield say("By DLMF 5.11.12, {} as {}.", quotient, formula(n, " → ∞"))
    yield say(
        f"With {{}} this gives {{}} for a fixed {{}} that is none of {{}}; it is used for "
        f"{enumeration(['{}'] * len(values))}.",
        equation(other, ONE), known, a, formula("0, −1, −2, …"), *values,
    )  # fmt: skip
    halves = [start for start in starts if (value := start.rational()) is not None and value.denominator == 2]
    if halves:
        shown = formula(Apply("gamma", (Divide(ONE, number(2)),)), " = ", Apply("sqrt", (Constant("pi"),)))
        more = "" if all(h.rational() == Fraction(1, 2) for h in halves) else ", and {} (DLMF 5.5.1)"
        yield say(f"Here {{}} (DLMF 5.4.6){more}.", shown, *([formula("Γ(z + 1) = z·Γ(z)")] if more else []))


def _vanishes(ring: Ring, element: Element, index: str) -> bool:
    """Tell whether the order of growth alone shows that the element tends to 0."""
    lead = leading(ring, logarithms_expanded(ring, element, index), index)
    return lead is not None and compare(ring, lead.growth, trivial_growth(ring)) == -1


def scale_shown(scale: Scale, index: str) -> Expression:
    """Return the scale as a product of powers of n, log(n), ... and exponentials."""
    levels: list[Expression] = [Symbol(index)]
    powers: list[tuple[Expression, Expression]] = []
    for product in sorted(scale.exponent, reverse=True):
        while len(levels) < len(product):
            levels.append(Apply("log", (levels[-1],)))
        c, level = to_expression(scale.exponent[product]), _alone(product)
        if level:
            powers.append((levels[level - 1], c))
        else:
            inside = [(levels[j], number(e)) for j, e in enumerate(product) if e]
            powers.append((Apply("exp", (fraction(c, inside),)), ONE))
    return fraction(ONE, powers)


def _alone(product: Exponents) -> int:
    """Return j >= 1 for the j times iterated logarithm alone, else 0."""
    return next((j for j, e in enumerate(product) if e == 1 and sum(x != 0 for x in product) == 1), 0)
