"""Wrong certificates, each beside a valid twin, refused for the reason that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import substitute
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Kind, Statement, Step
from tnsim.proof.checker import RULES, check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

Facts = Sequence[str]


def step(
    rule: str, left: str, right: str | None = None, premises: tuple[int, ...] = (), facts: Facts = (),
    kind: Kind = "equal", **witness: str | int | tuple[str, ...] | Mapping[str, str],
) -> Step:  # fmt: skip
    conclusion = Statement(kind, parse(left), None if right is None else parse(right), Assumptions.parse(facts))
    return Step(rule, conclusion, premises, {name.rstrip("_"): value for name, value in witness.items()})


def telescope(left: str, right: str, antidifference: str, start: int, facts: Facts = ()) -> Step:
    return step("telescope", left, right, (), facts, antidifference=antidifference, from_=start)


def termwise(left: str, right: str, start: int, facts: Facts = ()) -> Step:
    return step("termwise", left, right, (), facts, from_=start)


def absolute(left: str, facts: Facts = ()) -> Step:
    return step("convergence", left, None, (), facts, "converges", test="absolute")


def dirichlet(left: str, base: str, oscillation: str) -> Step:
    return step("convergence", left, None, (), (), "converges", test="dirichlet", base=base, oscillation=oscillation)


def diverges(left: str, test: str, facts: Facts = (), **witness: str) -> Step:
    return step("divergence", left, None, (), facts, "diverges", test=test, **witness)


def alone(rule: str, left: str, facts: Facts = ()) -> Step:
    return step(rule, left, None, (), facts, "diverges")


def lemma(name: str, left: str, right: str, facts: Facts = (), **parameters: str) -> Step:
    return step("lemma", left, right, (), facts, lemma=name, parameters=parameters)


def proof(*steps: Step) -> Certificate:
    """Return the certificate of `left - right = 0` for the last equation, or of its last statement as it stands."""
    last = steps[-1].conclusion
    if last.kind != "equal" or last.right is None:
        return Certificate(Claim(last.left, last.assumptions), steps)
    claim = Claim(last.left - last.right, last.assumptions)
    end = Step("linear", Statement("equal", claim.expression, parse("0"), claim.assumptions), (len(steps) - 1,), {})
    return Certificate(claim, (*steps, end))


@dataclass(frozen=True)
class Twins:
    """A valid certificate, a wrong one that looks like it, and what the checker must say of the wrong one."""

    valid: Certificate
    wrong: Certificate
    reason: str


HALF = "Sum(1/2^n, (n, 1, oo))"
UNIT = "Sum(1/(n*(n + 1)), (n, 1, oo))"
OPEN = ("x: real, -1 < x < 1",)
NONZERO = ("x: real, -1 < x < 1, x != 0",)
SIGNED = "(-1)^n*(2*n + 1)/(n*(n + 1))"
BRACKET = "-(4*m + 3)/((2*m + 1)*(2*m + 2)) + (4*m + 5)/((2*m + 2)*(2*m + 3))"
CATALAN = "Sum(binomial(2*n, n)^2/(16^n*(n + 1)), (n, 0, oo))"
DOUBLING = "Sum(2^n/(1 + x^(2^n)), (n, 0, oo))"
MILLIN = "Sum(1/fibonacci(2^n), (n, 0, oo))"
_MILLIN_ANTIDIFFERENCE = "-sqrt(5)/(GoldenRatio^(2^n) - 1)"
SQUARES = "Sum(1/n^2, (n, 1, oo))"
LATER = "Sum(1/(n + 1)^2, (n, 1, oo))"
GAP = "Sum(1/n^2 - 1/(n + 1)^2, (n, 1, oo))"
ALTERNATING = "Sum((-1)^n/n, (n, 1, oo))"
ARCS = "Sum(atan(1/(n^2 + n + 1)), (n, 1, oo))"
DIFFERENCES = "Sum(atan(n + 1) - atan(n), (n, 1, oo))"


def _of_parts(term: str) -> Step:
    return step("divergent-part", f"Sum({term}, (n, 1, oo))", None, (0, 1), (), "diverges")


def _of_inner_sums(denominator: str) -> Step:
    left = f"Sum(Sum(1/({denominator}), (m, 1, oo)), (n, 1, oo))"
    return step("inner-sums", left, None, (0,), (), "diverges", test="minorant", count="n")


def _of_modulus(w: str, g: str) -> Certificate:
    squares = alone("asymptotics", f"Sum({w}*{w}*({g}), (n, 1, oo))")
    return proof(squares, step("modulus", f"Sum(Abs({w})*({g}), (n, 1, oo))", None, (0,), (), "diverges"))


def _geometric(facts: Facts) -> Certificate:
    return proof(telescope("Sum(x^n, (n, 0, oo))", "1/(1 - x)", "x^n/(x - 1)", 0, facts))


def _to_products(value: str, antidifference: str) -> Certificate:
    """Euler: the sum of q^n (1 - q)...(1 - q^(n - 1)) is 1 less the infinite product."""
    left = "Sum(q^n*Product(1 - q^j, (j, 1, n - 1)), (n, 1, oo))"
    return proof(step("telescope-products", left, value, (), ("q: real, 0 < q < 1",),
                      antidifference=antidifference, from_=1))  # fmt: skip


def _from_zero(end: str) -> Certificate:
    """The sum of the k from -N to N, of which -N is the one at 0."""
    facts = ("N: integer, N >= 0",)
    known = step("telescope-finite", f"Sum(k + -N, (k, 0, {end}))", "0", (), facts,
                 antidifference="k*(k - 1)/2 - N*k", from_=0)  # fmt: skip
    return proof(known, step("shifted-ranges", "Sum(k, (k, -N, N))", "0", (0,), facts))


def _series(value: str) -> Certificate:
    facts = ("x: real, 0 < x < 1/4",)
    witness = {"slope": 1, "offset": 0, "ramification": 1, "order": 1, "length": 3}
    operator = ("theta", "-4*theta - 2")
    left = "Sum(binomial(2*n, n)*x^n, (n, 0, oo))"
    return proof(step("power-series", left, value, (), facts, symbol="x", coefficient="binomial(2*n, n)",
                      operator=operator, **witness))  # fmt: skip


def _instance(value: str) -> Certificate:
    known = _series("1/sqrt(1 - 4*x)").steps[0]
    left, right = (substitute(side, {"x": parse(value)}) for side in (known.conclusion.left, parse("1/sqrt(1 - 4*x)")))
    conclusion = Statement("equal", left, right, Assumptions.parse(()))
    return proof(known, Step("instance", conclusion, (0,), {"symbol": "x", "value": value}))


def _at_the_end(own: bool) -> Certificate:
    """The logarithm series at -1 by Abel's theorem: sum (-1)^n/n = -log(2)."""
    known = lemma("logarithm series", "Sum((-x)^n/n, (n, 1, oo))", "-log(1 - (-x))", ("x: real, 0 < x < 1",), x="-x")
    converges = dirichlet("Sum((-1)^n/n, (n, 1, oo))" if own else "Sum((-1)^n/(n + 1), (n, 1, oo))", "-1", "(-1)^n")
    witness = {"symbol": "x", "value": "1", "coefficient": "(-1)^n/n", "slope": 1, "offset": 0}
    return proof(known, converges, step("abel", "Sum((-1)^n/n, (n, 1, oo))", "-log(1 - (-1))", (0, 1), (), **witness))


