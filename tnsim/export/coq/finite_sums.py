"""Finite sums with a whole parameter in Coq: what library/Recurrence.v needs to add up terms that telescope."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tnsim.errors import TnsimError
from tnsim.export.coq.parameters import RESERVED, Parameters, parameters_of
from tnsim.export.coq.parametric import (
    Form,
    Node,
    form_of,
    formula_of,
    plus,
    replaced,
    scaled,
    tree_of,
    whole_formula,
)
from tnsim.export.coq.parametric_reading import ONE, Reader
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.tables import rising_bases, table_of
from tnsim.language.expression import ZERO, Add, Expression, Negate, Sum, free_symbols
from tnsim.proof.certificate import Certificate, Statement, Step, read_expression

__all__ = ["Claims", "Equation", "FiniteSum", "Group", "expression_of", "finite_nodes", "outermost"]


@dataclass(frozen=True, slots=True)
class FiniteSum:
    """A sum over an index, the last whole variable of its term."""

    term: Node
    low: Node
    high: Node
    index: str

    def at(self, place: int, value: Node) -> FiniteSum:
        """Return the sum with a value of a whole parameter."""
        put = _put(place, value)
        low, high = replaced(self.low, put), replaced(self.high, put)
        return FiniteSum(replaced(self.term, put), low, high, self.index)


@dataclass(frozen=True, slots=True)
class Equation:
    """`tree = 0` with finite sums as the real variables behind the parameters."""

    tree: Node
    sums: tuple[FiniteSum, ...]

    def at(self, place: int, value: Node) -> Equation:
        """Return the equation with a value of a whole parameter."""
        return Equation(replaced(self.tree, _put(place, value)), tuple(s.at(place, value) for s in self.sums))


@dataclass(frozen=True, slots=True)
class Group:
    """Sums, by their places, with an antidifference of their combined terms for lowest <= k < past."""

    members: tuple[int, ...]
    antidifference: Node
    lowest: int
    past: Node


@dataclass(slots=True)
class Claims:
    """The script of a claim about a natural number and real parameters."""

    certificate: Certificate
    wholes: tuple[str, ...]
    reals: tuple[str, ...]
    blocks: list[str] = field(default_factory=list)
    known: dict[Node, None] = field(default_factory=dict)
    """The x of the rising factorials (x)_n in the claim."""

    def parameters(self, number: int) -> Parameters:
        """Return the parameters of a step's conclusion."""
        step = self.certificate.steps[number]
        return parameters_of(step.conclusion.assumptions, self.wholes, self.reals, step.rule)

    def reader(self, rule: str, *indices: str) -> Reader:
        """Return the reader of terms in the parameters, and in indices."""
        wholes = {name: i for i, name in enumerate((*self.wholes, *indices))}
        return Reader(rule, wholes, {name: i for i, name in enumerate(self.reals)})

    def equation(self, expression: Expression, rule: str) -> Equation:
        """Return the equation `expression = 0`; raises NotExportable."""
        reader = self.reader(rule)
        tree = reader.read(expression)
        equation = Equation(tree, tuple(self._finite(node, rule) for node in reader.sums))
        for node in (tree, *(s.term for s in equation.sums)):
            self.known.update(dict.fromkeys(rising_bases(node)))
        return equation

    def _finite(self, node: Sum, rule: str) -> FiniteSum:
        reader = self.reader(rule)
        low, high = reader.whole(node.lower), reader.whole(node.upper)
        if low is None or high is None or not free_symbols(node.upper):
            raise NotExportable(rule, "a finite sum between bounds that are not natural numbers by their form")
        name = node.index.name
        taken = {*self.wholes, *self.reals}
        index = name if re.fullmatch("[a-z][a-z0-9]*", name) and name not in RESERVED | taken else "k_"
        return FiniteSum(reader.sum_term(node, index), low, high, index)

    def formula(self, equation: Equation, names: Sequence[str], tree: Node | None = None) -> str:
        """Return the text of an equation's left side, or of a part of it."""
        size = len(self.reals)

        def real(i: int) -> str:
            return self.reals[i] if i < size else f"({self.sum_text(equation.sums[i - size], names)})"

        return formula_of(equation.tree if tree is None else tree, names, real)

    def sum_text(self, node: FiniteSum, names: Sequence[str]) -> str:
        """Return the sum as Coquelicot writes it."""
        term = formula_of(node.term, [*names, node.index], lambda i: self.reals[i])
        low, high = whole_formula(node.low, names), whole_formula(node.high, names)
        return f"sum_n_m (fun {node.index} => {term}) {_nat(low)} {_nat(high)}"

    def telescoped(
        self, number: str, equation: Equation, groups: Sequence[Group], rule: str, parameters: Parameters
    ) -> str:
        """Add a lemma of the equation by antidifferences; return its name."""
        size, last = len(self.reals), len(self.wholes)
        order = [j for group in groups for j in group.members]
        if sorted(order) != list(range(len(equation.sums))):
            raise NotExportable(rule, "sums without a group")
        places = {size + j: size + place for place, j in enumerate(order)}
        tree = replaced(equation.tree, None, lambda i: Node("Rx", (places.get(i, i),)))
        sums = [equation.sums[j] for j in order]
        variables = "; ".join(parameters.names)
        texts = [self.sum_text(s, parameters.names) for s in sums]
        values = "[" + "; ".join([*self.reals, *texts]) + "]"
        total, place = size + len(sums), size
        definitions, written, cases, seen = [], [], [], [tree]
        for g, group in enumerate(groups):
            parts, inner = [], []
            for _ in group.members:
                part = sums[place - size]
                coefficient = _coefficient(tree, place)
                if coefficient is None:
                    raise NotExportable(rule, "an equation that is not linear in its sums")
                before, after = _outside(part, group, rule)
                inner.append(Node("Rmul", (coefficient, part.term)))
                seen += [coefficient, *(replaced(part.term, _put(last, w)) for w in (*before, *after))]
                parts.append(
                    f"Part {tree_of(coefficient)} {tree_of(part.term)} {tree_of(part.low)} {tree_of(part.high)} "
                    f"[{'; '.join(map(tree_of, before))}] [{'; '.join(map(tree_of, after))}]"
                )
                place += 1
            first, anti = Node("Nc", (group.lowest,)), group.antidifference
            following = replaced(anti, _put(last, Node("Nadd", (Node("Nv", (last,)), Node("Nc", (1,))))))
            seen += [replaced(anti, _put(last, first)), replaced(anti, _put(last, group.past))]
            definitions.append(
                f"Definition group_{number}_{g} : group := Group [{'; '.join(parts)}] {tree_of(anti)} {tree_of(first)} "
                f"{tree_of(group.past)}."
            )
            case = f"unfold group_{number}_{g}. group_shape. cbv [from past nden nth]. intros k_ K_."
            if group.past == first:
                cases.append(f"{case} exfalso. lia.")
            else:
                definitions += [
                    f"Definition table_{number}_{g} : table := {table_of([*inner, anti, following], rule)}.",
                    f"Definition known_{number}_{g} := Eval vm_compute in "
                    f"conditions {last + 1} {total} table_{number}_{g} (difference {last} group_{number}_{g}).",
                ]
                data = f"{last + 1} {total} table_{number}_{g}"
                goal = f"(difference {last} group_{number}_{g})"
                cases.append(
                    f"{case}\n    refine (vanishing_ok {data} [{variables}; k_] {values} eq_refl eq_refl "
                    f"known_{number}_{g} {goal}\n      "
                    f"(@eq_refl bool true <: vanishing {data} known_{number}_{g} {goal} = true) _).\n"
                    f"    unfold known_{number}_{g}. all_conditions."
                )
            written.append(f"group_{number}_{g}")
        listed = f"[{'; '.join(written)}]"
        ends = f"(Rsub tree_{number} (total (boundaries {last} {size} {listed})))"
        data = f"{last} {total} table_{number}"
        name = f"sums_{number}"
        statement = self.formula(equation, parameters.names)
        pattern = "[E|" * len(groups) + "[]" + "]" * len(groups)
        lines = [
            *definitions,
            f"Definition tree_{number} : rt := {tree_of(tree)}.",
            f"Definition table_{number} : table := {table_of(seen, rule, [first for _, first in parameters.wholes])}.",
            f"Definition known_{number} := Eval vm_compute in conditions {data} {ends}.",
            f"Lemma {name} : {parameters.binders()}{statement} = 0.",
            "Proof.",
            f"  {parameters.intros()}",
            f"  refine (telescoped [{variables}] {values} {size} {listed} tree_{number} _ _).",
            f"  {{ intros g j {pattern}; injection E as <- <-.",
            *(f"  + {case}" for case in cases),
            "  }",
            f"  refine (vanishing_ok {data} [{variables}] {values} eq_refl eq_refl known_{number} {ends} "
            f"(@eq_refl bool true <: vanishing {data} known_{number} {ends} = true) _).",
            f"  unfold known_{number}. all_conditions.",
            "Qed.",
        ]
        self.blocks.append("\n".join(lines))
        return name

    def function(self, number: int, equation: Equation) -> str:
        """Add the left side as a function of all parameters; return its name."""
        name = f"left_{number}"
        arguments = f"({' '.join(self.wholes)} : nat)" + (f" ({' '.join(self.reals)} : R)" if self.reals else "")
        self.blocks.append(f"Definition {name} {arguments} : R :=\n  {self.formula(equation, self.wholes)}.")
        return name

    def groups(self, step: Step, sums: Sequence[FiniteSum]) -> list[Group]:
        """Return the groups of a step's witness; raises NotExportable."""
        members, lowest, highest, antidifferences = (
            tuple(map(str, found)) if isinstance(found := step.witness.get(name), tuple) else ()
            for name in ("groups", "lowest", "highest", "antidifferences")
        )
        if len(members) != len(sums):
            raise NotExportable(step.rule, "sums that occur more than once")
        groups = []
        for g, (low, high, text) in enumerate(zip(lowest, highest, antidifferences, strict=True)):
            chosen = tuple(j for j, member in enumerate(members) if int(member) == g)
            groups.append(self.group(chosen, int(low), high, text, step))
        return groups

    def group(self, chosen: tuple[int, ...], low: int, high: str, text: str, step: Step) -> Group:
        """Return one group, whose antidifference is a text in the index of its first sum."""
        index = finite_nodes(step.conclusion)[chosen[0]].index.name
        reader = self.reader(step.rule, index)
        reader.known = tuple(self.known)
        form = self.reader(step.rule).form(expression_of(high, step.rule))
        if form is None:
            raise NotExportable(step.rule, "a range that is not linear in the parameter")
        return Group(
            chosen, reader.read(expression_of(text, step.rule), True), low, _natural(plus(form, (1,)), step.rule)
        )


