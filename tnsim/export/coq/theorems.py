"""The checker's lemmas as general statements for Coq: for which parameters.

The two sides of a statement are those which the lemma's own code gives for the parameters, once it has verified
its hypotheses under the assumptions listed here. So an axiom says nothing that the checker would not believe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.real_forms import circle_series, holds_i, parts, real_form
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import general_series
from tnsim.export.coq.terms import fraction_of
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    ZERO,
    Add,
    Constant,
    Expression,
    Sum,
    Symbol,
    contains_sum,
    free_symbols,
    number,
    rational_value,
    rebuild,
    substitute,
    walk,
)
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Parameters
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope

__all__ = ["ASSUMED", "Statement", "general_statement"]

_UNIT = ("x: real, -1 <= x <= 1",)
_INSIDE = ("x: real, -1 < x < 1",)
_POSITIVE = ("x: real, 0 < x <= 1",)
_FROM_0_TO_1 = ("x: real, 0 < x < 1",)

ASSUMED: Mapping[str, tuple[str, ...]] = {
    "exponential series": ("x: real",),
    "section of the exponential series": ("w: real",),
    "arctangent addition": ("u: real", "v: real", "u*v > -1"),
    "arctangent series": _UNIT,
    "binomial series": ("a: real", "x: real, -1 < x < 1"),
    "Hurwitz zeta series": ("a: real, a > 0",),
    "alternating Hurwitz series": ("a: real, a > 0",),
    "digamma series": ("a: real, a > 0", "b: real, b > 0"),
    "hyperbolic cotangent series": ("z: real, z > 0",),
    "hyperbolic tangent series": ("z: real, z > 0",),
    "digamma reflection": ("a: real, 0 < a < 1",),
    "digamma multiplication": ("a: real, a > 0",),
    "Hurwitz zeta reflection": ("a: real, 0 < a < 1",),
    "Hurwitz zeta multiplication": ("a: real, a > 0",),
    "inverse hyperbolic tangent as logarithm": _INSIDE,
    "inverse hyperbolic sine as logarithm": ("x: real",),
    "Weierstrass product of the gamma function": ("a: real, a > -1",),
    "quotient of products of the Barnes G-function": ("a: real, a > 0",),
    "product of the hyperbolic sine": ("a: real, a > 0",),
    "product of the hyperbolic cosine": ("a: real, a > 0",),
    "loggamma recurrence": ("x: real, x > 0",),
    "loggamma reflection": _FROM_0_TO_1,
    "loggamma multiplication": ("x: real, x > 0",),
    "hyperbolic cosine as hypergeometric function": ("w: real",),
    "hyperbolic sine as hypergeometric function": ("w: real",),
    "modified Bessel function as hypergeometric function": ("w: real",),
    "Bessel function as hypergeometric function": ("w: real",),
    "error function as hypergeometric function": ("w: real",),
    "error function by Kummer's transformation": ("w: real",),
    "Lambert series transformation": ("y: real, y > 0",),
    "Kummer's transformation": ("a: real", "b: real, b > 0", "z: real"),
    "logarithm series": ("x: real, -1 <= x < 1",),
    "polylogarithm series": _UNIT,
    "multisection of the polylogarithm series": ("y: real, -1 < y < 1",),
    "sine series of the hyperbolic sine": ("a: real, a > 0", "x: real, 0 < x < 2*pi"),
    "cosine series of the hyperbolic cosine": ("a: real, a > 0", "x: real, 0 <= x <= 2*pi"),
    "gamma reflection": _FROM_0_TO_1,
    "gamma multiplication": ("x: real, x > 0",),
    "dilogarithm reflection": _FROM_0_TO_1,
    "polylogarithm distribution": _UNIT,
    "polylogarithms on the unit circle": ("x: real, 0 <= x <= 2*pi",),
    "trilogarithm of Kummer": _FROM_0_TO_1,
    "arcsine series": _UNIT,
    "inverse hyperbolic sine series": _UNIT,
    "inverse central binomial series over n": _INSIDE,
    "inverse central binomial series over n^2": _UNIT,
    "alternating inverse central binomial series over n": _UNIT,
    "alternating inverse central binomial series over n^2": _UNIT,
    "alternating inverse central binomial series over n^3": _POSITIVE,
    "alternating inverse central binomial series over (2n + 1)^2": _POSITIVE,
    "Gauss's summation theorem": ("a: real", "b: real", "c: real, c > 0", "c > a", "c > b", "c > a + b"),
    "Kummer's summation theorem": ("a: real, a > 0", "b: real, b < 1", "1 + a - b > 0", "1 + a/2 - b > 0"),
    "Gauss's second summation theorem": ("a: real, a > -1", "b: real, b > -1", "a + b > -1"),
    "Bailey's summation theorem": ("a: real", "b: real, b > 0", "a + b > 0", "1 + b - a > 0"),
    "Dixon's summation theorem": (
        "a: real, a > 0", "b: real", "c: real", "1 + a - b > 0", "1 + a - c > 0", "1 + a/2 - b > 0", "1 + a/2 - c > 0",
        "1 + a - b - c > 0", "1 + a/2 - b - c > 0",
    ),
    "Dougall's summation theorem": (
        "a: real, a > 0", "b: real", "c: real", "d: real", "1 + a - b > 0", "1 + a - c > 0", "1 + a - d > 0",
        "1 + a - b - c > 0", "1 + a - b - d > 0", "1 + a - c - d > 0", "1 + a - b - c - d > 0",
    ),
    "limit of Dougall's summation theorem": (
        "a: real, a > 0", "b: real", "c: real", "1 + a - b > 0", "1 + a - c > 0", "1 + a - b - c > 0",
        "2 + a - 2*b - 2*c > 0",
    ),
    "cosine of multiples of the arcsine": ("a: real, a > 1/2", "x: real, -1 < x < 1"),
    "sine of multiples of the arcsine": ("a: real, a > 1/2", "x: real, -1 <= x <= 1"),
    "generating function of Bessel functions": ("z: real",),
    "generating function of modified Bessel functions": ("z: real",),
    "exponential generating function of Hermite polynomials": ("x: real", "t: real"),
    "Chebyshev polynomials of the first kind by the second": ("x: real",),
}  # fmt: skip
"""name -> what is assumed of the parameters that a statement is general in; the others are as in the instance."""

IMAGINARY: Mapping[str, tuple[str, ...]] = {"section of the exponential series": ("w",)}
"""name -> the parameters that may be a real number times the imaginary unit in a general statement."""

LINKED: Mapping[str, Mapping[str, str]] = {"Lambert series transformation": {"z": "4*pi^2/y"}}
"""name -> the parameters that the others determine in a general statement."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A general statement, and the parameters of an instance of it."""

    formulas: Formulas
    left: Expression
    right: Expression
    arguments: Mapping[str, Expression]
    general: bool
    """Whether it is general in all parameters that `ASSUMED` lists for the lemma."""

    def instance(self) -> tuple[Expression, Expression]:
        return substitute(self.left, self.arguments), substitute(self.right, self.arguments)