def _by_signs(premises: tuple[int, ...]) -> Certificate:
    cases = [telescope("Sum(x^n, (n, 0, oo))", "1/(1 - x)", "x^n/(x - 1)", 0, facts)
             for facts in (("x: real, 0 < x < 1",), ("x: real, -1 < x < 0",))]  # fmt: skip
    last = termwise("Sum(0^n, (n, 0, oo))", "1/(1 - 0)", 1)
    return proof(*cases, last, step("signs", "Sum(x^n, (n, 0, oo))", "1/(1 - x)", premises, OPEN, symbol="x"))


def _paired(value: str) -> Certificate:
    """The WZ pair from 1/n^2 to 3/(n^2*binomial(2*n, n))."""
    first = "n!^2*n!^2*k!^2/((2*n)!*(n + k + 1)!^2)"
    slow = lemma("zeta series", "Sum(1/n^2, (n, 1, oo))", "pi^2/6", s="2")
    moved = step("reindex", "Sum(1/(k + 1)^2, (k, 0, oo))", "pi^2/6", (0,))
    fast = "Sum(3/((n + 1)^2*binomial(2*n + 2, n + 1)), (n, 0, oo))"
    second = f"{first}*(3*n + 2*k + 3)/(2*(2*n + 1))"
    return proof(slow, moved, step("wz", fast, value, (1,), first=first, second=second, from_=0, after=0))


def _vandermonde(argument: str) -> Certificate:
    """The certificate of Vandermonde's theorem, said to be about another argument."""
    facts, value = ("N: integer, N >= 0",), "RisingFactorial(1/3, N)/RisingFactorial(2/3, N)"
    known = search(Claim.parse(f"hyper((-N, 1/3), (2/3,), 1) - {value}", facts)).certificate
    assert known is not None
    last = known.steps[-1]
    claim = Claim.parse(f"hyper((-N, 1/3), (2/3,), {argument}) - {value}", facts)
    return Certificate(
        claim, (*known.steps[:-1], replace(last, conclusion=replace(last.conclusion, left=claim.expression)))
    )


def _merged(first: str, second: str, merged: str, *, convergence: bool = True, value: str = "1") -> Certificate:
    parts = (absolute(first), absolute(second)) if convergence else (absolute(first),)
    premises = tuple(range(len(parts) + 1))
    start = telescope(merged, "1", merged.removeprefix("Sum(").split(" - ")[0].join(("-", "")), 1)
    return proof(start, *parts, step("merge", f"{first} - {second}", value, premises))


def _split(coefficients: tuple[str, ...], value: str = "1", index: str = "n") -> Certificate:
    return proof(
        telescope(f"Sum(1/({index}*({index} + 1)), ({index}, 1, oo))", "1", f"-1/{index}", 1),
        telescope(HALF, "1", "-2/2^n", 1),
        step("split", "Sum(3/(n*(n + 1)) - 2/2^n, (n, 1, oo))", value, (0, 1), coefficients=coefficients),
    )


def _classes(order: tuple[int, int]) -> Certificate:
    return proof(
        telescope("Sum(1/2^(2*m), (m, 0, oo))", "4/3", "-4*4^(-m)/3", 0),
        telescope("Sum(1/2^(2*m + 1), (m, 0, oo))", "2/3", "-2*4^(-m)/3", 0),
        step("residues", "Sum(1/2^n, (n, 0, oo))", "2", order),
    )


def _grouped(compensators: tuple[str, str], value: str = "pi/(3*sqrt(3))") -> Certificate:
    """Return 1 - 1/2 + 1/4 - 1/5 + ... by its two classes, each less a multiple of 1/(m + 1)."""
    numbers = {"a": "1/3", "b": "1"}, {"a": "2/3", "b": "1"}
    first = "Sum(1/(m + 1/3) - 1/(m + 1), (m, 0, oo))", "digamma(1) - digamma(1/3)"
    second = "Sum(1/(m + 2/3) - 1/(m + 1), (m, 0, oo))", "digamma(1) - digamma(2/3)"
    term = "(-1)^n/(3*floor(n/2) + 1 + (1 - (-1)^n)/2)"
    return proof(
        lemma("digamma series", *first, **numbers[0]),
        lemma("digamma series", *second, **numbers[1]),
        step("split", "Sum(1/(3*m + 1) - 1/(3*(m + 1)), (m, 0, oo))", "(digamma(1) - digamma(1/3))/3", (0,),
             coefficients=("1/3",)),
        step("split", "Sum(-1/(3*m + 2) + 1/(3*(m + 1)), (m, 0, oo))", "(digamma(2/3) - digamma(1))/3", (1,),
             coefficients=("-1/3",)),
        step("grouping", f"Sum({term}, (n, 0, oo))", value, (2, 3), compensators=compensators),
    )  # fmt: skip


def _brackets(term: str, bracket: str, value: str = "-1", **witness: str | int) -> Certificate:
    """Return -3/2 + 5/6 - 7/12 + ... with two terms in a bracket, and without brackets again."""
    plain = f"Sum({term}, (n, 1, oo))"
    return proof(
        telescope("Sum(-1/(2*m + 1) + 1/(2*m + 3), (m, 0, oo))", "-1", "1/(2*m + 1)", 0),
        step("reindex", f"Sum({bracket}, (m, 0, oo))", "-1", (0,)),
        step("brackets", plain, value, (1,), **({"length": 2, "direction": "remove"} | witness)),
    )


def _bilateral(upper: str, lower: str, value: str = "pi^2", at: int = 0) -> Certificate:
    """Return sum 1/(n + 1/2)^2 over all whole n by zeta(2, 1/2) above and below."""
    return proof(
        lemma("Hurwitz zeta series", "Sum(1/(n + 1/2)^2, (n, 0, oo))", "pi^2/2", s="2", a="1/2"),
        step("reindex", f"Sum(1/({upper})^2, (n, {at}, oo))", "pi^2/2", (0,)),
        step("reindex", f"Sum(1/({lower})^2, (m, 0, oo))", "pi^2/2", (0,)),
        step("bilateral", "Sum(1/(n + 1/2)^2, (n, -oo, oo))", value, (1, 2), at=at),
    )


def _rewritten(start: int, fact: str, premises: tuple[int, int] = (0, 1)) -> Certificate:
    known = lemma("arctangent addition", "atan(1/(n^2 + n + 1))", "atan(n + 1) - atan(n)", (fact,), u="n + 1", v="n")
    ends = f"pi/2 - atan({start})"
    return proof(
        known,
        telescope(DIFFERENCES.replace("(n, 1", f"(n, {start}"), ends, "atan(n)", start),
        step("rewrite", ARCS.replace("(n, 1", f"(n, {start}"), ends, premises),
    )


def _refuted(precision: int, digits: int = 30) -> Certificate:
    return proof(
        telescope(HALF, "1", "-2/2^n", 1),
        step("ball", f"sqrt(2)*{HALF} - sqrt(2) - 1/10^{digits}", None, (0,), (), "nonzero", precision=precision),
    )