def finite_nodes(statement: Statement) -> list[Sum]:
    """Return the outermost finite sums of an equation with a symbolic bound, each once."""
    right = [] if statement.right is None or statement.right == ZERO else [Negate(statement.right)]
    return list(dict.fromkeys(outermost(Add((statement.left, *right, ZERO)))))


def outermost(expression: Expression) -> Iterator[Sum]:
    """Yield the outermost finite sums with a symbolic bound, as the checker numbers them."""
    if isinstance(expression, Sum):
        if free_symbols(expression.upper):
            yield expression
        return
    for child in expression.children:
        yield from outermost(child)


def _put(i: int, value: Node) -> Callable[[int], Node]:
    return lambda j: value if j == i else Node("Nv", (j,))


def _natural(form: Form, rule: str) -> Node:
    """Return a natural number with a linear form; raises NotExportable if that would need a subtraction."""
    if any(c < 0 for c in form):
        raise NotExportable(rule, "a range that ends before a multiple of the parameter")
    total: Node | None = None
    for i, c in enumerate(form[1:]):
        if c:
            part = Node("Nv", (i,)) if c == 1 else Node("Nmul", (c, Node("Nv", (i,))))
            total = part if total is None else Node("Nadd", (total, part))
    if total is None:
        return Node("Nc", (form[0],))
    return Node("Nadd", (total, Node("Nc", (form[0],)))) if form[0] else total


