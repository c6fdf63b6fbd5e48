"""Coq for the tests, which are skipped where it is not installed, and scripts read back.

The reader of theorems shares nothing with the writer.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tnsim.export.coq.compilation import Checked, check_script
from tnsim.language.expression import (
    INFINITY,
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
)

Compile = Callable[[str], Checked]


@pytest.fixture(scope="session")
def compile_script(tmp_path_factory: pytest.TempPathFactory) -> Compile:
    """Return what checks a script, or skip."""
    if shutil.which("coqc") is None:
        pytest.skip("coqc is not installed")
    if not any(Path(root, "user-contrib", "Coquelicot").is_dir() for root in _roots()):
        pytest.skip("Coquelicot is not installed")
    return check_script


def _roots() -> list[str]:
    said = subprocess.run(["coqc", "-where"], capture_output=True, text=True, check=False).stdout.strip()
    return [said, "/usr/lib/ocaml/coq"]


@pytest.fixture
def claim_of() -> Callable[[str], Expression]:
    """Return what reads `sum - value` back from the theorem of a script."""
    return _claim_of


_TOKEN = re.compile(r"\s*(:=|=>|/\\|[A-Za-z_][\w.]*(?:%nat)?|\d+|[()+\-*/^=])")
_BINDER = r"\(\w+ : [^()]*(?:\([^()]*\)[^()]*)*\)"
_THEOREM = re.compile(rf"^Theorem claim((?: {_BINDER})*) : (.*)\.$", re.MULTILINE)
_UNARY = {"exp": "exp", "ln": "log", "sqrt": "sqrt", "atan": "atan", "asin": "asin", "cos": "cos", "sin": "sin",
          "digamma": "digamma", "cosh": "cosh", "sinh": "sinh", "fact": "factorial", "arcsinh": "asinh",
          "Gamma": "gamma", "atanh": "atanh"}  # fmt: skip
_BINARY = {"Binomial.C": "binomial", "rising": "RisingFactorial", "hurwitz": "zeta", "bessel_j": "besselj",
           "bessel_i": "besseli", "chebyshev_t": "chebyshevt", "polylog": "polylog"}  # fmt: skip
_CONSTANTS = {"PI": "pi", "euler_gamma": "EulerGamma", "catalan": "Catalan"}


def _claim_of(script: str) -> Expression:
    """Return `sum - value` for a script whose theorem is `is_series (fun ...) (value)`."""
    ((_, text),) = _THEOREM.findall(script)
    return _Reader(text).series()


@pytest.fixture
def hypotheses_of() -> Callable[[str], tuple[dict[str, str], list[tuple[Expression, str, Expression]]]]:
    """Return what reads the types of the parameters and the inequalities of the theorem of a script."""
    return _hypotheses_of


def _hypotheses_of(script: str) -> tuple[dict[str, str], list[tuple[Expression, str, Expression]]]:
    ((binders, _),) = _THEOREM.findall(script)
    types, inequalities = {}, []
    for binder in re.findall(_BINDER, binders):
        name, _, text = binder[1:-1].partition(" : ")
        if text in ("R", "nat"):
            types[name] = text
        else:
            left, relation, right = re.split(" (<=|<>|<) ", text)
            inequalities.append((_Reader(left).sum(), relation, _Reader(right).sum()))
    return types, inequalities


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = _TOKEN.findall(text)
        assert "".join(self.tokens) == re.sub(r"\s", "", text).replace("%nat", "") or "%nat" in text
        self.place = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.peek()
        assert not wanted or token in wanted, (token, wanted)
        self.place += 1
        return token

    def series(self) -> Expression:
        self.take("is_series")
        self.take("(")
        self.take("fun")
        index, start = self.take(), 0
        self.take("=>")
        if self.peek() == "let":
            bound = index
            self.take("let")
            index = self.take()
            for token in (":=", "("):
                self.take(token)
            start = int(self.take())
            for token in ("+", bound, ")"):
                self.take(token)
            self.take()  # %nat, split off as a word
            self.take("in")
        term = self.sum()
        self.take(")")
        value = self.sum()
        assert not self.peek()
        return Add((Sum(term, Symbol(index), Integer(start), INFINITY), Negate(value)))

    def sum(self) -> Expression:
        total = self.product()
        while self.peek() in ("+", "-"):
            sign, right = self.take(), self.product()
            total = Add((total, right if sign == "+" else Negate(right)))
        return total

    def product(self) -> Expression:
        total = self.signed()
        while self.peek() in ("*", "/"):
            sign, right = self.take(), self.signed()
            total = Multiply((total, right)) if sign == "*" else Divide(total, right)
        return total

    def signed(self) -> Expression:
        if self.peek() == "-":
            self.take()
            return Negate(self.signed())
        if self.peek() == "/":
            self.take()
            return Divide(Integer(1), self.signed())
        return self.power()

    def power(self) -> Expression:
        base = self.application()
        if self.peek() == "^":
            self.take()
            return Power(base, self.power())
        return base

    def application(self) -> Expression:
        token = self.peek()
        if token == "INR":
            self.take()
            return self.atom()
        if token in _UNARY:
            self.take()
            return Apply(_UNARY[token], (self.atom(),))
        if token in _BINARY:
            self.take()
            return Apply(_BINARY[token], (self.atom(), self.atom()))
        if token == "harmonic":
            self.take()
            order, n = self.atom(), self.atom()
            return Apply("harmonic", (n, order))
        if token == "Rpower":
            self.take()
            return Power(self.atom(), self.atom())
        return self.atom()

    def atom(self) -> Expression:
        token = self.take()
        if token == "(":
            inside = self.sum()
            self.take(")")
            return inside
        if token.isdigit():
            return Integer(int(token))
        if token in _CONSTANTS:
            return Constant(_CONSTANTS[token])
        assert re.fullmatch(r"[a-z]\w*", token), token
        return Symbol(token)