def _at(x: str, facts: Facts = ("x: real, 0 < x < 1",)) -> Certificate:
    here = f"Sum(1/2^n, (n, 0, oo)) - 1/(1 + {x})"
    return proof(
        telescope("Sum(1/2^n, (n, 0, oo))", "2", "-2/2^n", 0),
        step("ball", here, None, (0,), (), "nonzero", precision=64),
        step("point", "Sum(1/2^n, (n, 0, oo)) - 1/(1 + x)", None, (1,), facts, "nonzero", point={"x": x}),
    )


def _zeta(value: str) -> Certificate:
    """The cases are in test_interchange.py."""
    return proof(
        telescope("Sum(1/(m*(m - 1)), (m, 2, oo))", "1", "-1/(m - 1)", 2),
        telescope("Sum(m^(-n), (n, 2, oo))", "1/(m*(m - 1))", "m^(-n)*m/(1 - m)", 2, ("m: real, m >= 2",)),
        step("interchange", "Sum(zeta(n) - 1, (n, 2, oo))", value, (0, 1), weight="1", order="n"),
    )


def _rearranged(rest: str) -> Certificate:
    claim = f"Sum(q^n/(1 - q^n), (n, 1, oo)) - Sum(q^(2*n)/(1 - q^n), (n, 1, oo)) - {rest}"
    witness = {"sums": ("0", "1"), "weights": ("q^n", "q^(2*n)"), "ratios": ("q^n", "q^n"),
               "multiplicities": ("1", "1"), "cuts": ("ej . .", ".")}  # fmt: skip
    return proof(step("rearrangement", claim, "0", (), ("q: real, -1 < q < 1",), **witness))


def _regrouped(length: str) -> Certificate:
    right = "Product(1 - q*(q^2)^n, (n, 0, oo))*Product(1 - q^2*(q^2)^n, (n, 0, oo))"
    witness = {"begins": ("1", "0", "0"), "lengths": (length, "1", "1"), "exponents": ("1", "1", "1")}
    left = "Product(1 - q^n, (n, 1, oo))"
    facts = ("q: real, -1 < q < 1",)
    return proof(step("regrouping", left, right, (), facts, **witness))


def _telescoped(value: str, start: int) -> Certificate:
    return proof(step("product", "Product(1 - 1/n^2, (n, 2, oo))", value, quotient="n/(n - 1)", from_=start))


def _finite_product(value: str, quotient: str) -> Certificate:
    facts = ("N: integer, N >= 2",)
    return proof(step("product-finite", "Product(1 - 1/k^2, (k, 2, N))", value, (), facts, quotient=quotient, from_=2))


def _without_factors(exponent: str, place: str) -> Certificate:
    known = lemma("product of 1 + z^2/n^2", "Product(1 + 1/n^2, (n, 1, oo))", "sinh(pi)/pi", z="1")
    witness = {"exponents": (exponent,), "places": (place,), "from_": 0}
    return proof(known, step("factors", "Product(1 + 1/(n + 1)^2, (n, 0, oo))", "sinh(pi)/pi", (0,), **witness))


def _of_product(value: str, start: int) -> Certificate:
    known = lemma("product of 1 + z^2/n^2", "Product(1 + 1/n^2, (n, 1, oo))", "sinh(pi)/pi", z="1")
    return proof(known, step("logarithm", f"Sum(log(1 + 1/n^2), (n, {start}, oo))", value, (0,)))


def _of_sum(start: int) -> Certificate:
    known = lemma("zeta series", SQUARES, "pi^2/6", s="2")
    return proof(known, step("exponential", f"Product(exp(1/n^2), (n, {start}, oo))", "exp(pi^2/6)", (0,)))


def _golden(multipliers: tuple[str, ...]) -> Certificate:
    return proof(
        step("logarithms", "log((1 + sqrt(5))/2)", "log(2*cos(pi/5))"),
        step("linear", "log((1 + sqrt(5))/2) - log(2*cos(pi/5))", "0", (0,), multipliers=multipliers),
    )


def _cases(value: str, first: Facts = NONZERO, start: str = "0", premises: tuple[int, int] = (0, 1)) -> Certificate:
    return proof(
        telescope("Sum(x^n, (n, 0, oo))", "1/(1 - x)", "x^n/(x - 1)", 0, first),
        termwise(f"Sum({start}^n, (n, 0, oo))", f"1/(1 - {start})", 1) if start == "0" else _at_half(),
        step("cases", "Sum(x^n, (n, 0, oo))", "1/(1 - x)", premises, OPEN, symbol="x", value=value),
    )


def _at_half() -> Step:
    return telescope("Sum((1/2)^n, (n, 0, oo))", "1/(1 - 1/2)", "-2/2^n", 0)


def _together(value: str, facts: Facts = ("N: integer, N >= 0",)) -> Certificate:
    return proof(
        step("creative-telescoping", "Sum(k, (k, 0, N))", value, (), facts,
             groups=("0",), lowest=("0",), highest=("N",), antidifferences=("k*(k - 1)/2",)),
    )  # fmt: skip


def _by_next_term(term: str) -> Certificate:
    """The rule `closure` for one partial sum, whose next term is N + 1."""
    claim = f"Sum(k, (k, 0, N + 1)) - Sum(k, (k, 0, N)) - ({term})"
    sums = ("Sum(k, (k, 0, N))",)
    return proof(
        step("closure", claim, "0", (), WHOLE, symbol="N", sums=sums, lengths=("0",), coefficients=(), reach=1)
    )


def _over_levels(factor: str) -> Certificate:
    """Sums of f(k) = (k + 1)^2, written as sums; the cases are in test_nested_telescoping.py."""
    inner, c = "Sum(k + 1, (j, 0, k))", ("-(k + 2)^2", "(k + 1)^2")
    later = inner.replace("k", "(k + 1)")
    claim = f"(2*N + 5)*{factor}*Sum({inner}, (k, 0, N)) - (N + 1)*(2*N + 3)*Sum({inner}, (k, 0, N + 1))"
    return proof(
        step("creative-telescoping", f"({c[0]})*{inner} + {c[1]}*{later}", "0", (), ("k: integer, k >= 0",),
             groups=("0", "0"), lowest=("0",), highest=("k",), antidifferences=("-(k + 1)*(k + 2)*j",)),
        step("nested-telescoping", claim, "0", (0,), WHOLE, index="k", sums=(inner,), lengths=("2",), coefficients=c,
             reach=1, groups=("0", "0"), lowest=("0",), highest=("N",),
             antidifferences=(f"(N + 2)*k*(2*k + 1)/(k + 1)*{inner}",)),
    )  # fmt: skip


def _by_induction(coefficient: str, facts: Facts = ("N: integer, N >= 0",)) -> Certificate:
    return proof(
        step("linear", f"{coefficient}*(2^N - 2^N)", "0", (), facts),
        step("induction", "2^N - 2^N", "0", (0,), facts, symbol="N", start=0, coefficients=(coefficient,)),
    )


