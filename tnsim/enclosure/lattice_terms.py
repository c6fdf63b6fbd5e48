"""Double series of a power of a positive definite quadratic form in both indices, with signs, read from the terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from flint import acb, arb, fmpq, fmpq_mpoly

from tnsim.domains.balls import Interpreter
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.epstein_zeta import LatticeZeta
from tnsim.enclosure.index_polynomials import IndexPolynomials, factors_of, power_of
from tnsim.errors import UnsupportedError
from tnsim.language.expression import ONE, Expression, Multiply, Sum, Symbol, contains_sum, free_symbols, rational_value

__all__ = ["LatticeTerm", "read_lattice_term", "real_exponent"]

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class LatticeTerm:
    """`scale` times `zeta`'s term with the exponent -s, for the outer index n and the inner index m.

    `inner` is the sum that it was read from.
    """

    inner: Sum
    zeta: LatticeZeta
    s: Value
    scale: acb

    @property
    def origin(self) -> tuple[int, int] | None:
        """Return the point at which the form is 0, if it is one of the lattice."""
        x, y = self.zeta.shift
        return (-int(x), -int(y)) if x.denominator == y.denominator == 1 else None

    @property
    def is_diagonal(self) -> bool:
        """Tell whether the form has no mixed term."""
        return self.zeta.form[1] == 0

    def parity(self, position: int) -> int:
        """Return the sign that the term gets when one coordinate of v + g changes its sign, in a diagonal form."""
        turns = 4 * self.zeta.shift[position] * self.zeta.signs[position]
        return -1 if turns % 2 else 1


def read_lattice_term(
    term: Expression, outer: Symbol, env: Mapping[str, Value], interpreter: Interpreter
) -> LatticeTerm:
    """Return a term with one inner sum, over its index m, as a form's power; raises UnsupportedError otherwise."""
    factors = factors_of(term, outer)
    sums = [factor for factor in factors if isinstance(factor, Sum)]
    if len(sums) != 1 or any(contains_sum(factor) for factor in factors if factor is not sums[0]):
        raise UnsupportedError("the term is not a multiple of one inner sum")
    inner = sums[0]
    if inner.index == outer or inner.index.name in env or contains_sum(inner.term):
        raise UnsupportedError("the inner sum is not over another index")
    outside = [factor for factor in factors if factor is not inner and factor != ONE]
    if any(inner.index.name in free_symbols(factor) for factor in outside):
        raise UnsupportedError("the inner index is used outside its sum")
    whole = Multiply((*outside, inner.term)) if outside else inner.term
    reader = _Reader(inner.index, outer, env, interpreter)
    for factor in (*outside, *factors_of(inner.term, inner.index, outer)):
        reader.read(factor)
    for divisor in IndexPolynomials(inner.index, outer, reader.exact).divisors(whole):
        if not divisor.is_constant():
            reader.require_form(divisor)
    return reader.found(inner)


class _Reader:
    """Collects the factors of a term: a constant, signs, and the powers of one form."""

    def __init__(self, inner: Symbol, outer: Symbol, env: Mapping[str, Value], interpreter: Interpreter) -> None:
        self.names = {inner.name, outer.name}
        self.env = env
        self.interpreter = interpreter
        self.exact = {name: value for name, value in env.items() if isinstance(value, fmpq)}
        self.polynomials = IndexPolynomials(inner, outer, self.exact)
        self.scale = acb(1)
        self.signs = [0, 0]
        self.form: fmpq_mpoly | None = None
        self.exponent: Value = fmpq(0)

    def read(self, factor: Expression) -> None:
        """Take in one factor."""
        if not self.names & free_symbols(factor):
            self.scale *= to_acb(self.interpreter.value(factor, self.env))
            return
        base, exponent = power_of(factor)
        if self.names & free_symbols(exponent):
            self._read_signs(base, exponent)
            return
        order = self.interpreter.value(exponent, self.env)
        above, below = self.polynomials.fraction(base)
        for polynomial, side in ((above, 1), (below, -1)):
            if polynomial.is_zero():
                raise UnsupportedError("a term that is 0")
            constant, parts = polynomial.factor()
            for part, multiplicity in parts:
                if part.leading_coefficient() < 0:
                    part, constant = -part, constant * (-1) ** int(multiplicity)
                self.require_form(part)
                self.exponent += order * int(multiplicity) * side
            if not constant > 0 and not (isinstance(order, fmpq) and order.q == 1):
                raise UnsupportedError("a power of a negative number")
            self.scale *= acb(constant) ** (to_acb(order) * side)

    def _read_signs(self, base: Expression, exponent: Expression) -> None:
        """Take in (-1)^(p*n + q*m + r) for whole p, q, r."""
        above, below = self.polynomials.fraction(exponent)
        if rational_value(base) != -1 or not below.is_one() or above.total_degree() > 1:
            raise UnsupportedError("a power that is no sign")
        for powers, coefficient in above.to_dict().items():
            if coefficient.q != 1:
                raise UnsupportedError("a root of unity that is no sign")
            if powers == (0, 0):
                self.scale *= (-1) ** int(coefficient.p % 2)
            else:
                self.signs[0 if powers == (0, 1) else 1] += int(coefficient.p)

    def require_form(self, polynomial: fmpq_mpoly) -> None:
        """Verify that a polynomial is a multiple of a power of the one form; the first polynomial is this form."""
        for part, _ in polynomial.factor()[1]:
            if self.form is None:
                self.form = part
            elif part not in (self.form, -self.form):
                raise UnsupportedError("the term is not a power of one quadratic form")

    def found(self, inner: Sum) -> LatticeTerm:
        """Return what the factors make."""
        if self.form is None:
            raise UnsupportedError("the term has no quadratic form")
        coefficients = {powers: Fraction(int(c.p), int(c.q)) for powers, c in self.form.to_dict().items()}
        if self.form.total_degree() != 2:
            raise UnsupportedError("the term is not a power of a quadratic form")
        c, b, a = (coefficients.get(powers, Fraction(0)) for powers in ((2, 0), (1, 1), (0, 2)))
        e, d, f = (coefficients.get(powers, Fraction(0)) for powers in ((1, 0), (0, 1), (0, 0)))
        if a < 0:
            raise UnsupportedError("a form with a negative leading coefficient")
        discriminant = 4 * a * c - b * b
        if not (a > 0 and discriminant > 0):
            raise UnsupportedError("a quadratic form that is not positive definite")
        # a (n + x)^2 + b (n + x)(m + y) + c (m + y)^2 has the linear part (2 a x + b y) n + (b x + 2 c y) m
        x, y = (2 * c * d - b * e) / discriminant, (2 * a * e - b * d) / discriminant
        if a * x * x + b * x * y + c * y * y != f:
            raise UnsupportedError("a quadratic polynomial that is not a form about some point")
        if (2 * x).denominator != 1 or (2 * y).denominator != 1:
            raise UnsupportedError("a form about a point that is not between lattice points")
        signs = (_HALF * (self.signs[0] % 2), _HALF * (self.signs[1] % 2))
        s = -self.exponent
        if isinstance(s, acb) and not s.imag.is_zero():
            raise UnsupportedError("a power of a form that is not real")
        return LatticeTerm(inner, LatticeZeta((a, b, c), (x, y), signs), s, self.scale)


def real_exponent(s: Value) -> arb:
    """Return a real exponent as a ball."""
    return arb(s) if isinstance(s, fmpq) else s.real
