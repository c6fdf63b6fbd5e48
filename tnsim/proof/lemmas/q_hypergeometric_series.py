"""q-hypergeometric series with a product as value: Euler, Heine, Lebesgue, Bailey and Daum, Andrews; Slater's list.

Parameters are such that nothing is divided by: where a theorem has c/(a*b) it is stated with c = a*b*z. With 0^0 = 1
all of it holds for q = 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, Symbol, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["IDENTITIES", "LEMMAS", "SERIES", "Identity", "Series"]

_QN = "Product(1 - q**k, (k, 1, n))"


def _symbol(a: str, base: str = "q") -> str:
    """Return the q-shifted factorial (a; base)_n."""
    return f"Product(1 - {a}*{base}**k, (k, 0, n - 1))"


@dataclass(frozen=True, slots=True)
class Series:
    """The sum over n >= 0 of `term` is the product over n >= 0 of `factor`.

    `inside` are real and smaller than 1 in modulus, `product` of two parameters is q where it is given, and `poles` is
    different from 0 for all n >= 0, so that no term has a denominator 0.
    """

    name: str
    parameters: tuple[str, ...]
    term: str
    factor: str
    reference: str
    inside: tuple[str, ...]
    poles: str = ""
    pair: tuple[str, ...] = ()

    @property
    def statement(self) -> str:
        """Return the equation and its hypotheses in words."""
        conditions = [f"-1 < {name} < 1" for name in self.inside]
        conditions += [f"{' * '.join(self.pair)} = q"] if self.pair else []
        conditions += [f"{self.poles} different from 0 for n >= 0"] if self.poles else []
        return (
            f"Sum({self.term}, (n, 0, oo)) = Product({self.factor}, (n, 0, oo)) for real parameters with "
            + ", ".join(conditions)
        )


SERIES = (
    Series(
        "Euler's series for the inverse of a product",
        ("z", "q"),
        f"z**n/{_QN}",
        "1/(1 - z*q**n)",
        "Euler; Andrews, The Theory of Partitions, (2.2.5)",
        ("q", "z"),
    ),
    Series(
        "Euler's series for a product",
        ("z", "q"),
        f"z**n*q**(n*(n - 1)/2)/{_QN}",
        "1 + z*q**n",
        "Euler; Andrews, The Theory of Partitions, (2.2.6)",
        ("q",),
    ),
    Series(
        "q-binomial theorem",
        ("a", "z", "q"),
        f"{_symbol('a')}*z**n/{_QN}",
        "(1 - a*z*q**n)/(1 - z*q**n)",
        "DLMF 17.2.37; Andrews, The Theory of Partitions, theorem 2.1",
        ("q", "z"),
    ),
    Series(
        "Jacobi's series for the inverse of a product",
        ("z", "q"),
        f"z**n*q**(n*(n - 1))/({_QN}*{_symbol('z')})",
        "1/(1 - z*q**n)",
        "Jacobi, Cauchy; Andrews, The Theory of Partitions, (2.2.8)",
        ("q",),
        "1 - z*q**n",
    ),
    Series(
        "Lebesgue's identity",
        ("a", "q"),
        f"q**(n*(n + 1)/2)*{_symbol('a')}/{_QN}",
        "(1 - a*q*(q**2)**n)/(1 - q*(q**2)**n)",
        "Lebesgue; Andrews, The Theory of Partitions, corollary 2.7",
        ("q",),
    ),
    Series(
        "limit of Heine's sum",
        ("a", "z", "q"),
        f"(-z)**n*q**(n*(n - 1)/2)*{_symbol('a')}/({_QN}*{_symbol('(a*z)')})",
        "(1 - z*q**n)/(1 - a*z*q**n)",
        "Heine; Gasper and Rahman, Basic Hypergeometric Series, (1.5.1) as b tends to infinity",
        ("q",),
        "1 - a*z*q**n",
    ),
    Series(
        "Heine's q-analogue of Gauss's theorem",
        ("a", "b", "z", "q"),
        f"z**n*{_symbol('a')}*{_symbol('b')}/({_QN}*{_symbol('(a*b*z)')})",
        "(1 - a*z*q**n)*(1 - b*z*q**n)/((1 - z*q**n)*(1 - a*b*z*q**n))",
        "Heine; DLMF 17.6.1; Gasper and Rahman, Basic Hypergeometric Series, (1.5.1)",
        ("q", "z"),
        "1 - a*b*z*q**n",
    ),
    Series(
        "Bailey and Daum's q-analogue of Kummer's theorem",
        ("a", "b", "c", "q"),
        f"(-c)**n*{_symbol('a')}*{_symbol('b')}/({_QN}*{_symbol('(a*c)')})",
        "(1 + q*q**n)*(1 - a*q*(q**2)**n)*(1 - a*c**2*(q**2)**n)/((1 + c*q**n)*(1 - a*c*q**n))",
        "Bailey, Daum; Gasper and Rahman, Basic Hypergeometric Series, (1.8.1)",
        ("q", "c"),
        "1 - a*c*q**n",
        ("b", "c"),
    ),
    Series(
        "Andrews's q-analogue of Gauss's second theorem",
        ("a", "b", "q"),
        f"q**(n*(n + 1)/2)*{_symbol('a')}*{_symbol('b')}/({_QN}*{_symbol('(a*b*q)', '(q**2)')})",
        "(1 - a*q*(q**2)**n)*(1 - b*q*(q**2)**n)/((1 - q*(q**2)**n)*(1 - a*b*q*(q**2)**n))",
        "Andrews, On the q-analog of Kummer's theorem and applications, Duke Math. J. 40 (1973), (1.8)",
        ("q",),
        "1 - a*b*q*(q**2)**n",
    ),
    Series(
        "Andrews's q-analogue of Bailey's theorem",
        ("b", "c", "d", "q"),
        f"c**n*q**(n*(n - 1)/2)*{_symbol('b')}*{_symbol('d')}/({_symbol('c')}*Product(1 - q**(2*k), (k, 1, n)))",
        "(1 - c*d*(q**2)**n)*(1 - b*c*(q**2)**n)/(1 - c*q**n)",
        "Andrews, On the q-analog of Kummer's theorem and applications, Duke Math. J. 40 (1973), (1.9)",
        ("q",),
        "1 - c*q**n",
        ("b", "d"),
    ),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """A number of Slater's list: a term, and the product of the (1 - q^k)^e with k in a residue class."""

    label: int
    term: str
    modulus: int
    exponents: Mapping[int, int]

    @property
    def name(self) -> str:
        return f"Rogers-Ramanujan-Slater identity ({self.label})"

    @property
    def factor(self) -> str:
        """Return the factor at n >= 0."""
        sides = []
        for sign in (1, -1):
            parts = [f"(1 - q**{r}*(q**{self.modulus})**n)" for r, e in self.exponents.items() if e == sign]
            sides.append("*".join(parts) or "1")
        return f"{sides[0]}/({sides[1]})"


