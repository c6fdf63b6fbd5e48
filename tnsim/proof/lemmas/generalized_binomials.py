"""Lagrange's generalized binomial series: powers and the logarithm of the solution B of B = 1 + z*B^m near B = 1.

The equation is z = (B - 1)/B^m, which increases with B > 0 from -infinity up to M = (m - 1)^(m - 1)/m^m at m/(m - 1).
The series converge absolutely for abs(z) <= M, to the branch that is 1 at z = 0 (Abel's theorem at the ends).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.lemmas.regions import whole_number
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_MOST = 12
_REFERENCE = "Graham, Knuth, Patashnik, Concrete Mathematics, 1994, section 5.4, (5.60)"


def _lemma(name: str, left: str, right: str, others: Sequence[str], reference: str) -> Lemma:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        m = whole_number(scope.lift(parameters["m"], "m"), 2, _MOST)
        require(m is not None, f"m is whole, 2 <= m <= {_MOST}")
        for other in others:
            found = whole_number(scope.lift(parameters[other], other), 1, _MOST)
            require(found is not None, f"{other} is whole, 1 <= {other} <= {_MOST}")
        b, degree = real_parameter(scope, parameters["b"], "b"), m or 2
        require(scope.facts.positive(b), "b > 0")
        require(scope.facts.nonnegative(Fraction(degree, degree - 1) - b), "b <= m/(m - 1)")
        largest = Fraction((degree - 1) ** (degree - 1), degree**degree)
        require(scope.facts.nonnegative((b - 1) / b**degree + largest), "(b - 1)/b**m >= -M")
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    def draw(random: Random) -> Parameters:
        m = random.randint(2, 5)
        b = 1 + Fraction(random.randint(1, 14), 15 * (m - 1))
        if random.randrange(2):
            b = 1 - Fraction(random.randint(1, 10), 60 * m)
        return {"m": number(m), "b": number(b)} | {other: number(random.randint(1, 5)) for other in others}

    whole = "".join(f", 1 <= {other} <= {_MOST}" for other in others)
    bounds = "real 0 < b <= m/(m - 1) with (b - 1)/b**m >= -M, M = (m - 1)**(m - 1)/m**m"
    statement = f"{left} = {right} for whole 2 <= m <= {_MOST}{whole}, and {bounds}"
    return Lemma(name, statement, reference, ("m", *others, "b"), instance, draw)


LEMMAS = (
    _lemma(
        "generalized binomial series",
        "Sum(r*binomial(m*n + r, n)*((b - 1)/b**m)**n/(m*n + r), (n, 0, oo))",
        "b**r",
        ("r",),
        _REFERENCE,
    ),
    _lemma(
        "generalized binomial series over n",
        "Sum(binomial(m*n, n)*((b - 1)/b**m)**n/n, (n, 1, oo))",
        "m*log(b)",
        (),
        f"{_REFERENCE}, differentiated in r at r = 0",
    ),
)
