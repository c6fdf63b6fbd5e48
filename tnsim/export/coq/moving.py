"""Terms at one place written in few atoms: n!, x^n, (a)_n, ... at `a*k + b` become those at the least such place.

Then Coq's `field` decides whether two terms are equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpz

from tnsim.errors import TnsimError
from tnsim.export.coq.angle_atoms import angles_by_growth
from tnsim.export.coq.exponential_atoms import exponentials_as_powers
from tnsim.export.coq.formulas import Formulas, opposite
from tnsim.export.coq.place_values import values_at_place
from tnsim.export.coq.terms import fraction_of, linear_of
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    walk,
)
from tnsim.proof.scope import Rejected, Scope

__all__ = ["PLACE", "Placed", "braced", "equal_terms"]

PLACE = "k"
PLACE_REAL = "(INR k)"
_FIRST_NATURAL = {"besselj", "besseli", "legendre", "hermite", "laguerre"}
_TWO_STEP = {"fibonacci": "fibonacci", "lucas": "lucas", "chebyshevt": "chebyshev_t", "chebyshevu": "chebyshev_u"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A term in an index that starts somewhere; `formulas` knows neither."""

    term: Expression
    index: str
    start: int
    formulas: Formulas
    place: str | None = None

    def writer(self) -> Formulas:
        """Return what writes parts of the term at the place `start + k`."""
        place = self.place or (PLACE if self.start == 0 else f"({self.start} + {PLACE})")
        return self.formulas.inside(self.index, self.start, place)

    def affine(self, e: Expression) -> tuple[int, int] | None:
        """Return (a, b) for an argument that is a*k + b at the place."""
        linear = linear_of(e, self.index)
        if linear is None:
            return None
        slope, constant = linear
        return slope, slope * self.start + constant


def braced(lines: list[str]) -> list[str]:
    """Return the tactics of one goal."""
    return [f"{'{ ' if i == 0 else '  '}{line}{' }' if i == len(lines) - 1 else ''}" for i, line in enumerate(lines)]


@dataclass(frozen=True, slots=True)
class _Atom:
    kind: str
    base: str
    """What the atom depends on besides its argument, as text."""
    text: str
    """The argument as it stands in the goal."""
    slope: int
    shift: int