def _inverse(*residues: int) -> dict[int, int]:
    return dict.fromkeys(residues, -1)


_EVEN = "Product(1 - q**(2*k), (k, 1, n))"
_ODD_SIGNED = "Product(1 + q**(2*k + 1), (k, 0, n - 1))"
_FOURTH = "Product(1 - q**(4*k), (k, 1, n))"
_TO_2N = "(Product(1 - q**(2*k + 1), (k, 0, n - 1))*Product(1 - q**(2*k), (k, 1, n)))"
_TO_2N_PLUS_1 = "((1 - q)*Product(1 - q**(2*k), (k, 1, n))*Product(1 - q**(2*k + 1), (k, 1, n)))"

IDENTITIES = (
    Identity(14, f"q**(n**2 + n)/{_QN}", 5, _inverse(2, 3)),
    Identity(16, f"q**(n**2 + 2*n)/{_FOURTH}", 20, {**_inverse(3, 7, 8, 12, 13, 17), 6: 1, 10: 1, 14: 1}),
    Identity(18, f"q**(n**2)/{_QN}", 5, _inverse(1, 4)),
    Identity(20, f"q**(n**2)/{_FOURTH}", 20, {**_inverse(1, 4, 9, 11, 16, 19), 2: 1, 10: 1, 18: 1}),
    Identity(34, f"q**(n**2 + 2*n)*{_ODD_SIGNED}/{_EVEN}", 8, _inverse(3, 4, 5)),
    Identity(36, f"q**(n**2)*{_ODD_SIGNED}/{_EVEN}", 8, _inverse(1, 4, 7)),
    Identity(38, f"q**(2*n**2 + 2*n)/{_TO_2N_PLUS_1}", 16, _inverse(1, 4, 6, 7, 9, 10, 12, 15)),
    Identity(39, f"q**(2*n**2)/{_TO_2N}", 16, _inverse(2, 3, 4, 5, 11, 12, 13, 14)),
    Identity(79, f"q**(n**2)/{_TO_2N}", 20, _inverse(1, 3, 4, 5, 7, 9, 11, 13, 15, 16, 17, 19)),
    Identity(94, f"q**(n**2 + n)/{_TO_2N_PLUS_1}", 20, _inverse(1, 2, 5, 6, 8, 9, 11, 12, 14, 15, 18, 19)),
    Identity(96, f"q**(n**2 + 2*n)/{_TO_2N_PLUS_1}", 20, _inverse(1, 3, 5, 7, 8, 9, 11, 12, 13, 15, 17, 19)),
    Identity(99, f"q**(n**2 + n)/{_TO_2N}", 20, _inverse(2, 3, 4, 5, 6, 7, 13, 14, 15, 16, 17, 18)),
)


