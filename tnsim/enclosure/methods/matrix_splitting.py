"""Hypergeometric terms times sums up to the index: binary splitting on recurrence matrices over the integers.

The products of variables (see `running_sums`) that arise from those of the term by the shift form a vector v with
v(n+1) = A(n) v(n), A rational. With w(n+1)/w(n) = p(n)/q(n) and (p/q) A = N/d over the integers, partial sums of
w(n) a(n) v_0(n) are w(low) T v(low) / D, where two ranges make one by (P2 P1, D1 D2, D2 T1 + T2 P1).

For the tail, from some N on |w(n+1) a(n+1)| <= c |w(n) a(n)| (as in `binary_splitting`), and |h(n)| <= A g^(n-N)
for each running sum: if |u(n)| <= U r^(n-N) bounds its increment and B = max(1, |h(N)|), then A = B + U/(r-1) and
g = r serve for r > 1, and A = B, g = 1 + U/B for r = 1, as B + U m <= B (1 + U/B)^m. So for c G < 1,
G the product of all g, |sum_{n >= M} t(n)| <= |w(M) a(M)| prod A G^(M-N) / (1 - c G).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from typing import ClassVar

from flint import acb, arb, arb_mat, fmpq, fmpq_poly, fmpz, fmpz_mat, fmpz_poly

from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.hypergeometric_form import TRIVIAL, Kernel, RationalFunction, integer_roots
from tnsim.enclosure.hypergeometric_reader import read_form
from tnsim.enclosure.kernel_values import constant_factor, gamma_factor, log_size
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum, widened
from tnsim.enclosure.methods.binary_splitting import integer_ratio, ratio_bound
from tnsim.enclosure.running_sums import Addend, Monomial, RunningSums, times
from tnsim.enclosure.splitting import stretches
from tnsim.errors import DomainError, UnsupportedError

__all__ = ["MatrixSplitting"]

_LEAF = 4
_MOST_PRODUCTS = 24
_LATEST_BOUND = 2**12
_EARLIEST_BOUND = 64
_BOUND_PRECISION = 64
_GUARD_BITS = 24


@dataclass(frozen=True, slots=True)
class MatrixSplitting:
    """Encloses series of hypergeometric terms times harmonic numbers and nested sums, with geometric decay."""

    name: ClassVar[str] = "binary splitting of matrices"

    def recipe(self, series: Series, _budget: Budget) -> Recipe:
        """Return how the sum is computed."""
        return lambda budget: self._enclosed(series, budget)

    def _enclosed(self, series: Series, budget: Budget) -> Part:
        interpreter = budget.interpreter()
        sums = RunningSums(
            series.index, lambda node: read_form(node, series.index, series.env, interpreter), series.start
        )
        addends = sums.read(series.term)
        if not sums.expressions:
            raise UnsupportedError("the term has no sums up to the index")
        start = sums.valid_from
        poles = sorted({r for d in sums.divisors for r in integer_roots(d) if r >= start})
        if poles:
            raise DomainError(f"the term has no value at {series.index.name} = {poles[0]}: division by zero")
        for addend in addends:
            _require_decay(addend.kernel)
        place = {**series.env, series.index.name: fmpq(start)}
        initial = [to_acb(interpreter.value(h, place)) for h in sums.expressions]
        if not all(value.imag.is_zero() and value.is_finite() for value in initial):
            raise UnsupportedError("running sums that are not real")
        total, used, bounds = partial_sum(series, start, budget), 0, []
        for addend in addends:
            system = _System.of(addend, sums, start, [value.real for value in initial])
            ball, stop, bound = system.enclose(budget)
            total += constant_factor(addend.kernel, series.env, interpreter) * ball
            used = max(used, stop - series.start)
            bounds.append(bound)
        reason = "; ".join(dict.fromkeys(bounds)) or "the terms vanish from some index on"
        return Part(total, self.name, used, reason)


def _require_decay(kernel: Kernel) -> None:
    order = kernel.factorial_order
    if kernel.turn.q != 1 or order > 0 or (order == 0 and kernel.limit_ratio >= 1):
        raise UnsupportedError("the ratio of successive terms does not tend to less than 1")


def _kernel_value(kernel: Kernel, index: int) -> arb:
    value = gamma_factor(kernel, index) * arb(kernel.base) ** index
    return -value if kernel.turn == 1 and index % 2 else value


def _at(function: RationalFunction, index: int) -> fmpq:
    return function.numerator(fmpq(index)) / function.denominator(fmpq(index))


def _ratio(kernel: Kernel) -> RationalFunction:
    above, below = integer_ratio(kernel)
    return RationalFunction.of(fmpq_poly(above), fmpq_poly(below))


def _shifted(function: RationalFunction) -> RationalFunction:
    step = fmpq_poly([1, 1])
    return RationalFunction.of(function.numerator(step), function.denominator(step))


@dataclass(slots=True)
class _System:
    """One addend, the products of variables that its shifts lead to, and the matrices of a leaf."""

    addend: Addend
    sums: RunningSums
    start: int
    initial: list[arb]
    kernels: list[Kernel]
    vector: list[Monomial]
    matrix: list[list[fmpz_poly]]
    divisor: fmpz_poly
    row: fmpz_poly
    unit: fmpq

    @classmethod
    def of(cls, addend: Addend, sums: RunningSums, start: int, initial: list[arb]) -> _System:
        """Return the system; variables after the running sums are the kernels of their increments."""
        kernels = list(dict.fromkeys(a.kernel for u in sums.increments for a in u if a.kernel != TRIVIAL))
        shifts = [
            _shift_of_sum(i, increment, kernels, len(sums.expressions)) for i, increment in enumerate(sums.increments)
        ]
        shifts += [{((len(sums.expressions) + i, 1),): _ratio(k)} for i, k in enumerate(kernels)]
        vector, rows = [addend.monomial], []
        for monomial in vector:
            rows.append(_shift_of_product(monomial, shifts))
            vector += [m for m in rows[-1] if m not in vector]
            if len(vector) > _MOST_PRODUCTS:
                raise UnsupportedError("too many products of running sums")
        # the denominator of the factor goes into the ratio, as in binary splitting
        below = RationalFunction.of(fmpq_poly([1]), addend.factor.denominator)
        scale = _ratio(addend.kernel) * _shifted(below) * below.inverse()
        cells = [[row.get(m) for m in vector] for row in rows]
        scaled = [[None if c is None else c * scale for c in row] for row in cells]
        divisor = fmpz_poly([1])
        for function in (c for row in scaled for c in row if c is not None):
            denominator = _whole(function.denominator) * _content(function)
            common = divisor.gcd(denominator)
            divisor = divisor * (denominator // common)
        matrix = [[fmpz_poly([0]) if c is None else _numerator(c, divisor) for c in row] for row in scaled]
        row = _whole(addend.factor.numerator)
        unit = fmpq(1, addend.factor.numerator.denom()) / addend.factor.denominator(fmpq(start))
        return cls(addend, sums, start, initial, kernels, vector, matrix, divisor, row, unit)

    def enclose(self, budget: Budget) -> tuple[arb, int, str]:
        """Return a ball that holds the sum, the index where it is cut, and why the tail is bounded."""
        needed = budget.precision + _GUARD_BITS
        with working_precision(_BOUND_PRECISION):
            bound, first, size, growth = self.majorant()
            log_growth = float(growth.log().upper()) / math.log(2)
        base = self.log_size(self.start)
        count = 64
        while self.log_size(self.start + count) + count * log_growth > base - needed:
            count *= 2
        low, high = count // 2, count
        while high - low > 8 + high // 64:
            middle = (low + high) // 2
            small = self.log_size(self.start + middle) + middle * log_growth <= base - needed
            low, high = (low, middle) if small else (middle, high)
        length = max(high, first - self.start)
        stop = self.start + length + -length % _LEAF
        with working_precision(_BOUND_PRECISION):
            last = abs(_kernel_value(self.addend.kernel, stop) * arb(_at(self.addend.factor, stop)))
            tail = last * size * growth ** (stop - first) / (1 - arb(bound) * growth)
        ball = self.splitting(stop, needed, base, budget)
        values = [reduce(lambda x, y: x * y, (self.value(v) ** e for v, e in m), arb(1)) for m in self.vector]
        total = sum((ball[0, i] * value for i, value in enumerate(values)), arb(0))
        total *= _kernel_value(self.addend.kernel, self.start) * arb(self.unit)
        step = growth.upper().str(6, radius=False)
        reason = f"|t(n+1)/t(n)| <= {bound} for n >= {stop}, times at most {step} for the sums in the term"
        return widened(acb(total), tail).real, stop, reason

    def value(self, variable: int) -> arb:
        """Return the value of a variable at the start."""
        if variable < len(self.initial):
            return self.initial[variable]
        return _kernel_value(self.kernels[variable - len(self.initial)], self.start)

    def log_size(self, index: int) -> float:
        """Return about the binary logarithm of the hypergeometric factor; only speed and accuracy depend on it."""
        factor, n = self.addend.factor, fmpz(index)
        above, below = _whole(factor.numerator)(n).bit_length(), _whole(factor.denominator)(n).bit_length()
        return log_size(self.addend.kernel, index) + above - below

    def splitting(self, stop: int, needed: int, base: float, budget: Budget) -> arb_mat:
        """Return the row that gives the partial sum from the values at the start."""
        leaf = self.leaf()
        bits_per_leaf = leaf[1](fmpz((self.start + stop) // 2)).bit_length()

        def size(index: int) -> float:
            budget.check()  # with a ratio of nearly 1 there are more stretches than can ever be listed
            return needed + self.log_size(index) - base

        cuts = stretches(self.start, stop, _LEAF, bits_per_leaf, size)
        total = arb_mat(1, len(self.vector))
        for low, leaves, bits in reversed(cuts):
            budget.check()
            p, d, t = _split(leaf, fmpz(low), leaves)
            with working_precision(bits):
                total = (_rounded(t) + total * _rounded(p)) / +arb(d)
        return total

    def leaf(self) -> _Leaf:
        """Return the matrices of a leaf, their entries as polynomials in its first index."""
        size = len(self.vector)
        one, zero = fmpz_poly([1]), fmpz_poly([0])
        p = [[one if i == j else zero for j in range(size)] for i in range(size)]
        d, t = one, [zero] * size
        for step in range(_LEAF):
            shift = fmpz_poly([step, 1])
            matrix, divisor, a = [[e(shift) for e in row] for row in self.matrix], self.divisor(shift), self.row(shift)
            t = [divisor * (t[j] + a * p[0][j]) for j in range(size)]
            p = [[sum((matrix[i][k] * p[k][j] for k in range(size)), zero) for j in range(size)] for i in range(size)]
            d *= divisor
        return p, d, t

    def majorant(self) -> tuple[fmpq, int, arb, arb]:
        """Return c, N, prod A and G; raises UnsupportedError where c G < 1 is not proved."""
        first = max(self.start, _EARLIEST_BOUND)
        limit = self.addend.kernel.limit_ratio if self.addend.kernel.factorial_order == 0 else fmpq(0)
        bounds = [fmpq(((limit + (1 - limit) / part) * 2**20).ceil(), 2**20) for part in (2, 64)]
        a, ratio = self.addend.factor, _ratio(self.addend.kernel)
        change = _shifted(a) * a.inverse() * ratio
        values = list(self.initial)
        # the sums at the index `first`, from their values at the start
        at = self.start
        while first <= _LATEST_BOUND:
            while at < first:
                values = [h + self.increment(i, at, values) for i, h in enumerate(values)]
                at += 1
            try:
                size, growth = self.growth(first, values)
            except UnsupportedError:
                first *= 2
                continue
            for bound in bounds:
                if arb(bound) * growth < 1 and ratio_bound(*_whole_ratio(change), bound, first):
                    return bound, first, size, growth
            first *= 2
        raise UnsupportedError("no bound was found for the growth of the sums in the term")

    def increment(self, i: int, at: int, values: list[arb]) -> arb:
        """Return the increment of a running sum, by the values of all of them."""
        total = arb(0)
        for a in self.sums.increments[i]:
            product = _kernel_value(a.kernel, at) * arb(_at(a.factor, at))
            for v, e in a.monomial:
                product *= values[v] ** e
            total += product
        return total

    def growth(self, first: int, values: list[arb]) -> tuple[arb, arb]:
        """Return prod A and G of the addend's running sums from the index `first` on."""
        bounds: list[tuple[arb, arb]] = []
        for i, value in enumerate(values):
            size, steepest, rises = abs(value).max(arb(1)), arb(1), arb(0)
            for a in self.sums.increments[i]:
                p, q = _whole_ratio(_shifted(a.factor) * a.factor.inverse() * _ratio(a.kernel))
                r = _least_bound(p, q, a.kernel, first)
                rise = abs(_kernel_value(a.kernel, first) * arb(_at(a.factor, first)))
                inner = arb(r)
                for v, e in a.monomial:
                    rise, inner = rise * bounds[v][0] ** e, inner * bounds[v][1] ** e
                steepest, rises = steepest.max(inner), rises + rise
            if steepest > 1:
                bounds.append(((size + rises / (steepest - 1)).upper(), steepest.upper()))
            else:
                bounds.append((size.upper(), (1 + rises / size).upper()))
        total, growth = arb(1), arb(1)
        for v, e in self.addend.monomial:
            total, growth = total * bounds[v][0] ** e, growth * bounds[v][1] ** e
        return total, growth


