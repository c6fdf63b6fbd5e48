"""Products of two Bessel functions of one argument as hypergeometric functions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS", "product_name"]

_LEFT = "w**(mu + nu)*hyper(((mu + nu + 1)/2, (mu + nu + 2)/2), (mu + 1, nu + 1, mu + nu + 1), {}w**2)"
_RIGHT = "2**(mu + nu)*gamma(mu + 1)*gamma(nu + 1)*{0}(mu, w)*{0}(nu, w)"
_SIGNS = {"besselj": "-", "besseli": ""}


def product_name(function: str) -> str:
    """Return the name of the lemma on products of besselj or of besseli."""
    return f"product of {'modified ' if function == 'besseli' else ''}Bessel functions as hypergeometric function"


def _product(function: str) -> Callable[[Scope, Parameters], tuple[Expression, Expression]]:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        orders = [real_parameter(scope, parameters[name], name) for name in ("mu", "nu")]
        values = [order.rational() for order in orders]
        scope.lift(parameters["w"], "w")
        if not all(v is not None and v.denominator == 1 and v >= 0 for v in values):
            for order in orders:
                require(scope.facts.positive(order + 1), "mu, nu > -1")
            require(scope.facts.positive(orders[0] + orders[1] + 1), "mu + nu > -1")
            require(scope.facts.positive(real_parameter(scope, parameters["w"], "w")), "w > 0")
        left = substitute(parse(_LEFT.format(_SIGNS[function])), parameters)
        return left, substitute(parse(_RIGHT.format(function)), parameters)

    return instance


def _draw(random: Random) -> Parameters:
    orders = [Fraction(random.randint(-5, 30), 12) for _ in range(2)]
    if random.random() < 0.3:
        orders = [Fraction(random.randint(0, 4)) for _ in range(2)]
    w = Fraction(random.randint(1, 40), 12)
    return {"mu": number(orders[0]), "nu": number(orders[1]), "w": number(w)}


LEMMAS = tuple(
    Lemma(
        product_name(function),
        f"{_LEFT.format(_SIGNS[function])} = {_RIGHT.format(function)} for whole mu, nu >= 0 and every complex w, "
        "or real mu, nu > -1 with mu + nu > -1 and w > 0",
        reference,
        ("mu", "nu", "w"),
        _product(function),
        _draw,
    )
    for function, reference in (("besselj", "DLMF 10.8.3"), ("besseli", "DLMF 10.31.3"))
)