def equal_terms(terms: Sequence[Placed], tactic: str = "terms_agree", before: Sequence[str] = ()) -> list[str]:
    """Return the tactics that prove the equation of terms at one place, after others."""
    atoms: dict[_Atom, None] = {}
    bases: dict[str, Expression] = {}
    starts: dict[str, Expression] = {}
    for term in terms:
        writer = term.writer()
        for node in walk(term.term):
            if term.index in free_symbols(node) or isinstance(node, Power):
                atoms.update(dict.fromkeys(_atoms(term, writer, node, bases, starts)))
    turned, circles = angles_by_growth(terms)
    lines = [f"place {PLACE}.", *before, *turned, *exponentials_as_powers(terms), *values_at_place(terms, PLACE)]
    least: dict[tuple[str, str, int], int] = {}
    for atom in atoms:
        key = (atom.kind, atom.base, atom.slope)
        least[key] = min(least.get(key, atom.shift), atom.shift)
    lines += [line for atom in atoms if atom.kind == "binomial" for line in [atom.text]]
    literal_starts = {fraction_of(start) for start in starts.values()}
    multiplied = [m for m in (2, 3) if Fraction(1, m) in literal_starts and ("fact", "", m) in least]
    for m in multiplied:
        least["fact", "", m] = least["fact", "", 1] = 0
        least |= {("rising", f"({j} / {m})", 1): 0 for j in range(1, m)}
    places: set[tuple[int, int]] = set()
    scope = Scope(terms[0].formulas.assumptions)
    symbolic_starts = [(t, e) for t, e in starts.items() if fraction_of(e) is None]
    renamed: dict[str, str] = {}
    for i, (text, base) in enumerate(symbolic_starts):
        for other, earlier in symbolic_starts[:i]:
            if other not in renamed and _is_zero(scope, Add((base, Negate(earlier)))):
                lines.append(f"replace {text} with {other} by ring.")
                renamed[text] = other
                break
    for text, base in starts.items():
        value = fraction_of(base)
        if value is not None and text != _rational(value):
            lines.append(f"replace {text} with {_rational(value)} by field.")
            starts = starts | {_rational(value): base}
    for atom in sorted(atoms, key=lambda a: (a.kind == "argument", -a.slope, -a.shift)):
        if atom.kind == "rising" and atom.base in renamed:
            low = least[atom.kind, atom.base, atom.slope]
            atom = _Atom(atom.kind, renamed[atom.base], atom.text, atom.slope, atom.shift)
            least[atom.kind, atom.base, atom.slope] = min(low, least.get((atom.kind, atom.base, atom.slope), low))
        if atom.kind == "rising" and (value := fraction_of(starts[atom.base])) is not None:
            low = least[atom.kind, atom.base, atom.slope]
            atom = _Atom(atom.kind, _rational(value), atom.text, atom.slope, atom.shift)
            least.setdefault((atom.kind, atom.base, atom.slope), low)
        if atom.kind in ("binomial", "index"):
            continue
        low = least[atom.kind, atom.base, atom.slope]
        lines += _moved(atom, low)
        if atom.kind == "rising":
            lines += _risen(starts.get(atom.base), _linear(atom.slope, low))
        if atom.kind in ("fact", "rising", "harmonic"):
            places.add((atom.slope, low))
    if any(atom.kind in ("fact", "rising", "harmonic") for atom in atoms):
        lines.append("cbn [rising partial].")
    if any(atom.kind in _TWO_STEP.values() for atom in atoms):
        lines.append("cbn [Nat.add].")
        for a, b in sorted({(a.slope, least[a.kind, a.base, a.slope]) for a in atoms if a.kind == "fibonacci"}):
            if b >= 1:
                both = " ".join(
                    f"(fibonacci_at_least_1 {t} ltac:(lia))" for t in (_linear(a, b), f"(S {_linear(a, b)})")
                )
                lines.append(f"generalize {both}; intros ? ?.")
    for m in multiplied:
        name, power = ("fact_double", 4) if m == 2 else ("fact_triple", 27)
        lines.append(f"try rewrite ({name} ({m} * {PLACE} + 0) (1 * {PLACE} + 0)) by lia.")
        lines.append(f"try rewrite (power_at {power} (1 * {PLACE} + 0) 1 0 {PLACE}) by lia.")
        bases[str(power)] = Integer(power)
        places.add((1, 0))
    for a, b in sorted(places):
        lines.append(f"try rewrite (INR_at {_linear(a, b)} {a} {b} {PLACE}) by lia.")
    lines += [
        f"try rewrite (INR_at {atom.text} {atom.slope} {atom.shift} {PLACE}) by lia."
        for atom in atoms
        if atom.kind == "index"
    ]
    lines.append("cbn [INR].")
    signed = False
    literal = {text: base for text, base in bases.items() if fraction_of(base) is not None}
    symbolic = {text: base for text, base in bases.items() if text not in literal}
    for i, (text, base) in enumerate(symbolic.items()):
        for other, earlier in list(symbolic.items())[:i]:
            if _is_zero(scope, Add((base, earlier))):
                lines.append(f"replace ({text} ^ {PLACE}) with ((-1) ^ {PLACE} * {other} ^ {PLACE}) by "
                             f"(rewrite <- power_of_product; f_equal; ring).")  # fmt: skip
                signed = True
                break
            if _is_zero(scope, Add((base, Negate(earlier)))):
                lines.append(f"replace ({text} ^ {PLACE}) with ({other} ^ {PLACE}) by (f_equal; roots_known; nra).")
                break
            if _is_zero(scope, Add((Multiply((base, earlier)), Negate(ONE)))):
                lines.append(f"rewrite ?(power_of_inverse {text} {other} {PLACE}) by reciprocal.")
                break
    for text, base in literal.items():
        proof, has_sign = _prime_powers(text, base)
        lines += proof
        signed |= has_sign
    inward = f"?(power_of_opposite _ {PLACE}), ?(power_of_quotient _ _ {PLACE}), ?(power_of_product _ _ {PLACE})"
    lines.append(f"rewrite {inward}.")
    if any(isinstance(base, Multiply | Divide) for base in symbolic.values()):
        lines.append(f"rewrite {inward}.")
        wholes = {abs(n) for base in literal.values() for n in _whole_parts(base)}
        lines += [line for n in sorted(wholes) for line in _prime_powers(str(n), Integer(n))[0]]
    lines.append(f"rewrite ?(power_of_power _ _ {PLACE}), ?pow1.")
    if signed:
        lines.append(f"generalize (sign_squared {PLACE}); generalize ((-1) ^ {PLACE}); intros sign Sign.")
    roots = {fraction_of(x) for term in terms for e in walk(term.term) if (x := _radicand(e)) is not None}
    divisors = {
        t.formulas.real(node.denominator): None
        for t in terms
        for node in walk(t.term)
        if isinstance(node, Divide) and free_symbols(node.denominator) and t.index not in free_symbols(node.denominator)
    }
    for i, text in enumerate(divisors):
        lines.append(f"try (assert (Divisor{i} : {text} <> 0) by (apply Rgt_not_eq; by_signs)).")
    hypotheses = [*(["Sign"] if signed else []), *circles]
    under_powers = [node for base in bases.values() for node in walk(base) if _radicand(node) is not None]
    for i, node in enumerate(dict.fromkeys(under_powers)):
        written, inside = (terms[0].formulas.real(e) for e in (node, *node.children))
        squares = "rewrite <- power_of_product; f_equal; apply sqrt_sqrt; lra"
        lines.append(
            f"assert (Power{i} : {written} ^ {PLACE} * {written} ^ {PLACE} = {inside} ^ {PLACE}) by ({squares})."
        )
        hypotheses.append(f"Power{i}")
    for i, root in enumerate(sorted(r for r in roots if r is not None and r > 0 and r.denominator == 1)):
        lines.append(f"assert (Root{i} : sqrt {root} * sqrt {root} = {root}) by (apply sqrt_sqrt; lra).")
        lines.append(f"generalize (sqrt_lt_R0 {root} ltac:(lra)); intros ?.")
        hypotheses.append(f"Root{i}")
    if hypotheses:
        lines.append(f"solve [{tactic} | field [{' '.join(hypotheses)}]; nonzero].")
    else:
        lines.append(f"{tactic}.")
    return lines