def _everywhere(text: str) -> Certificate:
    return proof(
        step("linear", text, "0", (), ("x: real, x > 0",)),
        step("polynomial", text, "0", (0,), ("x: real",), symbol="x"),
    )


def _terminated(last: str, value: str) -> Certificate:
    return proof(
        step("linear", f"Sum(binomial(4, k), (k, 0, {last}))", value),
        step("support", "Sum(binomial(4, k), (k, 0, oo))", value, (0,), bounds=(last,)),
    )


def _by_classes(premises: tuple[int, ...], facts: Facts = ("N: integer, N >= 0",)) -> Certificate:
    return proof(
        step("linear", "2^(2*N) - 2^(2*N)", "0", (), facts),
        step("linear", "2^(2*N + 1) - 2^(2*N + 1)", "0", (), facts),
        step("classes", "2^N - 2^N", "0", premises, facts, symbol="N"),
    )


def _euler(name: str, multiplier: str, value: str = "2*zeta(3)") -> Certificate:
    """The cases are in test_relations_rule.py."""
    return proof(
        step("relations", "Sum(harmonic(n)/n^2, (n, 1, oo))", value, relations=(name,), multipliers=(multiplier,))
    )


def _third(name: str) -> Certificate:
    return proof(
        step("relations", "Sum(cos(2*pi*n/3)/n^2, (n, 1, oo))", "-pi^2/18", relations=(name,), multipliers=("1/2",))
    )


def _diagonals(term: str) -> Certificate:
    """The cases are in test_diagonals.py."""
    facts = ("N: integer, N >= 2",)
    return proof(
        telescope("Sum((N - 1)/factorial(N), (N, 2, oo))", "1", "-1/factorial(N - 1)", 2),
        step("creative-telescoping", "Sum(1/factorial(N), (k, 1, N - 1)) - (N - 1)/factorial(N)", "0", (), facts,
             groups=("0",), lowest=("1",), highest=("N - 1",), antidifferences=("k/factorial(N)",)),
        step("diagonals", f"Sum(Sum({term}, (m, 1, oo)), (n, 1, oo))", "1", (0, 1)),
    )  # fmt: skip


def _tail(upper: str) -> Certificate:
    """The cases are in test_tail.py."""
    return proof(
        lemma("zeta series", SQUARES, "pi^2/6", s="2"),
        step("tail", "Sum(1/(m + N)^2, (m, 1, oo))", "pi^2/6 - harmonic(N, 2)", (0,), WHOLE, upper=upper),
    )


GOOD_UNIT = proof(telescope(UNIT, "1", "-1/n", 1))
LOGARITHM = ("logarithm series", "Sum(x^n/n, (n, 1, oo))", "-log(1 - x)")
FINITE = "Sum(1/(k*(k + 1)), (k, 1, N))"
WHOLE = ("N: integer, N >= 1",)


def _finite(facts: Facts, start: int = 1, upper: str = "N", value: str = "1 - 1/(N + 1)") -> Certificate:
    left = FINITE.replace("(k, 1, N)", f"(k, 1, {upper})")
    return proof(step("telescope-finite", left, value, (), facts, antidifference="-1/k", from_=start))


def _alternating_twice(base: str, oscillation: str, term: str = "(-1)^n/n") -> Certificate:
    node, again = f"Sum({term}, (n, 1, oo))", f"Sum({term} + 0, (n, 1, oo))"
    return proof(
        termwise(f"Sum({term} - ({term}), (n, 1, oo))", "0", 1),
        dirichlet(node, base, oscillation),
        dirichlet(again, base, oscillation),
        step("merge", f"{node} - {again}", "0", (0, 1, 2)),
    )


def _claimed(certificate: Certificate, text: str, facts: Facts = ()) -> Certificate:
    return replace(certificate, claim=Claim.parse(text, facts))


def _coefficients(value: str) -> Certificate:
    known = telescope("Sum(1/((n + x)*(n + 1 + x)), (n, 1, oo))", "1/(1 + x)", "-1/(n + x)", 1, OPEN)
    first = "Sum(-1/(n^2*(n + 1)) - 1/(n*(n + 1)^2), (n, 1, oo))"
    return proof(known, step("coefficients", first, value, (0,), (), symbol="x", order=1))


