"""Differences of order N of powers and of polynomials in them: `sum (-1)^k binomial(N, k) p(k)`.

All of it is about polynomials in k: with 0^0 = 1 it holds for every a and b, 0 included.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, require
from tnsim.proof.scope import Scope
from tnsim.ring.forms import linear_form
from tnsim.ring.tower import Element

__all__ = ["LEMMAS", "whole_and_not_negative"]

_LEFT = "Sum((-1)**k*binomial(N, k)*(c + d*(a + b*k) + e*(a + b*k)**2)*(a + b*k)**M, (k, 0, N))"
# Differences of order N of (a + b*k)^(N + r), over (-1)^N*(N + r)!/r!: Stirling's numbers S(N + j, N) for j <= r.
_VALUES = ("b**N", "b**N*(a + N*b/2)", "b**N*(a**2 + N*a*b + N*(3*N + 1)*b**2/12)")
_FACTORIALS = ("factorial(N)", "factorial(N + 1)", "factorial(N + 2)/2")


def whole_and_not_negative(scope: Scope, value: Element) -> bool:
    """Tell whether a number is proved to be whole and at least 0."""
    form = linear_form(scope.ring, value)
    return form is not None and form.is_integer_valued() and scope.ring.nonnegative_integer(value)


def _differences(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    values = {name: scope.lift(parameters[name], name) for name in ("N", "M", "a", "b", "c", "d", "e")}
    for name in ("N", "M"):
        require(whole_and_not_negative(scope, values[name]), f"{name} is whole and >= 0")
    terms = ["0"]
    for i, name in enumerate(("c", "d", "e")):
        over = values["M"] + i - values["N"]
        if values[name].is_zero() or scope.facts.positive(-over):
            continue
        r = over.rational()
        require(r is not None and r in (0, 1, 2), f"M + {i} < N, or M + {i} - N is 0, 1 or 2, or {name} = 0")
        terms.append(f"{name}*(-1)**N*{_FACTORIALS[int(r or 0)]}*({_VALUES[int(r or 0)]})")
    return substitute(parse(_LEFT), parameters), substitute(parse(" + ".join(terms)), parameters)


def _draw(random: Random) -> Parameters:
    def fraction() -> Expression:
        return number(Fraction(random.randint(-30, 30), random.randint(1, 9)))

    order, over = random.randint(0, 8), random.randint(-4, 0)
    values = {name: fraction() for name in "abcde"}
    return {"N": number(order), "M": number(max(order + over, 0)), **values, **({"e": number(0)} if order == 0 else {})}


LEMMAS = (
    Lemma(
        "differences of powers",
        f"{_LEFT} = c*D_0 + d*D_1 + e*D_2 for whole N, M >= 0, where D_i is 0 if M + i < N, and "
        "(-1)**N*factorial(N + r)/factorial(r)*P_r if r = M + i - N is 0, 1 or 2, with P_0 = b**N, "
        "P_1 = b**N*(a + N*b/2), P_2 = b**N*(a**2 + N*a*b + N*(3*N + 1)*b**2/12)",
        "Graham, Knuth and Patashnik, Concrete Mathematics, (5.42); for r > 0 expanded by the binomial theorem, "
        "with DLMF 26.8.6 and Stirling's numbers S(N + 1, N), S(N + 2, N)",
        ("N", "M", "a", "b", "c", "d", "e"),
        _differences,
        _draw,
    ),
)
