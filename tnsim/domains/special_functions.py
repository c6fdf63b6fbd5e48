"""The functions of the language in complex ball arithmetic, one rule each, on python-flint's balls (Arb).

Every rule encloses: for any numbers inside the argument balls, the value is inside the result (which may be
unbounded). Branch cuts and values on them are those of Arb, which agree with SymPy's and mpmath's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flint import acb, arb, ctx, fmpq, fmpz

from tnsim.domains.arithmetic_functions import arithmetic_value
from tnsim.domains.exact_functions import integer_value
from tnsim.domains.precision import working_precision
from tnsim.errors import UnsupportedError
from tnsim.ring.three_term_recurrences import FAMILIES

__all__ = ["Value", "apply_ball", "hypergeometric", "power_ball", "to_acb"]

Value = fmpq | acb
"""A number known exactly, or a ball around it."""

_BOUNDED = frozenset({
    "assoc_laguerre", "besseli", "besselj", "besselk", "bessely", "bernoulli", "chebyshevt", "chebyshevu",
    "dirichlet_eta", "elliptic_e", "elliptic_k", "expint", "gegenbauer", "hermite", "jacobi", "laguerre", "legendre",
    "lerchphi", "lowergamma", "polygamma", "polylog", "stieltjes", "uppergamma", "zeta",
})  # fmt: skip
_MOST_STEPS = 3000
_PRODUCT_LIMIT = 2000
"""Longer products go through the gamma function."""


def apply_ball(function: str, arguments: Sequence[Value]) -> acb:
    """Return a ball around the value at the current working precision.

    Raises UnsupportedError, naming the function, where there is no rule.
    """
    rule = _RULES.get(function)
    if rule is None:
        raise UnsupportedError(f"{function} has no rule in ball arithmetic")
    if function in _BOUNDED and not all(map(_is_moderate, arguments)):
        raise UnsupportedError(f"{function} has no rule for arguments beyond 2^31 in size")
    if not all(isinstance(a, fmpq) or a.is_finite() for a in arguments):
        return _unknown()  # it may have no value, which a bounded function would hide
    return rule(*arguments)


def _is_moderate(argument: Value) -> bool:
    """Tell whether a machine word holds the argument: FLINT ends the process where one of these does not fit."""
    return not to_acb(argument).is_finite() or bool(to_acb(argument).abs_upper() < 2**31)


def power_ball(base: Value, exponent: Value) -> acb:
    """Return a ball around the principal value of base**exponent, `0**0 = 1`; unbounded if one of the two is."""
    if not (to_acb(base).is_finite() and to_acb(exponent).is_finite()):
        return _unknown()
    if isinstance(exponent, fmpq):
        whole = integer_value(exponent)
        if whole is not None:
            return to_acb(base) ** fmpz(whole)
        if exponent.q == 2:
            return to_acb(base).sqrt() ** exponent.p
    if isinstance(base, fmpq) and base == 0:
        return _power_of_zero(to_acb(exponent))
    return to_acb(base).pow(to_acb(exponent))


def to_acb(value: Value) -> acb:
    """Return the number as a ball."""
    return value if isinstance(value, acb) else acb(value)


def _power_of_zero(exponent: acb) -> acb:
    return acb(0) if exponent.real > 0 else _unknown()


def _unknown() -> acb:
    return acb(arb.nan(), arb.nan())


def _unary(method: str) -> Callable[[Value], acb]:
    function = getattr(acb, method)
    return lambda z: function(to_acb(z))


def _whole(value: Value, function: str) -> int:
    """Return a whole non-negative argument; other orders of these families have no rule."""
    whole = integer_value(value) if isinstance(value, fmpq) else None
    if whole is None or whole < 0:
        raise UnsupportedError(f"{function} has a rule only for an order that is a whole number >= 0")
    return whole


def _arithmetic(function: str) -> Callable[..., acb]:
    def rule(*arguments: Value) -> acb:
        exact = [value for value in arguments if isinstance(value, fmpq)]
        if len(exact) < len(arguments):
            raise UnsupportedError(f"{function} has a rule only for exact whole numbers")
        return acb(arithmetic_value(function, *exact))

    return rule


def _real(value: Value, function: str) -> arb:
    ball = to_acb(value)
    if not ball.imag.is_zero():
        raise UnsupportedError(f"{function} has a rule only for real arguments")
    return ball.real


def _sign_of_parity(k: int) -> int:
    return -1 if k % 2 else 1


def _absolute(z: Value) -> acb:
    return acb(abs(to_acb(z)))


def _acot(z: Value) -> acb:
    if isinstance(z, fmpq) and z == 0:
        return acb.pi() / 2
    return (1 / to_acb(z)).atan()


def _beta(a: Value, b: Value) -> acb:
    return _gamma(a) * _gamma(b) * (to_acb(a) + to_acb(b)).rgamma()


def _bernoulli(n: Value, x: Value | None = None) -> acb:
    order = _whole(n, "bernoulli")
    if x is not None:
        return to_acb(x).bernoulli_poly(order)
    return acb(arb.bernoulli(order)) if order != 1 else acb(fmpq(1, 2))


def _binomial(n: Value, k: Value) -> acb:
    lower = integer_value(k) if isinstance(k, fmpq) else None
    upper = integer_value(n) if isinstance(n, fmpq) else None
    if lower is not None:
        if lower < 0:
            return acb(0)
        if lower <= _PRODUCT_LIMIT:
            return (to_acb(n) - lower + 1).rising(lower) / arb.fac_ui(lower)
        if upper is not None and upper < 0:
            return _sign_of_parity(lower) * _binomial(fmpq(lower - upper - 1), fmpq(lower))
    z, w = to_acb(n), to_acb(k)
    return (z + 1).gamma() * (w + 1).rgamma() * (z - w + 1).rgamma()


def _ceiling(x: Value) -> acb:
    return acb(_real(x, "ceiling").ceil())


def _floor(x: Value) -> acb:
    return acb(_real(x, "floor").floor())


def _delta(i: Value, j: Value) -> acb:
    difference = to_acb(i) - to_acb(j)
    if not difference.contains(0):
        return acb(0)
    return acb(1) if difference.is_zero() else acb(arb(fmpq(1, 2), fmpq(1, 2)))


def _double_factorial(n: Value) -> acb:
    size = _whole(n, "factorial2")
    half, odd = divmod(size, 2)
    if not odd:
        return acb(fmpz(2) ** half * arb(half + 1).gamma())
    return acb(fmpz(2) ** (half + 1) * arb.gamma_fmpq(fmpq(size + 2, 2)) / arb.pi().sqrt())


def _exponential_integral(order: Value, z: Value) -> acb:
    return to_acb(z).expint(to_acb(order))


def _factorial(z: Value) -> acb:
    return _gamma(z + 1)


def _fibonacci(n: Value) -> acb:
    return acb(arb.fib(_whole(n, "fibonacci")))


def _lucas(n: Value) -> acb:
    order = _whole(n, "lucas")
    return acb(2 * arb.fib(order + 1) - arb.fib(order))


def _gamma(z: Value) -> acb:
    if isinstance(z, fmpq):
        return acb(arb.gamma_fmpq(z))
    return z.gamma()


def _harmonic(n: Value, order: Value | None = None) -> acb:
    """H_n = digamma(n + 1) + gamma (DLMF 5.4.14); H_n^(s) = zeta(s) - zeta(s, n + 1) (DLMF 25.11.4)."""
    shifted = to_acb(n) + 1
    if order is None or (isinstance(order, fmpq) and order == 1):
        return shifted.digamma() + arb.const_euler()
    whole_order = isinstance(order, fmpq) and order.q == 1
    if not whole_order and not shifted.real > 0:
        raise UnsupportedError("harmonic(n, s) has a rule only for whole s, or n > -1")
    s = to_acb(order)
    return s.zeta() - s.zeta(shifted)


def hypergeometric(upper: Sequence[Value], lower: Sequence[Value], z: Value) -> acb:
    """Return a ball around pFq(upper; lower; z), continued analytically beyond the unit disc if p = q + 1."""
    if len(upper) > len(lower) + 1 and not any(isinstance(a, fmpq) and a.q == 1 and a <= 0 for a in upper):
        raise UnsupportedError("hyper has no value with more than one upper parameter too many")
    if not all(map(_is_moderate, (*upper, *lower, z))):
        raise UnsupportedError("hyper has no rule for arguments beyond 2^31 in size")
    if not all(to_acb(a).is_finite() for a in (*upper, *lower, z)):
        return _unknown()
    return to_acb(z).hypgeom([to_acb(a) for a in upper], [to_acb(b) for b in lower])


def _lerch(z: Value, s: Value, a: Value) -> acb:
    if to_acb(z) == 1:
        return to_acb(s).zeta(to_acb(a)) if to_acb(s).real > 1 else _unknown()
    value = to_acb(z).lerch_phi(to_acb(s), to_acb(a))
    if not value.is_finite() and isinstance(s, fmpq) and s == 1 and bool(abs(to_acb(z)) < 1):
        return _first_lerch(to_acb(z), to_acb(a))
    return value


def _first_lerch(z: acb, a: acb) -> acb:
    """Return lerchphi(z, 1, a) = 2F1(1, a; a + 1; z)/a in the unit disc: DLMF 25.14.1 and 15.2.1, then 15.8.1."""
    return (z / (z - 1)).hypgeom_2f1(acb(1), acb(1), a + 1) / ((1 - z) * a)


def _orthogonal(function: str, method: str) -> Callable[[Value, Value], acb]:
    evaluate = getattr(acb, method)
    return lambda degree, x: evaluate(to_acb(x), _whole(degree, function))


def _with_parameters(function: str, method: str) -> Callable[..., acb]:
    """Return the rule for polynomials with parameters: by the recurrence where all is known exactly, else by Arb."""
    evaluate, family = getattr(acb, method), FAMILIES[function]

    def rule(degree: Value, *arguments: Value) -> acb:
        *parameters, x = map(to_acb, arguments)
        if not all(p.imag.is_zero() and p.real > family.above for p in parameters):
            raise UnsupportedError(f"{function} has no rule for parameters that are not greater than {family.above}")
        size = _whole(degree, function)
        if size > _MOST_STEPS or not all(isinstance(a, fmpq) for a in arguments):
            value: acb = evaluate(x, size, *parameters)
            return value
        # Some bits are lost in every step; how many are enough is no matter of soundness.
        with working_precision(ctx.prec + 3 * size + 30):
            value = family.value(size, [to_acb(p) for p in arguments[:-1]], to_acb(arguments[-1]))
        return +value

    return rule


def _bessel(method: str) -> Callable[[Value, Value], acb]:
    evaluate = getattr(acb, method)
    return lambda order, z: evaluate(to_acb(z), to_acb(order))


def _polygamma(order: Value, z: Value) -> acb:
    """(-1)^(m+1) m! zeta(m + 1, z) for a whole order m >= 1 (DLMF 25.11.12)."""
    m = _whole(order, "polygamma")
    if m == 0:
        return to_acb(z).digamma()
    return _sign_of_parity(m + 1) * arb.fac_ui(m) * acb(m + 1).zeta(to_acb(z))


def _polylog(s: Value, z: Value) -> acb:
    if to_acb(z) == 1:
        return to_acb(s).zeta() if to_acb(s).real > 1 else _unknown()
    return to_acb(z).polylog(to_acb(s))


def _rising(x: Value, n: Value) -> acb:
    count = integer_value(n) if isinstance(n, fmpq) else None
    if count is not None and 0 <= count <= _PRODUCT_LIMIT:
        return to_acb(x).rising(count)
    if count is not None and -_PRODUCT_LIMIT <= count < 0:
        return 1 / (to_acb(x) + count).rising(-count)
    z = to_acb(x)
    return (z + to_acb(n)).gamma() * z.rgamma()


def _falling(x: Value, n: Value) -> acb:
    return _rising(x - n + 1, n)


def _lower_gamma(a: Value, z: Value) -> acb:
    return to_acb(z).gamma_lower(to_acb(a))


def _upper_gamma(a: Value, z: Value) -> acb:
    return to_acb(z).gamma_upper(to_acb(a))


def _sign(z: Value) -> acb:
    return to_acb(z).sgn()


def _stieltjes(n: Value) -> acb:
    return acb.stieltjes(_whole(n, "stieltjes"))


def _tuple(*arguments: Value) -> acb:
    raise UnsupportedError("a tuple has no value outside the parameters of hyper")


def _zeta(s: Value, a: Value | None = None) -> acb:
    return to_acb(s).zeta() if a is None else to_acb(s).zeta(to_acb(a))


_RULES: Mapping[str, Callable[..., acb]] = {
    "Abs": _absolute, "Chi": _unary("chi"), "Ci": _unary("ci"), "Ei": _unary("ei"), "Shi": _unary("shi"),
    "Si": _unary("si"), "KroneckerDelta": _delta, "RisingFactorial": _rising, "FallingFactorial": _falling,
    "acos": _unary("acos"), "acosh": _unary("acosh"), "acot": _acot, "asin": _unary("asin"),
    "asinh": _unary("asinh"), "atan": _unary("atan"), "atanh": _unary("atanh"), "bernoulli": _bernoulli,
    "assoc_laguerre": _with_parameters("assoc_laguerre", "laguerre_l"),
    "besseli": _bessel("bessel_i"), "besselj": _bessel("bessel_j"), "besselk": _bessel("bessel_k"),
    "bessely": _bessel("bessel_y"), "beta": _beta, "binomial": _binomial, "ceiling": _ceiling,
    "chebyshevt": _orthogonal("chebyshevt", "chebyshev_t"),
    "chebyshevu": _orthogonal("chebyshevu", "chebyshev_u"),
    "cos": _unary("cos"), "cosh": _unary("cosh"), "cot": _unary("cot"), "coth": _unary("coth"),
    "csc": _unary("csc"), "digamma": _unary("digamma"), "dirichlet_eta": _unary("dirichlet_eta"),
    "divisor_sigma": _arithmetic("divisor_sigma"),
    "elliptic_e": _unary("elliptic_e"), "elliptic_k": _unary("elliptic_k"), "erf": _unary("erf"),
    "erfc": _unary("erfc"), "erfi": _unary("erfi"),
    "exp": _unary("exp"), "expint": _exponential_integral, "factorial": _factorial,
    "factorial2": _double_factorial, "fibonacci": _fibonacci, "floor": _floor, "fresnelc": _unary("fresnel_c"),
    "fresnels": _unary("fresnel_s"), "gamma": _gamma,
    "gegenbauer": _with_parameters("gegenbauer", "gegenbauer_c"),
    "harmonic": _harmonic, "hermite": _orthogonal("hermite", "hermite_h"),
    "im": lambda z: acb(to_acb(z).imag), "jacobi": _with_parameters("jacobi", "jacobi_p"),
    "laguerre": _orthogonal("laguerre", "laguerre_l"),
    "legendre": _orthogonal("legendre", "legendre_p"), "lerchphi": _lerch, "li": _unary("li"),
    "log": _unary("log"), "loggamma": _unary("lgamma"), "lowergamma": _lower_gamma,
    "lucas": _lucas, "mobius": _arithmetic("mobius"),
    "polygamma": _polygamma, "polylog": _polylog,
    "re": lambda z: acb(to_acb(z).real), "sec": _unary("sec"), "sign": _sign, "sin": _unary("sin"),
    "sinh": _unary("sinh"), "sqrt": _unary("sqrt"), "stieltjes": _stieltjes, "tan": _unary("tan"),
    "tanh": _unary("tanh"), "totient": _arithmetic("totient"), "tuple": _tuple, "uppergamma": _upper_gamma,
    "zeta": _zeta,
}  # fmt: skip