def _risen(start: Expression | None, place: str) -> list[str]:
    """Return the tactics that write rising factorials by those of a fraction below 1, or by factorials."""
    value = None if start is None else fraction_of(start)
    if value is None or not 1 <= value < 20:
        return []
    lower = [value - j for j in range(1, int(value) + 1) if value > j]
    return [f"try rewrite (rising_up {_rational(x)} {_rational(x + 1)} {place}) by lra." for x in lower] + (
        [f"rewrite ?(rising_1 {place})."] if value.denominator == 1 else []
    )


def _radicand(e: Expression) -> Expression | None:
    match e:
        case Apply("sqrt", (x,)):
            return x
    return None


def _linear(a: int, b: int) -> str:
    return f"({a} * {PLACE} + {b})"


def _moved(atom: _Atom, low: int) -> Iterator[str]:
    target, more = _linear(atom.slope, low), atom.shift - low
    match atom.kind:
        case "fact":
            yield f"try rewrite (fact_at {atom.text} {more} {target}) by lia."
        case "rising":
            yield f"try rewrite (rising_at {atom.base} {atom.text} {more} {target}) by lia."
        case "harmonic":
            yield f"try rewrite (harmonic_at {atom.base} {atom.text} {more} {target}) by lia."
        case "power":
            yield f"try rewrite (power_at {atom.base} {atom.text} {atom.slope} {atom.shift} {PLACE}) by lia."
        case "argument" if atom.text != f"({PLACE})%nat":
            yield f"replace {atom.text} with {_linear(atom.slope, atom.shift)}%nat by lia."
        case kind if kind in _TWO_STEP.values():
            if more < 2:
                here, there = (
                    f"({kind} {t} {atom.base})".replace(" )", ")") for t in (atom.text, f"({more} + {target})")
                )
                yield f"replace {here} with {there} by (f_equal; lia)."
            else:
                below = f"({more - 2} + {target})"
                arguments = f"{atom.text} {below} {atom.base}".rstrip()
                yield f"try rewrite ({kind}_next {arguments}) by lia."
                for j in range(more - 2, 1, -1):
                    arguments = f"({j} + {target}) ({j - 2} + {target}) {atom.base}".rstrip()
                    yield f"try rewrite ({kind}_next {arguments}) by lia."


