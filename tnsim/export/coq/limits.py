"""Why an antidifference with parameters has its limit, as a proof from the lemmas of library/Vanishing.v."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from flint import fmpq_poly

from tnsim.export.coq.asymptotics import limit_by_orders
from tnsim.export.coq.geometric_limits import geometric_decay
from tnsim.export.coq.moving import Placed, braced, equal_terms
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import linear_of
from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    number,
    rebuild,
    substitute,
    walk,
)

__all__ = ["limit_of", "tidied"]


def limit_of(terms: Placed) -> tuple[Expression, list[str]]:
    """Return the limit and the tactics that prove it of the terms at the places; raises NotExportable."""
    try:
        return _by_structure(terms)
    except NotExportable:
        return limit_by_orders(terms)


def _by_structure(terms: Placed) -> tuple[Expression, list[str]]:
    e, index = terms.term, terms.index
    constant, rest = _constant_part(e, index)
    limit: Expression = ZERO if constant is None else constant
    if rest is None:
        return limit, ["apply is_lim_seq_const."]
    if isinstance(rest, Apply) and rest.function == "atan" and constant is None:
        shift = _shift(rest.arguments[0], terms)
        return Constant("pi") / Integer(2), [
            f"apply is_lim_seq_ext with (fun k => atan (INR k + {shift})).",
            "{ intros k; cbv beta zeta; rewrite ?plus_INR; cbn [INR]; f_equal; ring. }",
            "apply lim_atan.",
        ]
    if constant is None and (decay := geometric_decay(replace(terms, term=rest))) is not None:
        return limit, [f"{decay}."]
    form, proof = _vanishing(rest, terms)
    start = ["apply limit_and_null."] if constant is not None else []
    same = equal_terms([terms])
    return limit, [*start, f"apply null_ext with (fun k => {form}).", *braced(same), *proof]


def tidied(e: Expression) -> Expression:
    """Return the expression without trivial powers, and without equal factors above and below a line."""
    e = rebuild(e, tidied)
    match e:
        case Power(_, Integer(0)):
            return ONE
        case Power(base, Integer(1)):
            return base
        case Multiply(factors):
            return _product_of([f for f in factors if f != ONE])
        case Divide(a, b):
            above, below = _factors(a), _factors(b)
            for factor in list(above):
                if factor in below:
                    above.remove(factor)
                    below.remove(factor)
            top = _product_of(above)
            return Divide(top, _product_of(below)) if below else top
    return e


def _factors(e: Expression) -> list[Expression]:
    return list(e.factors) if isinstance(e, Multiply) else [e]


def _product_of(factors: list[Expression]) -> Expression:
    return ONE if not factors else factors[0] if len(factors) == 1 else Multiply(tuple(factors))


def _constant_part(e: Expression, index: str) -> tuple[Expression | None, Expression | None]:
    """Return the terms without the index, and those with it."""
    parts = list(e.terms) if isinstance(e, Add) else [e]
    free = [p for p in parts if index not in free_symbols(p)]
    rest = [p for p in parts if index in free_symbols(p)]
    return _total(free), _total(rest)


def _total(parts: list[Expression]) -> Expression | None:
    return None if not parts else parts[0] if len(parts) == 1 else Add(tuple(parts))


def _shift(argument: Expression, terms: Placed) -> str:
    affine = terms.affine(argument)
    if affine is None or affine[0] != 1:
        raise NotExportable(terms.formulas.rule, "a limit of this form")
    return str(affine[1]) if affine[1] >= 0 else f"({affine[1]})"


def _vanishing(e: Expression, terms: Placed) -> tuple[str, list[str]]:
    """Return a form of the terms, with the place k, and the tactics that prove that it tends to 0."""
    logs = _logarithms(e, terms)
    if logs is not None:
        return logs
    power = _polynomial_times_power(e, terms)
    if power is not None:
        return power
    text = terms.writer().real(e)
    return text, ["cbv beta; " + _null(e, terms) + "."]


def _logarithms(e: Expression, terms: Placed) -> tuple[str, list[str]] | None:
    match e:
        case Add((Negate(Apply("log", (a,))), Apply("log", (b,)))) | Add(
            (Apply("log", (b,)), Negate(Apply("log", (a,))))
        ):
            pass
        case _:
            return None
    up, down = _shift(b, terms), _shift(a, terms)
    if int(up.strip("()")) <= 0 or int(down.strip("()")) <= 0:
        return None
    return f"ln (INR k + {up}) - ln (INR k + {down})", ["apply null_ln; lra."]


def _polynomial_times_power(e: Expression, terms: Placed) -> tuple[str, list[str]] | None:
    """Read sum of c_j*n^j*x^n, with one x of modulus below 1, from the values of the polynomial."""
    index, formulas = terms.index, terms.formulas
    bases: dict[Expression, None] = {}
    for node in walk(e):
        if isinstance(node, Power) and index in free_symbols(node.exponent):
            if linear_of(node.exponent, index) is None or index in free_symbols(node.base):
                return None
            bases[node.base] = None
        elif isinstance(node, Apply) and index in free_symbols(node):
            return None
    if len(bases) != 1:
        return None
    (base,) = bases
    if not (formulas.positive(Add((ONE, Negate(base)))) and formulas.positive(Add((ONE, base)))):
        return None

    def without(node: Expression) -> Expression:
        linear = linear_of(node.exponent, index) if isinstance(node, Power) and node.base == base else None
        if linear is not None and linear[0]:
            if linear[0] != 1:
                raise NotExportable(formulas.rule, "a limit of this form")
            return Power(base, number(linear[1] + terms.start))
        return rebuild(node, without)

    polynomial = without(e)
    degree = 4
    text = formulas.real(base)
    values = [substitute(polynomial, {index: number(terms.start + j)}) for j in range(degree + 1)]
    pieces = []
    for j in range(degree + 1):
        coefficient = [formulas.real(number(c) * values[i]) for i, c in enumerate(_lagrange(degree)[j]) if c]
        pieces.append(f"({' + '.join(coefficient) or '0'}) * (INR k ^ {j} * {text} ^ k)")
    lines = ["repeat apply null_plus; (apply bounded_null; [apply bounded_const|apply null_polynomial_power; lra])."]
    return " + ".join(pieces), lines


def _lagrange(degree: int) -> list[list[Fraction]]:
    """Return for each power of n the coefficients by which the values at 0, ..., degree enter."""
    rows = [[Fraction(0)] * (degree + 1) for _ in range(degree + 1)]
    for i in range(degree + 1):
        p = fmpq_poly([1])
        for m in range(degree + 1):
            if m != i:
                p *= fmpq_poly([-m, 1]) / (i - m)
        for j in range(degree + 1):
            c = p[j]
            rows[j][i] = Fraction(int(c.p), int(c.q))
    return rows


def _null(e: Expression, terms: Placed) -> str:
    """Return the tactic that proves that a form tends to 0, by its structure."""
    index, formulas = terms.index, terms.formulas
    match e:
        case Negate(x):
            return f"(apply null_opp; {_null(x, terms)})"
        case Add((*first, last)):
            before = first[0] if len(first) == 1 else Add(tuple(first))
            theorem, operand = ("null_minus", last.operand) if isinstance(last, Negate) else ("null_plus", last)
            return f"(apply {theorem}; [{_null(before, terms)}|{_null(operand, terms)}])"
        case Multiply(factors):
            for i, factor in enumerate(factors):
                try:
                    inner = _null(factor, terms)
                except NotExportable:
                    continue
                others = [_bounded(f, terms) for j, f in enumerate(factors) if j != i]
                return _product(i, len(factors), inner, others)
        case Divide(x, y) if index not in free_symbols(y):
            return f"(apply null_div; {_null(x, terms)})"
        case Divide(x, y):
            found = _harmonic_quotient(x, y, terms)
            if found is not None:
                return found
            try:
                return f"(unfold Rdiv; apply bounded_null; [{_bounded(x, terms)}|{_null_inverse(y, terms)}])"
            except NotExportable:
                return f"(unfold Rdiv; apply null_bounded; [{_null(x, terms)}|{_bounded_inverse(y, terms)}])"
        case Power(base, exponent) if index not in free_symbols(base):
            linear = linear_of(exponent, index)
            inside = formulas.positive(Add((ONE, Negate(base)))) and formulas.positive(Add((ONE, base)))
            if linear is not None and linear[0] == 1 and inside:
                start = linear[0] * terms.start + linear[1]
                text = formulas.real(base)
                return (
                    f"(apply null_ext with (fun k => {text} ^ {start} * {text} ^ k); "
                    "[intros k; cbv beta zeta; rewrite <- pow_add; f_equal; lia"
                    "|apply bounded_null; [apply bounded_const|apply null_power; lra]])"
                )
    raise NotExportable(formulas.rule, "a limit of this form")


def _product(place: int, count: int, inner: str, others: list[str]) -> str:
    """Return the tactic for a product, nested to the left, of which one factor tends to 0."""
    if count == 1:
        return inner
    if place == count - 1:
        bounded = _bounded_product(others)
        return f"(apply bounded_null; [{bounded}|{inner}])"
    return f"(apply null_bounded; [{_product(place, count - 1, inner, others[:-1])}|{others[-1]}])"


def _bounded_product(tactics: list[str]) -> str:
    if len(tactics) == 1:
        return tactics[0]
    return f"(apply bounded_mult; [{_bounded_product(tactics[:-1])}|{tactics[-1]}])"


def _null_inverse(y: Expression, terms: Placed) -> str:
    if _is_affine(y, terms):
        return (
            f"(apply null_ext with (fun k => / (INR k + {_at_first(y, terms)})); "
            "[intros k; cbv beta zeta; f_equal; rewrite ?plus_INR; cbn [INR]; ring|apply null_inverse])"
        )
    match y:
        case Multiply((a, b)):
            for left, right in ((_null_inverse, _bounded_inverse), (_bounded_inverse, _null_inverse)):
                try:
                    pair = f"[{left(a, terms)}|{right(b, terms)}]"
                except NotExportable:
                    continue
                theorem = "null_bounded" if left is _null_inverse else "bounded_null"
                return f"(apply null_inverse_product; apply {theorem}; {pair})"
        case Apply("fibonacci", (n,)) if (affine := terms.affine(n)) is not None and affine[0] == 1 and affine[1] >= 1:
            return (
                f"(apply null_ext with (fun k => / fibonacci (1 + {affine[1] - 1} + k)); "
                f"[intros k; cbv beta zeta; f_equal; f_equal; lia|apply null_inverse_fibonacci])"
            )
    decay = geometric_decay(replace(terms, term=Divide(ONE, y)))
    if decay is not None:
        return decay
    raise NotExportable(terms.formulas.rule, "a limit of this form")


def _bounded_inverse(y: Expression, terms: Placed) -> str:
    if terms.index not in free_symbols(y):
        return "apply bounded_const"
    return f"(apply null_is_bounded; {_null_inverse(y, terms)})"


def _is_affine(y: Expression, terms: Placed) -> bool:
    """Tell whether y is the index plus what does not hold it."""
    parts = y.terms if isinstance(y, Add) else (y,)
    return [p for p in parts if terms.index in free_symbols(p)] == [Symbol(terms.index)]


def _at_first(y: Expression, terms: Placed) -> str:
    return terms.formulas.real(substitute(y, {terms.index: number(terms.start)}))


def _harmonic_quotient(x: Expression, y: Expression, terms: Placed) -> str | None:
    """Return the tactic for a quotient of c*H(n) + d by the index plus a constant."""
    if not _is_affine(y, terms):
        return None
    shift, pieces, proofs = _at_first(y, terms), [], []
    for part in x.terms if isinstance(x, Add) else (x,):
        inner, coefficient = (part.operand, "(-1)") if isinstance(part, Negate) else (part, "1")
        match inner:
            case Apply("harmonic", (n,)) if (affine := terms.affine(n)) is not None and affine[0] == 1:
                pieces.append(f"{coefficient} * (harmonic 1 ({affine[1]} + k) * / (INR k + {shift}))")
                proofs.append("(apply bounded_null; [apply bounded_const|apply null_harmonic_moved; simpl INR; lra])")
            case _ if terms.index not in free_symbols(inner):
                pieces.append(f"{coefficient} * {terms.formulas.real(inner)} * / (INR k + {shift})")
                proofs.append("(apply bounded_null; [apply bounded_const|apply null_inverse])")
            case _:
                return None
    total = pieces[0] if len(pieces) == 1 else f"{' + '.join(pieces)}"
    proof = proofs[0]
    for other in proofs[1:]:
        proof = f"(apply null_plus; [{proof}|{other}])"
    same = "intros k; cbv beta zeta; generalize (pos_INR k); intros ?; rewrite ?plus_INR; cbn [INR]"
    return f"(apply null_ext with (fun k => {total}); [{same}; field; nonzero|{proof}])"


def _bounded(e: Expression, terms: Placed) -> str:
    """Return the tactic that proves that a form is bounded."""
    index, formulas = terms.index, terms.formulas
    if index not in free_symbols(e):
        return "apply bounded_const"
    match e:
        case Apply(("sin" | "cos") as name, _):
            return f"apply bounded_{name}"
        case Apply("chebyshevt", (_, x)) if formulas.within_one(x):
            return "(apply bounded_chebyshev_t; lra)"
        case Negate(x):
            return f"(apply bounded_opp; {_bounded(x, terms)})"
        case Add(parts):
            return _bounded_sum(list(parts), terms)
        case Multiply(factors):
            return _bounded_product([_bounded(f, terms) for f in factors])
        case Divide(x, y) if index not in free_symbols(y):
            return f"(apply bounded_div; {_bounded(x, terms)})"
        case Power(base, exponent) if index not in free_symbols(base) and formulas.within_one(base):
            del exponent
            return "(apply bounded_power; lra)"
        case Power(base, Integer()):
            return f"(apply bounded_pow; {_bounded(base, terms)})"
    return f"(apply null_is_bounded; {_null(e, terms)})"


def _bounded_sum(parts: list[Expression], terms: Placed) -> str:
    *first, last = parts
    if not first:
        return _bounded(last, terms)
    theorem, operand = ("bounded_minus", last.operand) if isinstance(last, Negate) else ("bounded_plus", last)
    return f"(apply {theorem}; [{_bounded_sum(first, terms)}|{_bounded(operand, terms)}])"
