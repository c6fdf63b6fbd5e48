"""Abel's generalisation of the binomial theorem, and Rothe's and Hagen's of Vandermonde's convolution.

The terms are polynomials in all parameters but for one denominator, so that with 0^0 = 1 every complex value will do.
`j` = 1 adds the same terms in the opposite order.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.finite_differences import whole_and_not_negative
from tnsim.proof.lemmas.lemma import Lemma, Parameters, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_ABEL = "c*binomial(N, {k})*x*(x - {k}*z)**({k} - 1)*(y + {k}*z)**(N - {k})"
_BOTH = "c*binomial(N, {k})*x*(x - {k}*z)**({k} - 1)*w*(y + {k}*z)**(N - {k} - 1)"
_ROTHE = "c*x/(x + {k}*z)*binomial(x + {k}*z, {k})*binomial(y + (N - {k})*z, N - {k})"


def _sum(scope: Scope, term: str, parameters: Parameters) -> Expression:
    order = scope.lift(parameters["j"], "j").rational()
    require(order in (0, 1), "j is 0 or 1")
    place = "(N - k)" if order else "k"
    return substitute(parse(f"Sum({term.replace('{k}', place)}, (k, 0, N))"), parameters)


def _order(scope: Scope, parameters: Parameters) -> None:
    require(whole_and_not_negative(scope, scope.lift(parameters["N"], "N")), "N is whole and >= 0")
    for name in sorted(set(parameters) - {"N", "j"}):
        scope.lift(parameters[name], name)


def _not_zero(scope: Scope, text: str, parameters: Parameters) -> None:
    value = scope.lift(substitute(parse(text), parameters), text)
    require(scope.facts.nonzero(value), f"{text} is not 0")


def _abel(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _order(scope, parameters)
    _not_zero(scope, "x", parameters)
    return _sum(scope, _ABEL, parameters), substitute(parse("c*(x + y)**N"), parameters)


def _both(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _order(scope, parameters)
    n = scope.lift(parameters["N"], "N")
    require(scope.facts.positive(n), "N >= 1")
    _not_zero(scope, "x", parameters)
    _not_zero(scope, "w", parameters)
    w = scope.lift(substitute(parse("w - y - N*z"), parameters), "w - y - N*z")
    require(w.is_zero(), "w = y + N*z")
    return _sum(scope, _BOTH, parameters), substitute(parse("c*(x + w)*(x + y)**(N - 1)"), parameters)


def _rothe(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _order(scope, parameters)
    index = "k"
    while index in scope.facts.assumptions.symbols:
        index += "_"
    inside = Scope(scope.facts.assumptions.with_integer(index, number(0), parameters["N"]))
    _not_zero(inside, f"x + {index}*z", parameters)
    return _sum(scope, _ROTHE, parameters), substitute(parse("c*binomial(x + y + N*z, N)"), parameters)


def _draw(second: bool) -> Callable[[Random], Parameters]:
    def fraction(random: Random) -> Fraction:
        return Fraction(random.randint(1, 40), random.randint(1, 9))

    def draw(random: Random) -> Parameters:
        order = random.randint(int(second), 9)
        y, z = fraction(random), fraction(random)
        values = {"x": fraction(random), "y": y, "z": z, "c": fraction(random)}
        if second:
            values["w"] = y + order * z
        known = {name: number(value) for name, value in values.items()}
        return {"N": number(order), "j": number(random.randint(0, 1)), **known}

    return draw


_PARAMETERS = ("N", "x", "y", "z", "c", "j")
_IN_ORDER = "whole N >= 0 and j = 0"
_TURNED = "for j = 1 with N - k in place of k under the sum"

LEMMAS = (
    Lemma(
        "Abel's binomial theorem",
        f"Sum({_ABEL.replace('{k}', 'k')}, (k, 0, N)) = c*(x + y)**N for {_IN_ORDER}, x != 0; {_TURNED}",
        "Comtet, Advanced Combinatorics, section 3.1, theorem A; Riordan, Combinatorial Identities, section 1.5",
        _PARAMETERS,
        _abel,
        _draw(False),
    ),
    Lemma(
        "Abel's second binomial theorem",
        f"Sum({_BOTH.replace('{k}', 'k')}, (k, 0, N)) = c*(x + w)*(x + y)**(N - 1) "
        f"for whole N >= 1 and j = 0, x != 0, w = y + N*z != 0; {_TURNED}",
        "Riordan, Combinatorial Identities, section 1.5, the sum A_n(x, y; -1, -1)",
        (*_PARAMETERS, "w"),
        _both,
        _draw(True),
    ),
    Lemma(
        "Rothe and Hagen's convolution",
        f"Sum({_ROTHE.replace('{k}', 'k')}, (k, 0, N)) = c*binomial(x + y + N*z, N) "
        f"for {_IN_ORDER}, x + k*z != 0 for 0 <= k <= N; {_TURNED}",
        "Graham, Knuth and Patashnik, Concrete Mathematics, (5.62)",
        _PARAMETERS,
        _rothe,
        _draw(False),
    ),
)