def _require_inside(scope: Scope, parameters: Parameters, name: str) -> None:
    value = real_parameter(scope, parameters[name], name)
    require(scope.facts.positive(1 - value) and scope.facts.positive(1 + value), f"-1 < {name} < 1")


def _sides(term: str, factor: str, parameters: Parameters) -> tuple[Expression, Expression]:
    left, right = parse(f"Sum({term}, (n, 0, oo))"), parse(f"Product({factor}, (n, 0, oo))")
    return substitute(left, parameters), substitute(right, parameters)


def _instance(series: Series) -> Callable[[Scope, Parameters], tuple[Expression, Expression]]:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        for name in series.parameters:
            real_parameter(scope, parameters[name], name)
        for name in series.inside:
            _require_inside(scope, parameters, name)
        if series.pair:
            one, other, q = (scope.lift(parameters[name], name) for name in (*series.pair, "q"))
            require(one * other == q, f"{'*'.join(series.pair)} = q")
        if series.poles:
            counted = Scope(scope.facts.assumptions, {"@": 0})
            factor = substitute(parse(series.poles), {**parameters, "n": Symbol("@")})
            element = counted.lift(factor, "a factor of a denominator")
            require(counted.facts.nonzero(element), f"{series.poles} is not 0 for n >= 0")
        return _sides(series.term, series.factor, parameters)

    return instance


def _identity(identity: Identity) -> Callable[[Scope, Parameters], tuple[Expression, Expression]]:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        _require_inside(scope, parameters, "q")
        return _sides(identity.term, identity.factor, parameters)

    return instance


def _draw(series: Series) -> Callable[[Random], Parameters]:
    """Return a drawing of fractions, all inside the unit disc, two of which have the product q where they must."""

    def draw(random: Random) -> Parameters:
        values = {name: random.choice((-1, 1)) * Fraction(random.randint(1, 9), 14) for name in series.parameters}
        if series.pair:
            values["q"] = values[series.pair[0]] * values[series.pair[1]]
        return {name: number(value) for name, value in values.items()}

    return draw


LEMMAS = (
    *(Lemma(s.name, s.statement, s.reference, s.parameters, _instance(s), _draw(s)) for s in SERIES),
    *(
        Lemma(
            i.name,
            f"Sum({i.term}, (n, 0, oo)) = Product({i.factor}, (n, 0, oo)) for -1 < q < 1",
            f"Slater, Further identities of the Rogers-Ramanujan type, Proc. London Math. Soc. 54 (1952), ({i.label})",
            ("q",),
            _identity(i),
            lambda random: {"q": number(random.choice((-1, 1)) * Fraction(random.randint(1, 9), 14))},
        )
        for i in IDENTITIES
    ),
)