def _atoms(
    term: Placed, writer: Formulas, node: Expression, bases: dict[str, Expression], starts: dict[str, Expression]
) -> Iterator[_Atom]:
    def argument(e: Expression) -> tuple[str, int, int] | None:
        text, place = writer.natural(e), term.affine(e)
        return None if text is None or place is None or place[0] < 0 or place[1] < 0 else (f"({text})", *place)

    match node:
        case Symbol(name) if name == term.index:
            yield _Atom("index", "", f"({writer.natural(node)})", 1, term.start)
        case Apply("factorial", (n,)) if (found := argument(n)) is not None:
            yield _Atom("fact", "", *found)
        case Apply("binomial", (upper, lower)) if term.index not in free_symbols(upper):
            found, base = argument(lower), writer.real(upper)
            if found is not None:
                yield _Atom("binomial", "", f"try rewrite (choose_rising {base} {found[0]}).", 0, 0)
                yield _Atom("rising", f"(- {base})", *found)
                yield _Atom("fact", "", *found)
                yield _Atom("power", "(-1)", *found)
                bases["(-1)"] = Negate(ONE)
                starts[f"(- {base})"] = Negate(upper)
        case Apply("binomial", (upper, lower)):
            rest = Add((upper, Negate(lower)))
            above, below, q = argument(upper), argument(lower), term.affine(rest)
            if above is not None and below is not None and q is not None and min(q) >= 0:
                third = _linear(*q)
                yield _Atom("binomial", "", f"try rewrite (binomial_at {above[0]} {below[0]} {third}) by lia.", 0, 0)
                for where in (above, below, (third, *q)):
                    yield _Atom("fact", "", *where)
        case Apply("RisingFactorial", (start, n)) if (found := argument(n)) is not None:
            yield _Atom("rising", writer.real(start), *found)
            starts[writer.real(start)] = start
        case Apply("harmonic", (n, *order)) if (found := argument(n)) is not None:
            yield _Atom("harmonic", f"({writer.natural(order[0]) if order else 1})", *found)
        case Apply(name, (n, *more)) if name in _TWO_STEP and (found := argument(n)) is not None:
            yield _Atom(_TWO_STEP[name], " ".join(map(writer.real, more)), *found)
        case Apply(name, (n, *_)) if name in _FIRST_NATURAL and (found := argument(n)) is not None:
            yield _Atom("argument", "", f"{found[0]}%nat", found[1], found[2])
        case Power(base, exponent) if term.index not in free_symbols(base):
            up = argument(exponent) or argument(opposite(exponent))
            if up is not None and up[1] > 0:
                text = writer.real(base)
                yield _Atom("power", text, *up)
                bases[text] = base
                for part in _literal_bases(base):
                    bases[writer.real(part)] = part


def _literal_bases(base: Expression) -> Iterator[Expression]:
    """Yield the rational numbers of which the base is made by products, quotients, powers and signs."""
    if fraction_of(base) is not None:
        yield base
        return
    match base:
        case Multiply(factors):
            for factor in factors:
                yield from _literal_bases(factor)
        case Divide(a, b):
            yield from _literal_bases(a)
            yield from _literal_bases(b)
        case Negate(x):
            yield from _literal_bases(x)
            yield Negate(ONE)
        case Power(x, exponent) if fraction_of(exponent) is not None:
            yield from _literal_bases(x)


def _prime_powers(text: str, base: Expression) -> tuple[list[str], bool]:
    """Return the rewriting of text^k by powers of primes and of -1, and whether that holds a sign."""
    value = fraction_of(base)
    assert value is not None
    if value in (0, 1):
        return ([f"replace {text} with {value} by field."] if text != str(value) else []), False
    parts = [(Fraction(-1), 1)] if value < 0 else []
    for whole, sign in ((abs(value.numerator), 1), (value.denominator, -1)):
        parts += [(Fraction(int(p)), sign * int(e)) for p, e in fmpz(whole).factor()] if whole > 1 else []
    if parts == [(value, 1)]:
        return ([f"replace {text} with {_literal(value)} by field."] if text != _literal(value) else []), value == -1
    product = " * ".join(f"({_literal(p)} ^ {PLACE}) ^ {e}" for p, e in parts if e > 0) or "1"
    below = " * ".join(f"({_literal(p)} ^ {PLACE}) ^ {-e}" for p, e in parts if e < 0)
    right = f"{product} / ({below})" if below else product
    inside = " * ".join(f"{_literal(p)} ^ {e}" for p, e in parts if e > 0) or "1"
    outside = " * ".join(f"{_literal(p)} ^ {-e}" for p, e in parts if e < 0)
    inner = f"({inside}) / ({outside})" if outside else inside
    other = f"({value.numerator} / {value.denominator})"  # as reflected terms write it
    return [
        *([f"try replace {other} with {text} by field."] if value < 0 and other != text else []),
        f"replace ({text} ^ {PLACE}) with ({right}) by (replace {text} with ({inner}) by field; "
        f"rewrite ?(power_of_quotient _ _ {PLACE}), ?(power_of_product _ _ {PLACE}), ?(power_of_power _ _ {PLACE}); "
        "rewrite ?pow1; reflexivity).",
    ], value < 0


def _whole_parts(base: Expression) -> tuple[int, int]:
    value = fraction_of(base)
    assert value is not None
    return value.numerator, value.denominator


def _rational(value: Fraction) -> str:
    return _literal(value) if value.denominator == 1 else f"({value.numerator} / {value.denominator})"


def _is_zero(scope: Scope, e: Expression) -> bool:
    try:
        return bool(scope.lift(e, "a base") == 0)
    except (Rejected, TnsimError):
        return False


def _literal(value: Fraction) -> str:
    return str(value) if value >= 0 else f"({value})"
