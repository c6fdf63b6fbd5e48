"""Terms with parameters as library/Parametric.v reflects them, and the two texts of each: the formula and the tree.

A node bears the name of its constructor in Coq. Whole numbers are printed (`An`) or linear forms (`Az`): a tuple of
the constant and the coefficients of the whole variables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tnsim.export.coq.terms import whole_text

__all__ = ["Form", "Node", "form_of", "formula_of", "plus", "replaced", "scaled", "tree_of", "whole_formula"]

Form: TypeAlias = tuple[int, ...]
Argument: TypeAlias = "Node | Form | int"


@dataclass(frozen=True, slots=True)
class Node:
    """A constructor of library/Parametric.v with its arguments."""

    head: str
    arguments: tuple[Argument, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Return the arguments that are nodes."""
        return tuple(a for a in self.arguments if isinstance(a, Node))

    def node(self, place: int) -> Node:
        """Return an argument that is a node."""
        found = self.arguments[place]
        assert isinstance(found, Node)
        return found

    def number(self, place: int = 0) -> int:
        """Return an argument that is a number."""
        found = self.arguments[place]
        assert isinstance(found, int)
        return found

    def form(self, place: int = 0) -> Form:
        """Return an argument that is a linear form."""
        found = self.arguments[place]
        assert isinstance(found, tuple)
        return found


def tree_of(node: Node) -> str:
    """Return the tree, a Coq value of type `rt`, `arg` or `whole`."""
    return f"({node.head} {' '.join(_argument(node.head, a) for a in node.arguments)})"


def _argument(head: str, argument: Argument) -> str:
    if isinstance(argument, Node):
        return tree_of(argument)
    if isinstance(argument, tuple):
        return "[" + "; ".join(map(whole_text, argument)) + "]%Z"
    return whole_text(argument) if head == "Rc" else f"{argument}%nat"


def whole_formula(node: Node, names: Sequence[str]) -> str:
    """Return the natural number in Coq, with names for the whole variables."""
    match node.head, node.arguments:
        case "Nv", (int(i),):
            return names[i]
        case "Nc", (int(c),):
            return str(c)
        case "Nmul", (int(c), Node() as a):
            return f"({c} * {whole_formula(a, names)})"
        case "Ndiv", (Node() as a, int(q)):
            return f"({whole_formula(a, names)} / {q})"
        case ("Nadd" | "Nsub") as head, (Node() as a, Node() as b):
            return f"({whole_formula(a, names)} {'+' if head == 'Nadd' else '-'} {whole_formula(b, names)})"
    raise AssertionError(node)


_OPEN = {"Ri", "Rpw", "Fct", "Bino", "Geom", "Poch", "Choo", "Harm", "Fibo", "Cosi"}
_SIGNS = {"Radd": "+", "Rsub": "-", "Rmul": "*", "Rdiv": "/"}


def formula_of(node: Node, names: Sequence[str], reals: Callable[[int], str]) -> str:
    """Return the formula in Coq's real numbers; of a term whose whole numbers are all printed."""

    def whole(a: Node) -> str:
        return whole_formula(a, names)

    def real(a: Node) -> str:
        return formula_of(a, names, reals)

    def grouped(a: Node) -> str:
        return f"({real(a)})" if a.head in _OPEN else real(a)

    match node.head, node.arguments:
        case "Rc", (int(c),):
            return whole_text(c)
        case "Ri", (Node("An", (Node() as e,)),):
            return f"INR {whole(e)}"
        case "Rx", (int(i),):
            return reals(i)
        case ("Radd" | "Rsub" | "Rmul" | "Rdiv") as head, (Node() as a, Node() as b):
            return f"({real(a)} {_SIGNS[head]} {real(b)})"
        case "Ropp", (Node() as a,):
            return f"(- {real(a)})"
        case "Rpw", (Node() as a, int(k)):
            return f"{grouped(a)} ^ {k}"
        case "Fct", (Node() as e,):
            return f"INR (fact {whole(e)})"
        case "Bino", (Node() as u, Node() as l):
            return f"binomial {whole(u)} {whole(l)}"
        case "Geom", (Node() as a, Node("An", (Node() as e,))):
            return f"{grouped(a)} ^ {whole(e)}"
        case "Poch", (Node() as y, Node("An", (Node() as e,))):
            return f"rising {grouped(y)} {whole(e)}"
        case "Choo", (Node() as y, Node() as e):
            return f"choose {grouped(y)} {whole(e)}"
        case "Harm", (Node("An", (Node() as e,)),):
            return f"harmonic {whole(e)}"
        case "Fibo", (Node("An", (Node() as e,)),):
            return f"fibonacci {whole(e)}"
        case "Cosi", (Node() as e,):
            return f"cos (PI * INR {whole(e)} / 2)"
    raise AssertionError(node)


def form_of(node: Node) -> Form | None:
    """Return the linear form of a printed whole number, as `nlin` of library/Parametric.v does."""
    match node.head, node.arguments:
        case "Nv", (int(i),):
            return (0, *(0 for _ in range(i)), 1)
        case "Nc", (int(c),):
            return (c,)
        case "Nmul", (int(c), Node() as a):
            inner = form_of(a)
            return None if inner is None else scaled(c, inner)
        case "Ndiv", (Node() as a, int(q)):
            inner = form_of(a)
            if inner is None or any(c % q for c in inner[1:]):
                return None
            return tuple(c // q for c in inner)
        case ("Nadd" | "Nsub") as head, (Node() as a, Node() as b):
            left, right = form_of(a), form_of(b)
            if left is None or right is None:
                return None
            return plus(left, right if head == "Nadd" else scaled(-1, right))
        case "An", (Node() as e,):
            return form_of(e)
        case "Az", (tuple() as form,):
            return form
    return None


def plus(left: Form, right: Form) -> Form:
    """Return the sum of linear forms, without trailing zeros."""
    size = max(len(left), len(right))
    total = [(left[i] if i < len(left) else 0) + (right[i] if i < len(right) else 0) for i in range(size)]
    while len(total) > 1 and not total[-1]:
        total.pop()
    return tuple(total)


def scaled(by: int, form: Form) -> Form:
    """Return a multiple of a linear form."""
    return tuple(by * c for c in form)


def replaced(
    node: Node, wholes: Callable[[int], Node] | None = None, reals: Callable[[int], Node] | None = None
) -> Node:
    """Return the node with other whole variables, printed or in forms, and other real variables."""
    if node.head == "Nv" and wholes is not None:
        return wholes(node.number())
    if node.head == "Rx" and reals is not None:
        return reals(node.number())
    arguments: list[Argument] = []
    for argument in node.arguments:
        if isinstance(argument, Node):
            arguments.append(replaced(argument, wholes, reals))
        elif isinstance(argument, tuple) and wholes is not None:
            total: Form = (argument[0],) if argument else (0,)
            for i, c in enumerate(argument[1:]):
                part = form_of(wholes(i))
                assert part is not None
                total = plus(total, scaled(c, part))
            arguments.append(total)
        else:
            arguments.append(argument)
    return Node(node.head, tuple(arguments))
