"""Every atom as a rational function times powers of independent ones; Coq proves each of these rules.

Independent are n!, (f)_n for 0 < f < 1, p^n for primes p, and (-1)^n: the multiplication theorem of the gamma
function, DLMF 5.5.6, gives (a n)! as a^(a n) times the product of (j/a)_n, j = 1..a.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from flint import fmpq_poly, fmpz, fmpz_poly

from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import Atom, Fact, Geo, Linear, Rise, whole_text

__all__ = [
    "INDEX",
    "Monomial",
    "Quotient",
    "monomial_product",
    "monomial_tree",
    "polynomial_tree",
    "rewritten",
    "rules_tree",
]

INDEX = Linear(1, 0, 0)
N = fmpq_poly([0, 1])
_LARGEST_BASE = 10**12

Monomial: TypeAlias = frozenset[tuple[Atom, int]]


@dataclass(frozen=True, slots=True)
class Quotient:
    """A quotient of polynomials in lowest terms."""

    numerator: fmpq_poly
    denominator: fmpq_poly

    @staticmethod
    def of(numerator: fmpq_poly, denominator: fmpq_poly | None = None) -> Quotient:
        bottom = fmpq_poly([1]) if denominator is None else denominator
        if not bottom:
            raise ZeroDivisionError
        common = numerator.gcd(bottom) if numerator else bottom
        return Quotient(numerator // common, bottom // common)

    def __mul__(self, other: Quotient) -> Quotient:
        return Quotient.of(self.numerator * other.numerator, self.denominator * other.denominator)

    def __add__(self, other: Quotient) -> Quotient:
        top = self.numerator * other.denominator + other.numerator * self.denominator
        return Quotient.of(top, self.denominator * other.denominator)

    def inverse(self) -> Quotient:
        return Quotient.of(self.denominator, self.numerator)

    def next(self) -> Quotient:
        step = fmpq_poly([1, 1])
        return Quotient.of(self.numerator(step), self.denominator(step))

    def integral(self) -> tuple[fmpz_poly, fmpz_poly]:
        """Return numerator and denominator with whole coefficients."""
        top, bottom = self.numerator, self.denominator
        p, q = top.numer() * bottom.denom(), bottom.numer() * top.denom()
        common = fmpz(p.content()).gcd(fmpz(q.content())) or fmpz(1)
        return p // common, q // common


def rewritten(atom: Atom, rule: str) -> tuple[Quotient, Monomial]:
    """Return the factor and the monomial of independent atoms; raises NotExportable for a base that is too large."""
    match atom:
        case Fact(Linear(slope, plus, minus)):
            if slope > 50 or abs(plus - minus) > 200:
                raise NotExportable(rule, "a factorial of a large multiple")
            return _factor_of_shift(slope, plus - minus), _factorial(slope, rule)
        case Geo(base, Linear(slope, plus, minus)):
            constant = base ** (plus - minus)
            return Quotient.of(_constant(constant)), _powers(base, slope, rule)
        case Rise(base):
            return _rising(base)
    raise AssertionError


def _constant(value: Fraction) -> fmpq_poly:
    return fmpq_poly([value.numerator], value.denominator)


def _factor_of_shift(slope: int, shift: int) -> Quotient:
    """Return (slope*n + shift)!/(slope*n)!."""
    product = fmpq_poly([1])
    for j in range(1, shift + 1):
        product *= slope * N + j
    for j in range(-shift):
        product *= slope * N - j
    return Quotient.of(product) if shift >= 0 else Quotient.of(fmpq_poly([1]), product)


def _factorial(slope: int, rule: str) -> Monomial:
    if slope == 0:
        return frozenset()
    powers: dict[Atom, int] = {Fact(INDEX): 1}
    for j in range(1, slope):
        powers[Rise(Fraction(j, slope))] = 1
    return monomial_product(frozenset(powers.items()), _powers(Fraction(slope), slope, rule))


def _powers(base: Fraction, exponent: int, rule: str) -> Monomial:
    if max(abs(base.numerator), base.denominator) > _LARGEST_BASE:
        raise NotExportable(rule, "a power of a large number")
    powers: dict[Atom, int] = {}
    if base < 0 and exponent % 2:
        powers[Geo(Fraction(-1), INDEX)] = 1
    for number, sign in ((abs(base.numerator), 1), (base.denominator, -1)):
        for prime, e in fmpz(number).factor() if number > 1 else ():
            powers[Geo(Fraction(int(prime)), INDEX)] = sign * int(e) * exponent
    return frozenset((x, e) for x, e in powers.items() if e)


def _rising(base: Fraction) -> tuple[Quotient, Monomial]:
    least = base - (base.numerator // base.denominator)
    if least == 0:
        least = Fraction(1)
    top, bottom = fmpq_poly([1]), Fraction(1)
    for j in range(int(base - least)):
        top *= N + _constant(least + j)
        bottom *= least + j
    atom: Atom = Fact(INDEX) if least == 1 else Rise(least)
    return Quotient.of(top, _constant(bottom)), frozenset({(atom, 1)})


def monomial_product(left: Monomial, right: Monomial) -> Monomial:
    """Return the product, with (-1)^n to the power 0 or 1."""
    powers = dict(left)
    for atom, exponent in right:
        powers[atom] = powers.get(atom, 0) + exponent
    sign = Geo(Fraction(-1), INDEX)
    if sign in powers:
        powers[sign] %= 2
    return frozenset((x, e) for x, e in powers.items() if e)


def rules_tree(atoms: Iterable[Atom], rule: str) -> str:
    """Return the list of rules, for Coq, of those atoms that are not independent."""
    found: Mapping[Atom, None] = dict.fromkeys(atoms)
    texts = []
    for atom in found:
        factor, monomial = rewritten(atom, rule)
        if monomial == frozenset({(atom, 1)}):
            continue
        top, bottom = factor.integral()
        pair = f"({polynomial_tree(top)}, {polynomial_tree(bottom)})"
        texts.append(f"Rule {atom.tree()} {pair} {monomial_tree(monomial)}")
    return "[" + "; ".join(texts) + "]"


def monomial_tree(monomial: Monomial) -> str:
    """Return the list of atoms and exponents, for Coq."""
    pairs = sorted((atom.tree(), exponent) for atom, exponent in monomial)
    return "[" + "; ".join(f"({tree}, {whole_text(e)}%Z)" for tree, e in pairs) + "]"


def polynomial_tree(polynomial: fmpz_poly) -> str:
    """Return the list of coefficients, lowest degree first, for Coq."""
    coefficients = [int(c) for c in polynomial.coeffs()]
    return "[" + "; ".join(whole_text(c) for c in coefficients) + "]%Z"
