"""Expressions with whole and real parameters as terms of library/Parametric.v."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tnsim.export.coq.parametric import Form, Node, form_of, plus, scaled
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import (
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Sum,
    Symbol,
    contains_sum,
    free_symbols,
    substitute,
)
from tnsim.language.printing import to_text

__all__ = ["ONE", "Reader", "split_upper"]

ONE = Node("Rc", (1,))
_PI = Constant("pi")


@dataclass(slots=True)
class Reader:
    """Reads for a rule; `sums` are the finite sums seen so far, real variables from `len(reals)` on."""

    rule: str
    wholes: Mapping[str, int]
    reals: Mapping[str, int]
    sums: dict[Sum, int] = field(default_factory=dict)
    known: tuple[Node, ...] = ()
    """The x of the rising factorials (x)_n to write others by, in linear forms."""

    def refuse(self, expression: Expression) -> NotExportable:
        """Return the refusal of an expression."""
        return NotExportable(self.rule, f"no reflection of {to_text(expression)}")

    def with_index(self, name: str) -> Reader:
        """Return the reader of terms with one more whole variable."""
        return Reader(self.rule, {**self.wholes, name: len(self.wholes)}, self.reals)

    def whole(self, e: Expression) -> Node | None:
        """Return a printed natural number, None for what is not one by its form."""
        match e:
            case Integer(value) if value >= 0:
                return Node("Nc", (value,))
            case Symbol(name) if name in self.wholes:
                return Node("Nv", (self.wholes[name],))
            case Add(terms):
                positive = [self.whole(t) for t in terms if not _is_negative(t)]
                negative = [self.whole(_opposite(t)) for t in terms if _is_negative(t)]
                found = [p for p in positive if p is not None]
                less = [n for n in negative if n is not None]
                if not found or len(found) != len(positive) or len(less) != len(negative):
                    return None
                total = found[0]
                for part in found[1:]:
                    total = Node("Nadd", (total, part))
                for part in less:
                    total = Node("Nsub", (total, part))
                return total
            case Multiply((first, *others)) if fraction_of(first) is not None and others:
                c = fraction_of(first)
                inner = self.whole(others[0] if len(others) == 1 else Multiply(tuple(others)))
                if c is None or c.denominator != 1 or c < 0 or inner is None:
                    return None
                return Node("Nmul", (int(c), inner))
            case Apply("floor", (Divide(top, Integer(q)),)) if q > 0:
                inner = self.whole(top)
                return None if inner is None else Node("Ndiv", (inner, q))
        return None

    def form(self, e: Expression) -> Form | None:
        """Return a linear form in the whole variables with whole coefficients, None for anything else."""
        affine = self._affine(e)
        if affine is None or any(c.denominator != 1 for c in affine.values()):
            return None
        form: Form = (int(affine.get("", Fraction(0))),)
        for name, c in affine.items():
            if name and c:
                form = plus(form, (0, *(0 for _ in range(self.wholes[name])), int(c)))
        return form

    def _affine(self, e: Expression) -> dict[str, Fraction] | None:
        match e:
            case Integer(value):
                return {"": Fraction(value)}
            case Symbol(name) if name in self.wholes:
                return {name: Fraction(1)}
            case Negate(operand):
                inner = self._affine(operand)
                return None if inner is None else {n: -c for n, c in inner.items()}
            case Add(terms):
                total: dict[str, Fraction] = {}
                for term in terms:
                    part = self._affine(term)
                    if part is None:
                        return None
                    for n, c in part.items():
                        total[n] = total.get(n, Fraction(0)) + c
                return total
            case Multiply(factors):
                product: dict[str, Fraction] = {"": Fraction(1)}
                for factor in factors:
                    part = self._affine(factor)
                    if part is None:
                        return None
                    constant, other = (part, product) if set(part) <= {""} else (product, part)
                    if not set(constant) <= {""}:
                        return None
                    product = {n: c * constant.get("", Fraction(0)) for n, c in other.items()}
                return product
            case Divide(numerator, denominator):
                top, bottom = self._affine(numerator), fraction_of(denominator)
                return None if top is None or not bottom else {n: c / bottom for n, c in top.items()}
        return None

    def printed(self, e: Expression) -> Node | None:
        """Return a natural number as an argument that is printed."""
        found = self.whole(e)
        return None if found is None else Node("An", (found,))

    def read(self, e: Expression, linear: bool = False) -> Node:
        """Return the term, with printed whole numbers or, if `linear`, with linear forms; raises NotExportable."""
        match e:
            case Integer(value):
                return Node("Rc", (value,))
            case Negate(Integer(value)):
                return Node("Rc", (-value,))
            case Symbol(name) if name in self.wholes:
                form = self.form(e)
                return Node("Ri", (Node("Az", (form,)),)) if linear and form else Node("Ri", (self._printed(e),))
            case Symbol(name) if name in self.reals:
                return Node("Rx", (self.reals[name],))
            case Add(terms):
                total = self.read(terms[0], linear)
                for part in terms[1:]:
                    if isinstance(part, Negate):
                        total = Node("Rsub", (total, self.read(part.operand, linear)))
                    else:
                        total = Node("Radd", (total, self.read(part, linear)))
                return total
            case Negate(operand):
                return Node("Ropp", (self.read(operand, linear),))
            case Multiply(factors):
                product = self.read(factors[0], linear)
                for factor in factors[1:]:
                    product = Node("Rmul", (product, self.read(factor, linear)))
                return product
            case Divide(numerator, denominator):
                top, below = self.read(numerator, linear), denominator
                factors = denominator.factors if isinstance(denominator, Multiply) else (denominator,)
                for factor in factors if linear else ():
                    inverse = self._inverse_rising(factor)
                    if inverse is not None:
                        top, below = Node("Rmul", (top, inverse)), _without(below, factor)
                return top if below == Integer(1) else Node("Rdiv", (top, self.read(below, linear)))
            case Power(base, exponent):
                return self._power(base, exponent, linear)
            case Apply(name, arguments):
                found = self._linear_apply(name, arguments) if linear else self._apply(name, arguments)
                if found is not None:
                    return found
            case Sum() if not linear:
                self.sums.setdefault(e, len(self.reals) + len(self.sums))
                return Node("Rx", (self.sums[e],))
        raise self.refuse(e)

    def _printed(self, e: Expression) -> Node:
        found = self.printed(e)
        if found is None:
            raise self.refuse(e)
        return found

    def _power(self, base: Expression, exponent: Expression, linear: bool) -> Node:
        k = fraction_of(exponent)
        if k is not None and k.denominator == 1 and abs(k) <= 200:
            power = Node("Rpw", (self.read(base, linear), abs(int(k))))
            return power if k >= 0 else Node("Rdiv", (ONE, power))
        literal = fraction_of(base)
        if literal is None and (not free_symbols(base) <= set(self.reals) or contains_sum(base)):
            raise self.refuse(Power(base, exponent))
        below = self.read(base)
        if linear:
            form = self.form(exponent)
            if form is not None:
                return Node("Geom", (below, Node("Az", (form,))))
        else:
            printed = self.printed(exponent)
            if printed is not None:
                return Node("Geom", (below, printed))
            printed = self.printed(_opposite(exponent))
            if printed is not None:
                return Node("Rdiv", (ONE, Node("Geom", (below, printed))))
        raise self.refuse(Power(base, exponent))

    def _apply(self, name: str, arguments: tuple[Expression, ...]) -> Node | None:
        wholes = [self.whole(a) for a in arguments]
        match name, wholes:
            case "factorial", [Node() as e]:
                return Node("Fct", (e,))
            case "binomial", [Node() as u, Node() as l]:
                return Node("Bino", (u, l))
            case "binomial", [None, Node() as l]:
                return Node("Choo", (self.read(arguments[0]), l))
            case "RisingFactorial", [_, Node() as l]:
                return Node("Poch", (self.read(arguments[0]), Node("An", (l,))))
            case "harmonic", [Node() as e]:
                return Node("Harm", (Node("An", (e,)),))
            case "fibonacci", [Node() as e]:
                return Node("Fibo", (Node("An", (e,)),))
            case "cos", [_]:
                half = _quarter_turns(arguments[0])
                found = None if half is None else self.whole(half)
                return None if found is None else Node("Cosi", (found,))
        return None

    def _linear_apply(self, name: str, arguments: tuple[Expression, ...]) -> Node | None:
        forms = [self.form(a) for a in arguments]
        match name, forms:
            case "factorial", [tuple() as z]:
                return Node("Poch", (ONE, Node("Az", (z,))))
            case "gamma", [tuple() as z]:
                return Node("Poch", (ONE, Node("Az", (plus(z, (-1,)),))))
            case "binomial", [tuple() as u, tuple() as l]:
                return _binomial(ONE, u, l)
            case "binomial", [None, tuple() as l]:
                upper = split_upper(self.read(arguments[0], True))
                return None if upper is None else _binomial(Node("Radd", (upper[0], ONE)), upper[1], l)
            case "RisingFactorial", [_, tuple() as l]:
                y, shift = self._known_base(self.read(arguments[0]))
                rising = Node("Poch", (y, Node("Az", (plus(l, (shift,)),))))
                return Node("Rdiv" if shift > 0 else "Rmul", (rising, _consecutive(y, shift))) if shift else rising
            case "harmonic", [tuple() as z]:
                return Node("Harm", (Node("Az", (z,)),))
            case "fibonacci", [tuple() as z]:
                return Node("Fibo", (Node("Az", (z,)),))
        return None

    def _inverse_rising(self, e: Expression) -> Node | None:
        """Return the inverse of a rising factorial, where it has to be written by another."""
        match e:
            case Apply("RisingFactorial", (base, length)) if free_symbols(base) <= set(self.reals):
                form = self.form(length)
                y, shift = self._known_base(self.read(base))
                if form is not None and shift:
                    below = Node("Reci", (y, plus(form, (shift,))))
                    return Node("Rmul" if shift > 0 else "Rdiv", (below, _consecutive(y, shift)))
        return None

    def _known_base(self, y: Node) -> tuple[Node, int]:
        """Return a known x and the whole number d with y = x + d; y itself and 0 if there is none."""
        mine = split_upper(y)
        for x in self.known if mine is not None and y not in self.known else ():
            other = split_upper(x)
            if other is not None and mine is not None and other[0] == mine[0] and len(other[1]) == len(mine[1]) == 1:
                return x, mine[1][0] - other[1][0]
        return y, 0

    def sum_term(self, node: Sum, index: str) -> Node:
        """Return the term of a finite sum, its index as the last whole variable."""
        inner = self.with_index(index)
        term = inner.read(substitute(node.term, {node.index.name: Symbol(index)}))
        if inner.sums:
            raise NotExportable(self.rule, "a finite sum in the term of another")
        return term


def _binomial(y: Node, upper: Form, lower: Form) -> Node:
    difference = plus(upper, scaled(-1, lower))
    below = Node("Rmul", (Node("Reci", (y, difference)), Node("Reci", (ONE, lower))))
    return Node("Rmul", (Node("Poch", (y, Node("Az", (upper,)))), below))


def _consecutive(y: Node, shift: int) -> Node:
    """Return (y)_shift, or (y + shift)_(-shift) for a negative shift."""
    factors = [Node("Radd", (y, Node("Rc", (i,)))) for i in (range(shift) if shift > 0 else range(shift, 0))]
    product = factors[0]
    for factor in factors[1:]:
        product = Node("Rmul", (product, factor))
    return product


def _without(product: Expression, factor: Expression) -> Expression:
    if not isinstance(product, Multiply):
        return Integer(1)
    rest = list(product.factors)
    rest.remove(factor)
    return Multiply(tuple(rest)) if len(rest) > 1 else rest[0]


def split_upper(upper: Node) -> tuple[Node, Form] | None:
    """Return y and a linear form l with `upper = y + l`, y without whole variables; None without such a y."""
    rest: Node | None = None
    form: Form = (0,)
    for sign, part in _summands(upper, 1):
        linear = _linear(part)
        if linear is not None:
            form = plus(form, scaled(sign, linear))
        elif rest is None:
            rest = part if sign > 0 else Node("Ropp", (part,))
        else:
            rest = Node("Radd" if sign > 0 else "Rsub", (rest, part))
    return None if rest is None else (rest, form)


def _summands(node: Node, sign: int) -> list[tuple[int, Node]]:
    if node.head in ("Radd", "Rsub"):
        other = sign if node.head == "Radd" else -sign
        return [*_summands(node.node(0), sign), *_summands(node.node(1), other)]
    if node.head == "Ropp":
        return _summands(node.node(0), -sign)
    return [(sign, node)]


def _linear(node: Node) -> Form | None:
    match node.head, node.arguments:
        case "Rc", (int(c),):
            return (c,)
        case "Ri", (Node() as a,):
            return form_of(a)
        case "Rmul", (Node("Rc", (int(c),)), Node() as b):
            inner = _linear(b)
            return None if inner is None else scaled(c, inner)
    return None


def _is_negative(e: Expression) -> bool:
    return isinstance(e, Negate) or (isinstance(e, Integer) and e.value < 0)


def _opposite(e: Expression) -> Expression:
    if isinstance(e, Negate):
        return e.operand
    return Integer(-e.value) if isinstance(e, Integer) else Negate(e)


def _quarter_turns(e: Expression) -> Expression | None:
    """Return m for pi*m/2."""
    match e:
        case Divide(Multiply((first, *others)), Integer(2)) if first == _PI and others:
            return others[0] if len(others) == 1 else Multiply(tuple(others))
    return None
