"""The independent values over which library/ParametricForms.v writes a term: chosen here, and checked there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from flint import fmpz

from tnsim.export.coq.parametric import Form, Node, form_of, plus, scaled, tree_of
from tnsim.export.coq.parametric_reading import ONE, split_upper
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import whole_text

__all__ = ["rising_bases", "table_of"]

_LARGEST_BASE = 10**12


@dataclass(slots=True)
class _Values:
    """The values seen; `rising` and `reciprocal` hold the constants of the forms by the class of their differences."""

    rule: str
    rising: dict[tuple[Node, Form], set[int]] = field(default_factory=dict)
    reciprocal: dict[tuple[Node, Form], set[int]] = field(default_factory=dict)
    harmonic: dict[Form, set[int]] = field(default_factory=dict)
    fibonacci: dict[Form, set[int]] = field(default_factory=dict)
    powers: dict[tuple[Node, int], None] = field(default_factory=dict)
    rules: dict[Node, list[tuple[Node, int]]] = field(default_factory=dict)
    splits: dict[Node, tuple[Node, Form]] = field(default_factory=dict)

    def form(self, node: Node) -> Form:
        found = form_of(node)
        if found is None:
            raise NotExportable(self.rule, "a whole number that is not linear in the parameters")
        return found

    def pochhammer(self, y: Node, form: Form, inverse: bool) -> None:
        if any(form[1:]):
            kind = self.reciprocal if inverse else self.rising
            kind.setdefault((y, form[1:]), set()).add(form[0])

    def power(self, base: Node, form: Form) -> None:
        parts = _factors(base, self.rule)
        if parts != [(base, 1)]:
            self.rules[base] = parts
        for part, _ in parts:
            for i, c in enumerate(form[1:]):
                if c:
                    self.powers[part, i] = None

    def see(self, node: Node, inverse: bool) -> None:
        """Note the values in a term, or in its inverse, as `norm` meets them."""
        match node.head, node.arguments:
            case (("Rmul" | "Rdiv"), (Node() as a, Node() as b)):
                self.see(a, inverse)
                self.see(b, inverse ^ (node.head == "Rdiv"))
            case (("Ropp" | "Rpw"), (Node() as a, *_)):
                self.see(a, inverse)
            case (("Radd" | "Rsub"), (Node() as a, Node() as b)):
                self.see(a, False)
                self.see(b, False)
            case "Fct", (Node() as e,):
                self.pochhammer(ONE, self.form(e), inverse)
            case "Bino", (Node() as u, Node() as l):
                upper, lower = self.form(u), self.form(l)
                self.pochhammer(ONE, upper, inverse)
                self.pochhammer(ONE, lower, not inverse)
                self.pochhammer(ONE, plus(upper, scaled(-1, lower)), not inverse)
            case "Choo", (Node() as y, Node() as l):
                found = split_upper(y)
                if found is None:
                    raise NotExportable(self.rule, "a binomial coefficient whose upper index is not linear")
                self.splits[y] = found
                shifted, lower = Node("Radd", (found[0], ONE)), self.form(l)
                self.pochhammer(shifted, found[1], inverse)
                self.pochhammer(shifted, plus(found[1], scaled(-1, lower)), not inverse)
                self.pochhammer(ONE, lower, not inverse)
            case "Poch", (Node() as y, Node() as a):
                self.pochhammer(y, self.form(a), inverse)
            case "Reci", (Node() as y, tuple() as form):
                self.pochhammer(y, form, not inverse)
            case "Geom", (Node() as b, Node() as a):
                self.power(b, self.form(a))
            case "Harm", (Node() as a,):
                form = self.form(a)
                self.harmonic.setdefault(form[1:], set()).add(form[0])
            case "Fibo", (Node() as a,):
                form = self.form(a)
                self.fibonacci.setdefault(form[1:], set()).add(form[0])
            case "Cosi", (Node() as e,):
                self.power(Node("Rc", (-1,)), tuple(c // 2 for c in self.form(e)))

    def negative(self, firsts: Sequence[int | None]) -> Iterator[str]:
        """Yield the forms that are negative for all values of the variables, where 1/n! is 0."""
        for (y, slopes), constants in self.reciprocal.items():
            if y == ONE and len(slopes) <= len(firsts) and all(c <= 0 for c in slopes):
                most = sum(c * (first or 0) for c, first in zip(slopes, firsts, strict=False))
                below = [c for c in constants if c + most < 0]
                if below:
                    yield f"BNeg {_form((max(below), *slopes))}"

    def bases(self) -> Iterator[str]:
        """Yield what is independent, as Coq writes it."""
        for (y, slopes), constants in self.rising.items():
            yield f"BPoch {tree_of(y)} {_form((min(constants), *slopes))}"
        for (y, slopes), constants in self.reciprocal.items():
            if (y, slopes) not in self.rising:
                yield f"BRec {tree_of(y)} {_form((max(constants), *slopes))}"
        for base, i in self.powers:
            yield f"BPow {tree_of(base)} {i}"
        for slopes, constants in self.harmonic.items():
            if any(slopes):
                yield f"BHarm {_form((min(constants), *slopes))}"
        for slopes, constants in self.fibonacci.items():
            if any(slopes):
                form = _form((min(constants), *slopes))
                yield from (f"BFib {form}", f"BNext {form}")


def rising_bases(node: Node) -> Iterator[Node]:
    """Yield the x of the rising factorials (x)_n in a term, and of those in its binomial coefficients."""
    if node.head == "Poch":
        yield node.node(0)
    if node.head == "Choo":
        found = split_upper(node.node(0))
        if found is not None:
            yield Node("Radd", (found[0], ONE))
    for child in node.nodes:
        yield from rising_bases(child)


def table_of(nodes: list[Node], rule: str, firsts: Sequence[int | None] = ()) -> str:
    """Return the table for the terms, a Coq value; raises NotExportable for what the library cannot reflect.

    `firsts` are the least values of all whole variables, where nothing else is known of them.
    """
    values = _Values(rule)
    for node in nodes:
        values.see(node, False)
    powers = [
        f"({tree_of(b)}, [{'; '.join(f'({tree_of(p)}, {whole_text(e)}%Z)' for p, e in parts)}])"
        for b, parts in values.rules.items()
    ]
    splits = [f"({tree_of(y)}, ({tree_of(z)}, {_form(form)}))" for y, (z, form) in values.splits.items()]
    bases = "; ".join([*values.negative(firsts), *values.bases()])
    return f"(Table [{bases}] [{'; '.join(powers)}] [{'; '.join(splits)}])"


def _form(form: Form) -> str:
    return "[" + "; ".join(map(whole_text, form)) + "]%Z"


def _factors(base: Node, rule: str) -> list[tuple[Node, int]]:
    """Return -1, primes and symbols with exponents."""
    match base.head, base.arguments:
        case "Rc", (int(c),):
            value = Fraction(c)
        case "Rdiv", (Node("Rc", (int(p),)), Node("Rc", (int(q),))) if q:
            value = Fraction(p, q)
        case _:
            return [(base, 1)]
    if not value or max(abs(value.numerator), value.denominator) > _LARGEST_BASE:
        raise NotExportable(rule, "a power of 0 or of a large number")
    parts = [(Node("Rc", (-1,)), 1)] if value < 0 else []
    for number, sign in ((abs(value.numerator), 1), (value.denominator, -1)):
        if number > 1:
            parts += [(Node("Rc", (int(p),)), sign * int(e)) for p, e in fmpz(number).factor()]
    return parts