_Leaf = tuple[list[list[fmpz_poly]], fmpz_poly, list[fmpz_poly]]


def _split(leaf: _Leaf, low: fmpz, leaves: int) -> tuple[fmpz_mat, fmpz, fmpz_mat]:
    if leaves == 1:
        p, d, t = leaf
        return fmpz_mat([[e(low) for e in row] for row in p]), d(low), fmpz_mat([[e(low) for e in t]])
    half = leaves // 2
    p1, d1, t1 = _split(leaf, low, half)
    p2, d2, t2 = _split(leaf, low + half * _LEAF, leaves - half)
    return p2 * p1, d1 * d2, t1 * d2 + t2 * p1


def _rounded(matrix: fmpz_mat) -> arb_mat:
    return arb_mat(matrix.nrows(), matrix.ncols(), [+arb(e) for e in matrix.entries()])


def _least_bound(p: fmpz_poly, q: fmpz_poly, kernel: Kernel, first: int) -> fmpq:
    """Return r >= 1 such that |p(n)/q(n)| <= r is proved from `first` on."""
    if kernel.factorial_order > 0:
        raise UnsupportedError("a sum in the term grows like a factorial")
    limit = kernel.limit_ratio if kernel.factorial_order == 0 else fmpq(0)
    for candidate in (fmpq(1), limit, limit * fmpq(first + 8, first), limit * fmpq(17, 16)):
        if candidate >= 1 and ratio_bound(p, q, candidate, first):
            return candidate
    raise UnsupportedError("no bound was found for the growth of a sum in the term")