def _outside(part: FiniteSum, group: Group, rule: str) -> tuple[list[Node], list[Node]]:
    low, high, past = form_of(part.low), form_of(part.high), form_of(group.past)
    if low is None or high is None or past is None:
        raise NotExportable(rule, "bounds that are not linear in the parameter")
    missing, more = plus(low, (-group.lowest,)), plus(high, scaled(-1, past))
    if any(missing[1:]) or any(more[1:]) or missing[0] > 0 or more[0] < -1:
        raise NotExportable(rule, "a sum that is shorter than the range of its group")
    after = [group.past if i == 0 else Node("Nadd", (group.past, Node("Nc", (i,)))) for i in range(more[0] + 1)]
    return [Node("Nc", (n,)) for n in range(low[0], group.lowest)], after


def _coefficient(tree: Node, place: int) -> Node | None:
    """Return the factor of a real variable in a term that is linear in it."""
    match tree.head, tree.arguments:
        case "Rx", (int(i),):
            return ONE if i == place else None
        case "Ropp", (Node() as a,):
            inner = _coefficient(a, place)
            return None if inner is None else Node("Ropp", (inner,))
        case ("Radd" | "Rsub") as head, (Node() as a, Node() as b):
            left, right = _coefficient(a, place), _coefficient(b, place)
            if right is not None and head == "Rsub":
                right = Node("Ropp", (right,))
            if left is None or right is None:
                return left or right
            return Node("Radd", (left, right))
        case "Rmul", (Node() as a, Node() as b):
            left, right = _coefficient(a, place), _coefficient(b, place)
            if left is not None:
                return Node("Rmul", (left, b))
            return None if right is None else Node("Rmul", (a, right))
        case "Rdiv", (Node() as a, Node() as b):
            left = _coefficient(a, place)
            return None if left is None else Node("Rdiv", (left, b))
    return None


def _nat(text: str) -> str:
    return f"{text}%nat" if text.isdigit() or text.startswith("(") else text


def expression_of(text: str, rule: str) -> Expression:
    """Return the expression in a witness; raises NotExportable for a text that is none."""
    try:
        return read_expression(text)
    except TnsimError as error:
        raise NotExportable(rule, str(error)) from None