TWINS: Mapping[str, Twins] = {
    # poles
    "a pole of the term in the range": Twins(
        proof(telescope("Sum(1/((n - 3)*(n - 2)), (n, 4, oo))", "1", "-1/(n - 3)", 4)),
        proof(telescope("Sum(1/((n - 3)*(n - 2)), (n, 1, oo))", "1", "-1/(n - 3)", 4)),
        r"the term at n = 2, .*denominator",
    ),
    "a pole of the antidifference in the range": Twins(
        GOOD_UNIT,
        proof(telescope(UNIT, "1", "-1/n + (n - 5)/(n - 5) - 1", 1)),
        "the antidifference .*denominator is not proved",
    ),
    "a pole at the start": Twins(
        GOOD_UNIT, proof(telescope(UNIT.replace("(n, 1", "(n, 0"), "1", "-1/n", 0)), "the term .*denominator"
    ),
    "a factorial at a pole": Twins(
        proof(telescope("Sum(n/factorial(n + 1), (n, 0, oo))", "1", "-1/factorial(n)", 0)),
        proof(telescope("Sum(n/factorial(n + 1), (n, -3, oo))", "1", "-1/factorial(n)", -3)),
        "not proved positive on the range",
    ),
    # antidifference and limit
    "a wrong antidifference": Twins(
        GOOD_UNIT, proof(telescope(UNIT, "1", "1/n", 1)), "the difference of the antidifference is not the term"
    ),
    "a Gosper sum whose limit is 4/pi, not 0": Twins(
        proof(telescope(CATALAN, "4/pi", "4*n*binomial(2*n, n)^2/16^n", 0)),
        proof(telescope(CATALAN, "0", "4*n*binomial(2*n, n)^2/16^n", 0)),
        "the value is not 0",
    ),
    "an iterated power that tends to 0, taken to be unbounded": Twins(
        proof(telescope(DOUBLING, "1/(x - 1)", "2^n/(1 - x^(2^n))", 0, ("x: real, x > 1",))),
        proof(telescope(DOUBLING, "1/(x - 1)", "2^n/(1 - x^(2^n))", 0, ("x: real, 0 < x < 1",))),
        "the limit of the antidifference is not established",
    ),
    "an iterated power of a negative base, even from the second index on only": Twins(
        proof(telescope(MILLIN.replace("n, 0", "n, 1"), "(5 - sqrt(5))/2", _MILLIN_ANTIDIFFERENCE, 1)),
        proof(telescope(MILLIN, "(7 - sqrt(5))/2", _MILLIN_ANTIDIFFERENCE, 0)),
        "a power of -1 that is not even",
    ),
    "a limit other than zero left out": Twins(
        proof(telescope(UNIT, "1", "7 - 1/n", 1)), proof(telescope(UNIT, "-6", "7 - 1/n", 1)), "the value is not -6"
    ),
    "an antidifference that oscillates": Twins(
        proof(telescope("Sum((-1/2)^n, (n, 0, oo))", "2/3", "-2*(-1/2)^n/3", 0)),
        proof(telescope("Sum((-1)^n, (n, 0, oo))", "1/2", "-(-1)^n/2", 0)),
        "the limit of the antidifference is not established",
    ),
    "an antidifference that grows": Twins(
        proof(telescope("Sum(1/2^n, (n, 0, oo))", "2", "-2/2^n", 0)),
        proof(telescope("Sum(2^n, (n, 0, oo))", "-1", "2^n", 0)),
        "the limit of the antidifference is not established",
    ),
    "a logarithm that grows": Twins(
        proof(telescope("Sum(log(1 - 1/n^2), (n, 2, oo))", "-log(2)", "log(n/(n - 1))", 2)),
        proof(telescope("Sum(log(1 + 1/n), (n, 1, oo))", "0", "log(n)", 1)),
        "the limit of the antidifference is not established",
    ),
    # exceptional terms and ranges
    "an exceptional term left out": Twins(
        proof(termwise("Sum(0^n, (n, 0, oo))", "1", 1)),
        proof(termwise("Sum(0^n, (n, 0, oo))", "0", 1)),
        "the exceptional terms do not add up",
    ),
    "exceptional terms before the antidifference left out": Twins(
        proof(telescope(UNIT, "1", "-1/n", 4)), proof(telescope(UNIT, "1/4", "-1/n", 4)), "the value is not 1/4"
    ),
    "a range that begins before the sum": Twins(
        GOOD_UNIT, proof(telescope(UNIT.replace("(n, 1", "(n, 3"), "1", "-1/n", 1)), "begins before the sum does"
    ),
    "a termwise identity that begins before the sum": Twins(
        proof(termwise("Sum(1/n - 1/n, (n, 2, oo))", "0", 2)),
        proof(termwise("Sum(1/n - 1/n, (n, 2, oo))", "0", 1)),
        "begins before the sum does",
    ),
    "a term that is not zero": Twins(
        proof(termwise("Sum(4^(-n) - 1/2^(2*n), (n, 0, oo))", "0", 0)),
        proof(termwise("Sum(4^(-n) - 1/2^n, (n, 0, oo))", "0", 0)),
        "the term is not 0 for n >= 0",
    ),
    "an empty finite range": Twins(
        _finite(WHOLE), _finite(WHOLE, start=3), "the upper bound is not proved to be a whole number >= 2"
    ),
    "a finite sum that may run backwards": Twins(
        _finite(WHOLE), _finite(("N: integer, N >= -4",)), "the upper bound is not proved to be a whole number >= 0"
    ),
    "an upper bound that is not whole": Twins(
        _finite(WHOLE), _finite(("N: real, N >= 1",)), "the upper bound is not proved to be a whole number"
    ),
    "no residue classes": Twins(
        _classes((0, 1)),
        proof(step("residues", "Sum(0, (n, 0, oo))", "0", ())),
        "no residue classes",
    ),
    "compensators that do not balance": Twins(
        _grouped(("1/3", "-1/3")), _grouped(("1/3", "1/3")), "a premise is not about the residue class"
    ),
    "a group with another value": Twins(
        _grouped(("1/3", "-1/3")), _grouped(("1/3", "-1/3"), "pi/3"), "the value is not the sum of the classes"
    ),
    "a finite sum with another value": Twins(
        _together("N*(N + 1)/2"), _together("N*(N - 1)/2"), "do not make the value"
    ),
    "a recurrence whose leading coefficient has a zero": Twins(
        _by_induction("1"), _by_induction("N"), "the leading coefficient"
    ),
    "a partial sum that grows by another term": Twins(
        _by_next_term("N + 1"), _by_next_term("N"), "not 0 as a polynomial in the first values"
    ),
    "sums over sums by another factor": Twins(
        _over_levels("(N + 3)"), _over_levels("(N + 4)"), "the difference of the antidifference"
    ),
    "classes in another order": Twins(_by_classes((0, 1)), _by_classes((1, 0)), "class of 0"),
    "brackets removed from terms that do not tend to 0": Twins(
        _brackets(SIGNED, BRACKET), _brackets(f"{SIGNED} + (-1)^n", BRACKET), "not proved to tend to 0"
    ),
    "brackets around other terms": Twins(
        _brackets(SIGNED, BRACKET), _brackets(f"-{SIGNED}", BRACKET), "not the sum of its terms"
    ),
    "brackets of another length": Twins(
        _brackets(SIGNED, BRACKET), _brackets(SIGNED, BRACKET, length=3), "not the sum of its terms"
    ),
    "brackets with another value": Twins(
        _brackets(SIGNED, BRACKET), _brackets(SIGNED, BRACKET, "1"), "not that of the premise"
    ),
    "brackets inserted where they are removed": Twins(
        _brackets(SIGNED, BRACKET), _brackets(SIGNED, BRACKET, direction="insert"), "numbered from 0"
    ),
    "a bilateral sum counted from another place": Twins(
        _bilateral("n + 1/2", "m + 1/2"), _bilateral("n - 1/2", "m + 1/2", at=1), "the lower half has other terms"
    ),
    "a bilateral sum with another value": Twins(
        _bilateral("n + 1/2", "m + 1/2"), _bilateral("n + 1/2", "m + 1/2", "pi^2/2"), "the value is not the sum"
    ),
    # parameters at the edge of their assumptions
    "x = 1 in the logarithm series": Twins(
        proof(lemma(*LOGARITHM, ("x: real, -1 <= x < 1",), x="x")),
        proof(lemma(*LOGARITHM, ("x: real, -1 < x <= 1",), x="x")),
        "the hypothesis is not proved: x != 1",
    ),
    "x = 1 in the geometric series": Twins(
        _geometric(OPEN), _geometric(("x: real, -1 < x <= 1",)), "denominator is not proved"
    ),
    "x = -1 in the geometric series": Twins(
        _geometric(OPEN), _geometric(("x: real, -1 <= x < 1",)), "the limit of the antidifference is not established"
    ),
    "x = 0 below the index": Twins(
        proof(telescope("Sum(x^(n - 1), (n, 1, oo))", "1/(1 - x)", "x^(n - 1)/(x - 1)", 1, NONZERO)),
        proof(telescope("Sum(x^(n - 1), (n, 1, oo))", "1/(1 - x)", "x^(n - 1)/(x - 1)", 1, OPEN)),
        "not proved to be different from 0",
    ),
    "a parameter of unknown size": Twins(
        proof(absolute("Sum(n^3*x^n, (n, 0, oo))", OPEN)),
        proof(absolute("Sum(n^3*x^n, (n, 0, oo))", ("x: real, -1 <= x <= 1",))),
        "the order of growth is not decided",
    ),
    "an exponent at the edge": Twins(
        proof(step("ball", "pi - 3", None, (), (), "nonzero", precision=64)),
        proof(absolute("Sum(binomial(2*n, n)/(4^n*sqrt(n)), (n, 1, oo))")),
        "do not decrease fast enough",
    ),
    # convergence and divergence
    "a ratio that tends to 1": Twins(
        proof(absolute("Sum(1/(n*log(n + 1)^2), (n, 1, oo))")),
        proof(absolute("Sum(1/(n*log(n + 1)), (n, 1, oo))")),
        "do not decrease fast enough",
    ),
    "Dirichlet's test with z = 1": Twins(
        _alternating_twice("-1", "(-1)^n"),
        _alternating_twice("1", "1"),
        "not a power of a number of modulus 1 other than 1",
    ),
    "Dirichlet's test with a base of another modulus": Twins(
        _alternating_twice("I", "I^n", "I^n/n"),
        _alternating_twice("2", "2^n", "2^n/n"),
        "not a power of a number of modulus 1 other than 1",
    ),
    "Dirichlet's test with a factor that does not vanish": Twins(
        _alternating_twice("-1", "(-1)^n"),
        _alternating_twice("-1", "(-1)^n", "(-1)^n*n/(n + 1)"),
        "not proved to tend to 0",
    ),
    "Dirichlet's test with a factor of unbounded variation": Twins(
        _alternating_twice("-1", "(-1)^n"),
        _alternating_twice("-1", "(-1)^n", "(-1)^n*(2 + (-1)^n)/n"),
        "not proved of bounded variation",
    ),
    "Dirichlet's test with another oscillation": Twins(
        _alternating_twice("-1", "(-1)^n"), _alternating_twice("-1", "I^n"), "not a power of a number"
    ),
    "terms that tend to 0 do not diverge": Twins(
        proof(diverges("Sum((1 + (-1)^n)/2, (n, 1, oo))", "terms")),
        proof(diverges("Sum((1 + (-1)^n)/n, (n, 1, oo))", "terms")),
        "not proved to stay away from 0",
    ),
    "a convergent series is not too large": Twins(
        proof(diverges("Sum(1/n, (n, 1, oo))", "comparison")),
        proof(diverges(SQUARES, "comparison")),
        "one direction and too large",
    ),
    "an alternating series has no one direction": Twins(
        proof(diverges("Sum(1/n, (n, 1, oo))", "comparison")),
        proof(diverges(ALTERNATING, "comparison")),
        "one direction and too large",
    ),
    "a bounded antidifference": Twins(
        proof(diverges("Sum(log(1 + 1/n), (n, 1, oo))", "telescope", antidifference="log(n)")),
        proof(diverges(UNIT, "telescope", antidifference="-1/n")),
        "not proved to be unbounded",
    ),
    "oscillating parts that cancel": Twins(
        proof(diverges("Sum((-1)^n, (n, 0, oo))", "terms")),
        proof(diverges("Sum((-1)^n - cos(pi*n) + 1/n, (n, 1, oo))", "terms")),
        "not proved to stay away from 0",
    ),
    "a divergent sum that is not in the claim": Twins(
        proof(diverges("Sum(1/n, (n, 1, oo))", "comparison")),
        _claimed(proof(diverges("Sum(1/n, (n, 1, oo))", "comparison")), UNIT),
        "not about the claim",
    ),
    "terms that are small enough": Twins(
        proof(alone("asymptotics", "Sum(n^n/(n!*2^n), (n, 1, oo))")),
        proof(alone("asymptotics", "Sum(n^n/(n!*3^n), (n, 1, oo))")),
        "not proved to be too large",
    ),
    "an angle that runs over the multiples of pi": Twins(
        proof(alone("moving-angles", "Sum(sin(pi*n^2/3), (n, 1, oo))")),
        proof(alone("moving-angles", "Sum(sin(pi*n^2), (n, 1, oo))")),
        "the steps of the angle",
    ),
    "two parts that diverge": Twins(
        proof(diverges("Sum(1/n, (n, 1, oo))", "comparison"), absolute(SQUARES), _of_parts("1/n + 1/n^2")),
        proof(diverges("Sum(1/n, (n, 1, oo))", "comparison"), absolute(SQUARES), _of_parts("1/n - 1/(n + 1)")),
        "not the sum of the parts",
    ),
    "inner sums with a smaller bound": Twins(
        proof(diverges("Sum(n/(n + n)^2, (n, 1, oo))", "comparison"), _of_inner_sums("(n + m)^2")),
        proof(diverges("Sum(n/(n + n)^2, (n, 1, oo))", "comparison"), _of_inner_sums("(n + m)^3")),
        "the terms of the premise are others",
    ),
    "a factor of mean 0": Twins(
        proof(alone("mean-value", "Sum(sin(n)^2/n, (n, 1, oo))")),
        proof(alone("mean-value", "Sum(sin(n)*cos(n)/n, (n, 1, oo))")),
        "may be 0",
    ),
    "a modulus that is not bounded": Twins(
        _of_modulus("cos(1/n)", "1/n"),
        _of_modulus("n", "1/n^3"),
        "not proved to be bounded",
    ),
    # divergent parts
    "a divergent part of a merge": Twins(
        _merged(SQUARES, LATER, GAP),
        _merged("Sum(1/n, (n, 1, oo))", "Sum(1/(n + 1), (n, 1, oo))", "Sum(1/n - 1/(n + 1), (n, 1, oo))"),
        "do not decrease fast enough",
    ),
    "a merge without one convergence": Twins(
        _merged(SQUARES, LATER, GAP),
        _merged(SQUARES, LATER, GAP, convergence=False),
        "no premise says that .* converges",
    ),
    "a wrong value of a merge": Twins(
        _merged(SQUARES, LATER, GAP), _merged(SQUARES, LATER, GAP, value="2"), "not that of the merged sum"
    ),
    "a divergent part of a linear step": Twins(
        GOOD_UNIT,
        proof(step("linear", "Sum(1/n, (n, 1, oo)) - Sum(1/n, (n, 1, oo))", "0", ())),
        "no premise gives the value",
    ),
    "a divergent part times zero": Twins(
        GOOD_UNIT, proof(step("linear", "0*Sum(1/n, (n, 1, oo))", "0", ())), "no premise gives the value"
    ),
    "a statement of convergence in place of a value": Twins(
        GOOD_UNIT,
        proof(absolute(SQUARES), step("linear", f"{SQUARES} - {SQUARES}", "0", (0,))),
        "expected an equation, got a statement 'converges'",
    ),
    # combination
    "wrong coefficients": Twins(_split(("3", "-2")), _split(("3", "2")), "not the combination of the parts"),
    "a wrong value of a combination": Twins(
        _split(("3", "-2")), _split(("3", "-2"), "5"), "not the combination of the values"
    ),
    "a coefficient that moves": Twins(
        _split(("3", "-2")), _split(("3", "-2*n/n")[:1] + ("-2 + 0*n + (n - 1)",)), "a coefficient depends on the index"
    ),
    "too few coefficients": Twins(_split(("3", "-2")), _split(("3",)), "one coefficient a premise"),
    "residue classes in the wrong order": Twins(
        _classes((0, 1)), _classes((1, 0)), "the residue class 0 is not the one of the term"
    ),
    "one residue class twice": Twins(_classes((0, 1)), _classes((0, 0)), "the residue class 1 is not the one"),
    "a move by one place too many": Twins(
        proof(GOOD_UNIT.steps[0], step("reindex", "Sum(1/((m + 1)*(m + 2)), (m, 0, oo))", "1", (0,))),
        proof(GOOD_UNIT.steps[0], step("reindex", "Sum(1/((m + 2)*(m + 3)), (m, 0, oo))", "1", (0,))),
        "the terms differ",
    ),
    "another start without the terms between": Twins(
        proof(GOOD_UNIT.steps[0], step("start", UNIT.replace("(n, 1", "(n, 3"), "1/3", (0,))),
        proof(GOOD_UNIT.steps[0], step("start", UNIT.replace("(n, 1", "(n, 3"), "1", (0,))),
        "do not differ by the terms between",
    ),
    "an identity of terms from n = 2 used from n = 1": Twins(
        _rewritten(1, "n: integer, n >= 1"), _rewritten(1, "n: integer, n >= 2"), "assumes more than the conclusion"
    ),
    "an identity and a value in the wrong order": Twins(
        _rewritten(1, "n: integer, n >= 1"),
        _rewritten(1, "n: integer, n >= 1", premises=(1, 0)),
        "a premise assumes more|says something else",
    ),
    "a case left out": Twins(
        _cases("0"), _cases("0", premises=(0, 0)), "the second case is not the statement at the value"
    ),
    "the other case for other values": Twins(
        _cases("0"), _cases("1/2", start="1/2"), "the first case is not the statement for other values"
    ),
    # premises and conclusions
    "a premise with stronger assumptions": Twins(
        proof(_geometric(OPEN).steps[0], step("linear", "2*Sum(x^n, (n, 0, oo))", "2/(1 - x)", (0,), OPEN)),
        proof(
            _geometric(("x: real, 0 < x < 1",)).steps[0],
            step("linear", "2*Sum(x^n, (n, 0, oo))", "2/(1 - x)", (0,), OPEN),
        ),
        "assumes more than the conclusion",
    ),
    "a reference to a later step": Twins(
        GOOD_UNIT, replace(GOOD_UNIT, steps=GOOD_UNIT.steps[::-1]), "a premise is not an earlier step"
    ),
    "a step that rests on itself": Twins(
        GOOD_UNIT,
        replace(GOOD_UNIT, steps=(GOOD_UNIT.steps[0], replace(GOOD_UNIT.steps[1], premises=(1,)))),
        "a premise is not an earlier step",
    ),
    "a conclusion about another claim": Twins(GOOD_UNIT, _claimed(GOOD_UNIT, f"{UNIT} - 2"), "not about the claim"),
    "a conclusion under other assumptions": Twins(
        _geometric(OPEN),
        _claimed(_geometric(OPEN), "Sum(x^n, (n, 0, oo)) - 1/(1 - x)", ("x: real, -1 <= x < 1",)),
        "under other assumptions than the claim",
    ),
    "a refutation of something else": Twins(
        _refuted(192), _claimed(_refuted(192), f"{HALF} - 1"), "not about the claim"
    ),
    "a symbol of which nothing is assumed": Twins(
        _geometric(OPEN), proof(step("linear", "y - y", "0", ())), "nothing is assumed of y"
    ),
    "an index that is also a parameter": Twins(
        GOOD_UNIT, proof(telescope(UNIT, "1", "-1/n", 1, ("n: integer",))), "the index n is also a parameter"
    ),
    "an unknown rule": Twins(
        GOOD_UNIT, replace(GOOD_UNIT, steps=(replace(GOOD_UNIT.steps[0], rule="trust me"),)), "no rule 'trust me'"
    ),
    # lemmas
    "an unknown lemma": Twins(
        proof(lemma("exponential series", "Sum(x^n/factorial(n), (n, 0, oo))", "exp(x)", ("x: real",), x="x")),
        proof(lemma("exponential lemma", "Sum(x^n/factorial(n), (n, 0, oo))", "exp(x)", ("x: real",), x="x")),
        "there is no lemma",
    ),
    "a lemma without its name": Twins(
        proof(lemma("exponential series", "Sum(x^n/factorial(n), (n, 0, oo))", "exp(x)", ("x: real",), x="x")),
        proof(step("lemma", "Sum(x^n/factorial(n), (n, 0, oo))", "exp(x)", (), ("x: real",), parameters={"x": "x"})),
        "there is no lemma",
    ),
    "a lemma with a missing parameter": Twins(
        proof(lemma("Hurwitz zeta series", "Sum(1/(n + 1)^2, (n, 0, oo))", "zeta(2, 1)", s="2", a="1")),
        proof(lemma("Hurwitz zeta series", "Sum(1/(n + 1)^2, (n, 0, oo))", "zeta(2, 1)", s="2")),
        "has the parameters s, a",
    ),
    "a lemma over another range": Twins(
        proof(lemma("zeta series", SQUARES, "zeta(2)", s="2")),
        proof(lemma("zeta series", SQUARES.replace("(n, 1", "(n, 2"), "zeta(2)", s="2")),
        "runs over another range",
    ),
    "a lemma with another value": Twins(
        proof(lemma("zeta series", SQUARES, "pi^2/6", s="2")),
        proof(lemma("zeta series", SQUARES, "pi^2/7", s="2")),
        "the right side is not that of the lemma",
    ),
    "a lemma with another term": Twins(
        proof(lemma("zeta series", SQUARES, "zeta(2)", s="2")),
        proof(lemma("zeta series", SQUARES, "zeta(3)", s="3")),
        "the term is not that of the lemma",
    ),
    "a lemma parameter of which nothing is assumed": Twins(
        proof(lemma(*LOGARITHM, OPEN, x="x")),
        proof(lemma(LOGARITHM[0], "Sum(0^n/n, (n, 1, oo))", "0", x="0*y")),
        "holds a symbol of which nothing is assumed",
    ),
    # from some points, or some terms, to all
    "a modulus taken for a polynomial": Twins(
        _everywhere("x*(x + 1) - x^2 - x"), _everywhere("Abs(x) - x"), "not seen to be a polynomial in x"
    ),
    "a series that ends later": Twins(
        _terminated("4", "16"), _terminated("3", "15"), "not proved to be 0 for k above 3"
    ),
    # products
    "a product with another value": Twins(_telescoped("1/2", 2), _telescoped("1/3", 2), "the value is not 1/3"),
    "a product from a pole of its quotient": Twins(_telescoped("1/2", 2), _telescoped("1/2", 1), "begins before"),
    "a product whose limit is 0": Twins(
        _telescoped("1/2", 2),
        proof(step("product", "Product(1 - 1/n, (n, 2, oo))", "0", quotient="1/(n - 1)", from_=2)),
        "may be 0",
    ),
    "a finite product with another value": Twins(
        _finite_product("(N + 1)/(2*N)", "k/(k - 1)"), _finite_product("N/(2*N - 1)", "k/(k - 1)"), "the value is not"
    ),
    "a finite product by a quotient that is 0": Twins(
        _finite_product("(N + 1)/(2*N)", "k/(k - 1)"), _finite_product("(N + 2)/(2*N)", "0"), "the first value"
    ),
    "a product of factors at another place": Twins(
        _without_factors("1", "1"), _without_factors("1", "2"), "the factor is not"
    ),
    "a product of an exponential from another start": Twins(_of_sum(1), _of_sum(2), "the sum starts elsewhere"),
    "a logarithm of a product from another start": Twins(
        _of_product("log(sinh(pi)/pi)", 1), _of_product("log(sinh(pi)/pi)", 2), "the product starts elsewhere"
    ),
    "another logarithm of a product": Twins(
        _of_product("log(sinh(pi)/pi)", 1), _of_product("log(sinh(pi)/pi) + 2*pi*I", 1), "the value is not"
    ),
    # unknown sums
    "a sum that is not proved to converge": Twins(
        proof(absolute(SQUARES), step("reflexive", SQUARES, SQUARES, (0,))),
        proof(absolute(SQUARES), step("reflexive", LATER, LATER, (0,))),
        "no premise says that the sum converges",
    ),
    # power series
    "a power series with another value": Twins(_series("1/sqrt(1 - 4*x)"), _series("1/(1 - 4*x)"), "does not solve"),
    "a power series with another multiple": Twins(
        _series("1/sqrt(1 - 4*x)"), _series("2/sqrt(1 - 4*x)"), "does not begin like the series"
    ),
    "signs with a case left out": Twins(_by_signs((0, 1, 2)), _by_signs((0, 0, 2)), "the premises are not"),
    "an instance outside the range": Twins(_instance("1/8"), _instance("1/3"), "not proved to satisfy"),
    "an instance at the end": Twins(_instance("1/8"), _instance("1/4"), "not proved to satisfy|different from 0"),
    "Abel's theorem for another sum": Twins(_at_the_end(True), _at_the_end(False), "the sum at the end converges"),
    "a WZ pair with another value": Twins(_paired("pi^2/6"), _paired("pi^2/7"), "the value is not"),
    "a series that ends elsewhere": Twins(_vandermonde("1"), _vandermonde("2"), "the premise is not the equation"),
    # interchange
    "an interchange with another value": Twins(_zeta("1"), _zeta("2"), "the value is not that of the outer sum"),
    # double series and products
    "a rearrangement with another value": Twins(
        _rearranged("q/(1 - q)"), _rearranged("q/(1 + q)"), "the parts of the double series do not cancel"
    ),
    "a regrouping in blocks that are not the same": Twins(
        _regrouped("2"), _regrouped("1"), "a block of the product is not the product of the other blocks"
    ),
    # relations of constants
    "a relation on another branch of the logarithm": Twins(
        proof(step("logarithms", "2*log(1 + I) - log(2*I)", "0")),
        proof(step("logarithms", "2*log(-1 + I) - log(-2*I)", "0")),
        "not proved to be small",
    ),
    "a relation whose product is not 1": Twins(
        proof(step("logarithms", "log(2) + log(3) - log(2 + 4)", "0")),
        proof(step("logarithms", "log(2 + sqrt(3)) - log(373/100)", "0")),
        "the product is not 1",
    ),
    "a relation that is not used": Twins(_golden(("1",)), _golden(("0",)), "not equal in the ring"),
    "a relation without a multiplier": Twins(_golden(("1",)), _golden(("1", "1")), "one multiplier a relation"),
    "a relation of the wrong value": Twins(
        _euler("hoffman 2", "-1"), _euler("hoffman 2", "1"), "not the combination of the relations"
    ),
    "a relation over a square root": Twins(
        _euler("hoffman 2", "-1"), _euler("hoffman 2", "-1*sqrt(3)"), "not the combination of the relations"
    ),
    "a relation at sixth roots of unity that is another one": Twins(
        _third("tripling 2"), _third("turn 0w"), "not the combination of the relations"
    ),
    "a relation that is none": Twins(_euler("hoffman 2", "-1"), _euler("hoffman 1,2", "-1"), "divergent series"),
    "coefficients of another sum": Twins(_coefficients("-1"), _coefficients("1"), "beside the sums"),
    "a diagonal of other terms": Twins(
        _diagonals("1/factorial(n + m)"), _diagonals("1/factorial(n + 2*m)"), "the diagonal has other terms"
    ),
    "a tail from another place": Twins(_tail("N"), _tail("N + 1"), "the terms differ"),
    "a range shifted by half": Twins(_from_zero("N - -N"), _from_zero("2*N"), "not the equation with shifted ranges"),
    "another infinite product": Twins(
        _to_products("1 - Product(1 - q^k, (k, 1, oo))", "-Product(1 - q^j, (j, 1, n - 1))"),
        _to_products("1 - Product(1 - q^k, (k, 2, oo))", "-Product(1 - q^j, (j, 1, n - 1))"),
        "not proved to tend to the value",
    ),
    # numbers
    "a precision that is too small": Twins(_refuted(192), _refuted(64), "the ball does not exclude 0"),
    "a precision that is no precision": Twins(_refuted(192), _refuted(1), "must be from 2 to"),
    "a ball around zero": Twins(
        proof(step("ball", "sqrt(2)*sqrt(3) - sqrt(5)", None, (), (), "nonzero", precision=64)),
        proof(step("ball", "sqrt(2)*sqrt(3) - sqrt(6)", None, (), (), "nonzero", precision=4096)),
        "the ball does not exclude 0",
    ),
    "a ball without the value of a sum": Twins(
        _refuted(192),
        proof(step("ball", f"{HALF} - 2", None, (), (), "nonzero", precision=64)),
        "an infinite sum without a proved value",
    ),
    "a ball under assumptions": Twins(
        _at("1/2"),
        proof(step("ball", "x + 1", None, (), ("x: real, x > 0",), "nonzero", precision=64)),
        "an expression without symbols",
    ),
    "a point outside the assumptions": Twins(_at("1/2"), _at("3/2"), "not proved to satisfy the assumptions"),
    "a point at an open end": Twins(_at("1/2"), _at("1"), "not proved to satisfy the assumptions"),
    "a point that is not whole": Twins(
        _at("2", ("x: integer, x >= 1",)), _at("5/2", ("x: integer, x >= 1",)), "not proved to satisfy the assumptions"
    ),
    "a point that is not real": Twins(_at("1/2"), _at("1/2 + I"), "not proved to satisfy the assumptions"),
}


@pytest.mark.parametrize("name", TWINS)
def test_the_valid_twin_is_accepted(name: str) -> None:
    report = check(TWINS[name].valid.claim, TWINS[name].valid)
    if report.rules == ("convergence",):  # a proof of convergence alone is about no claim
        assert report.reason == "the last conclusion is not about the claim"
    else:
        assert report.accepted, report.reason


@pytest.mark.parametrize("name", TWINS)
def test_the_wrong_twin_is_refused_for_what_is_wrong_with_it(name: str) -> None:
    report = check(TWINS[name].wrong.claim, TWINS[name].wrong)
    assert not report.accepted and report.verdict is None and report.failed_step is not None
    pytest.raises(ValueError, _raise, report.reason).match(TWINS[name].reason)


def _raise(message: str) -> None:
    raise ValueError(message)


def test_every_rule_has_a_wrong_twin() -> None:
    refused = set()
    for twins in TWINS.values():
        report = check(twins.wrong.claim, twins.wrong)
        if report.failed_step is not None:
            refused.add(twins.wrong.steps[report.failed_step].rule)
    assert set(RULES) <= refused