def _shift_of_sum(
    i: int, increment: list[Addend], kernels: list[Kernel], offset: int
) -> dict[Monomial, RationalFunction]:
    shift: dict[Monomial, RationalFunction] = {((i, 1),): RationalFunction.constant(fmpq(1))}
    for a in increment:
        own: Monomial = () if a.kernel == TRIVIAL else ((offset + kernels.index(a.kernel), 1),)
        shift[times(own, a.monomial)] = a.factor
    return shift


def _shift_of_product(
    monomial: Monomial, shifts: list[dict[Monomial, RationalFunction]]
) -> dict[Monomial, RationalFunction]:
    total: dict[Monomial, RationalFunction] = {(): RationalFunction.constant(fmpq(1))}
    for shift in (shifts[v] for v, e in monomial for _ in range(e)):
        product: dict[Monomial, RationalFunction] = {}
        for left, x in total.items():
            for right, y in shift.items():
                key = times(left, right)
                product[key] = product[key] + x * y if key in product else x * y
        total = product
    return {m: f for m, f in total.items() if not f.numerator.is_zero()}


def _whole(polynomial: fmpq_poly) -> fmpz_poly:
    return fmpz_poly(polynomial.numer().coeffs())


def _content(function: RationalFunction) -> fmpz:
    """Return what clears the denominators of the numerator, the denominator being made whole."""
    return (fmpq(function.denominator.denom(), function.numerator.denom())).q


def _numerator(function: RationalFunction, divisor: fmpz_poly) -> fmpz_poly:
    product = function.numerator * fmpq_poly(divisor)
    quotient, rest = divmod(product, function.denominator)
    if not rest.is_zero() or quotient.denom() != 1:
        raise ArithmeticError("the divisor is not a common denominator")
    return _whole(quotient)


def _whole_ratio(function: RationalFunction) -> tuple[fmpz_poly, fmpz_poly]:
    scale = fmpq(function.denominator.denom(), function.numerator.denom())
    return _whole(function.numerator) * scale.p, _whole(function.denominator) * scale.q