def general_statement(name: str, parameters: Parameters, assumptions: Assumptions) -> Statement:
    """Return a statement of the lemma of which the parameters give an instance; raises NotExportable."""
    rule, lemma = f"lemma: {name}", LEMMAS[name]
    texts = ASSUMED.get(name, ())
    if texts:
        general = Assumptions.parse(texts)
        names = {p: Symbol(p) if p in general.symbols else e for p, e in parameters.items()}
        own = {p: parameters[p] for p in general.symbols}
        for p in IMAGINARY.get(name, ()):
            pair = parts(parameters[p])
            if pair is not None and pair[0] == ZERO:
                names[p], own[p] = Constant("I") * Symbol(p), pair[1]
        linked = {p: parse(text) for p, text in LINKED.get(name, {}).items()}
        others = [e for p, e in names.items() if p not in general.symbols and p not in linked]
        names |= linked
        if not any(general.symbols & free_symbols(e) for e in others):
            try:
                left, right = _real(lemma.instance(Scope(general), names), general, rule)
                _holds(own, general, assumptions, rule)
                _are(linked, own, parameters, assumptions)
                formulas = Formulas(general, rule)
                _require_writable(left, formulas)
                _require_writable(right, formulas)
                return Statement(formulas, left, right, own, True)
            except (Rejected, TnsimError, NotExportable):
                pass
    try:
        left, right = _real(lemma.instance(Scope(assumptions), parameters), assumptions, rule)
    except NotExportable:
        raise
    except (Rejected, TnsimError) as error:
        raise NotExportable(rule, str(error)) from None
    own = {symbol: Symbol(symbol) for symbol in assumptions.symbols}
    return Statement(Formulas(assumptions, rule), left, right, own, not texts)


def _are(
    linked: Mapping[str, Expression], own: Mapping[str, Expression], given: Parameters, assumptions: Assumptions
) -> None:
    """Reject parameters that are not what the others determine."""
    scope = Scope(assumptions)
    for name, e in linked.items():
        if scope.lift(given[name] - substitute(e, own), name) != 0:
            raise Rejected(name)


def _require_writable(side: Expression, formulas: Formulas) -> None:
    """Raise NotExportable for a side that is neither a series nor a combination of values and of series."""
    sums = [node for node in walk(side) if isinstance(node, Sum)]
    for series in sums:
        general_series(series, formulas)
    if not isinstance(side, Sum):
        formulas.with_values(dict.fromkeys(sums, "0")).real(side)


def _real(sides: tuple[Expression, Expression], assumptions: Assumptions, rule: str) -> tuple[Expression, Expression]:
    written = [circle_series(_written_out(side)) for side in sides]
    left, right = (real_form(side, assumptions) for side in written)
    if (left is None or right is None) and any(contains_sum(side) and holds_i(side) for side in written):
        # Equal complex numbers have equal real parts.
        pairs = [parts(side) for side in written]
        left, right = (None if pair is None else pair[0] for pair in pairs)
    if left is None or right is None:
        raise NotExportable(rule, "a complex statement")
    return left, right


def _written_out(e: Expression) -> Expression:
    """Return the expression with finite sums over literal ranges written out, as the checker reads them."""
    e = rebuild(e, _written_out)
    match e:
        case Sum(term, index, lower, upper):
            first, last = rational_value(lower), fraction_of(upper)
            if first is not None and last is not None and -1 <= last - first <= 12 and last.denominator == 1:
                terms = [substitute(term, {index.name: number(n)}) for n in range(int(first), int(last) + 1)]
                return Add(tuple(terms)) if len(terms) > 1 else terms[0] if terms else ZERO
    return e


def _holds(own: Mapping[str, Expression], general: Assumptions, assumptions: Assumptions, rule: str) -> None:
    """Reject an instance outside the assumptions of the general statement."""
    formulas = Formulas(assumptions, rule)
    for inequality in general.inequalities:
        left, right = (substitute(side, own) for side in (inequality.left, inequality.right))
        difference = right - left
        if not (formulas.positive(difference) if inequality.relation == "<" else formulas.nonnegative(difference)):
            raise Rejected(inequality.to_text())
