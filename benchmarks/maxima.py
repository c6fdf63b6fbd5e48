"""Maxima as a contestant in proofs: claims in its language, and one process that is asked through a pipe."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import time

from benchmarks.measurement import processor_seconds
from tnsim.language.assumptions import Assumptions
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
    Product,
    Sum,
    Symbol,
)
from tnsim.language.printing import to_text

__all__ = ["CannotBeWrittenError", "Maxima", "to_maxima"]

_CONSTANTS = {
    "pi": "%pi", "E": "%e", "I": "%i", "oo": "inf", "EulerGamma": "%gamma", "Catalan": "%catalan",
    "GoldenRatio": "%phi",
}  # fmt: skip
_FUNCTIONS = {
    "Abs": "abs", "acos": "acos", "acosh": "acosh", "acot": "acot", "asin": "asin", "asinh": "asinh", "atan": "atan",
    "atanh": "atanh", "besseli": "bessel_i", "besselj": "bessel_j", "besselk": "bessel_k", "bessely": "bessel_y",
    "beta": "beta", "binomial": "binomial", "ceiling": "ceiling", "cos": "cos", "cosh": "cosh", "cot": "cot",
    "coth": "coth", "csc": "csc", "elliptic_e": "elliptic_ec", "elliptic_k": "elliptic_kc", "erf": "erf",
    "erfc": "erfc", "euler": "euler", "exp": "exp", "factorial": "factorial",
    "fibonacci": "fib", "floor": "floor", "gamma": "gamma", "log": "log", "loggamma": "log_gamma",
    "sec": "sec", "sin": "sin", "sinh": "sinh", "sqrt": "sqrt", "tan": "tan", "tanh": "tanh",
}  # fmt: skip
_END = "end of the answer"
_DECIDE = (
    "decide(claim):=block([s,d],s:errcatch(simplify_sum(claim)),"
    'if s=[] then return("failed"),s:first(s),'
    'if not freeof(nounify(sum),s) or not freeof(nounify(product),s) then return("open"),'
    'if not freeof(inf,s) or not freeof(minf,s) or not freeof(infinity,s) then return("divergent"),'
    'if not freeof(und,s) or not freeof(ind,s) then return("divergent"),'
    "d:errcatch(fullratsimp(radcan(minfactorial(makefact(s))))),"
    'if d=[] then return("open"),d:first(d),if d=0 then return("zero"),'
    "d:errcatch(is(equal(radcan(trigsimp(d)),0))),"
    'if d=[true] then "zero" elseif d=[false] then "nonzero" else "open")$'
)


class CannotBeWrittenError(Exception):
    """The claim holds a function that Maxima has no name for."""


class Maxima:
    """A running Maxima, started again after an answer that took too long."""

    def __init__(self) -> None:
        self._process = self._started()

    @staticmethod
    def is_installed() -> bool:
        """Tell whether the program is on the path."""
        return shutil.which("maxima") is not None

    @staticmethod
    def version() -> str:
        """Return the version, such as 5.46.0."""
        said = subprocess.run(["maxima", "--version"], capture_output=True, text=True, check=True).stdout
        return said.split()[-1]

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def decide(self, expression: Expression, assumptions: Assumptions, limit: float) -> tuple[str, float]:
        """Return `zero`, `nonzero`, `divergent` or `open` for an expression, and the seconds it took."""
        facts = [f"declare({name},integer)" for name in sorted(assumptions.integers)]
        for inequality in assumptions.inequalities:
            left, right = to_maxima(inequality.left), to_maxima(inequality.right)
            relation = "#" if inequality.relation == "!=" else inequality.relation
            facts.append(f"assume(notequal({left},{right}))" if relation == "#" else f"assume({left}{relation}{right})")
        command = ",".join([*facts, f"print(decide({to_maxima(expression)}))"])
        began = time.monotonic()
        answer = self._answer(f"({command})$", limit)
        seconds = time.monotonic() - began
        self._answer("(kill(all),reset())$", limit)
        self._answer(f"(load(simplify_sum))$\n{_DECIDE}", 60)
        if "divergent" in answer:
            return "divergent", seconds
        words = set(re.findall(r"\w+", answer))
        return next((word for word in ("zero", "nonzero") if word in words), "open"), seconds

    def recurrence(self, term: Expression, index: str, parameter: str, limit: float) -> tuple[int | None, str, float]:
        """Return the order that `Zeilberger` finds for a summand, `None` if it finds none; a remark; the seconds."""
        self._answer("(load(zeilberger))$", 60)
        began, used = time.monotonic(), processor_seconds(self._process.pid)
        call = f"errcatch(Zeilberger({to_maxima(term)},{index},{parameter}))"
        answer = self._answer(
            f"print(block([r:{call}],if r=[] or r=[[]] then none else second(first(first(r)))))$", limit
        )
        over = time.monotonic() - began >= limit
        seconds = limit if over else processor_seconds(self._process.pid) - used
        found = re.search(r"\[(.*)\]", answer, re.DOTALL)
        if found is None:
            return None, f"over {limit:g} s" if over else "none", seconds
        return _entries(found.group(1)) - 1, "not looked at", seconds

    def _answer(self, command: str, limit: float) -> str:
        """Return what is printed; nothing, and a fresh process, if it takes too long (or a question is asked)."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f'{command}\nprint("{_END}")$\n'.encode())
        self._process.stdin.flush()
        until, text = time.monotonic() + limit, b""
        while _END.encode() not in text:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, until - time.monotonic()))
            more = os.read(self._process.stdout.fileno(), 65536) if ready else b""
            if not more:
                self.close()
                self._process = self._started()
                return ""
            text += more
        return text.decode(errors="replace")

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            ["maxima", "--very-quiet"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._process = process
        self._answer(f"load(simplify_sum)$\n{_DECIDE}", 60)
        return process


def _entries(text: str) -> int:
    """Return how many entries a list has that is printed without its brackets."""
    depth, commas = 0, 0
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        commas += sign == "," and depth == 0
    return commas + 1


def to_maxima(expression: Expression) -> str:
    """Return the expression in Maxima's language; raises CannotBeWrittenError.

    >>> from tnsim.language.parser import parse
    >>> to_maxima(parse("sum(zeta(2)/n^2, n=1..oo) - pi"))
    "(('sum((zeta(2)/(n^2)),n,1,inf))+(-(%pi)))"
    """
    match expression:
        case Integer(value):
            return str(value)
        case Symbol(name):
            return name
        case Constant(name):
            return _CONSTANTS[name]
        case Add(terms):
            return f"({'+'.join(f'({to_maxima(t)})' if isinstance(t, Sum) else to_maxima(t) for t in terms)})"
        case Negate(operand):
            return f"(-({to_maxima(operand)}))"
        case Multiply(factors):
            return f"({'*'.join(to_maxima(f) for f in factors)})"
        case Divide(numerator, denominator):
            return f"({to_maxima(numerator)}/{to_maxima(denominator)})"
        case Power(base, exponent):
            return f"({to_maxima(base)}^{to_maxima(exponent)})"
        case Sum(term, index, lower, upper):
            return f"'sum({to_maxima(term)},{index.name},{to_maxima(lower)},{to_maxima(upper)})"
        case Product(term, index, lower, upper):
            return f"'product({to_maxima(term)},{index.name},{to_maxima(lower)},{to_maxima(upper)})"
        case Apply(function, arguments):
            return _function(function, [to_maxima(a) for a in arguments])
    raise CannotBeWrittenError(to_text(expression))


def _function(name: str, arguments: list[str]) -> str:
    match name, arguments:
        case "zeta", [s]:
            return f"zeta({s})"
        case "digamma", [x]:
            return f"psi[0]({x})"
        case "polygamma", [k, x]:
            return f"psi[{k}]({x})"
        case "polylog", [k, x]:
            return f"li[{k}]({x})"
        case "RisingFactorial", [x, n]:
            return f"(gamma({x}+{n})/gamma({x}))"
    if name not in _FUNCTIONS:
        raise CannotBeWrittenError(name)
    return f"{_FUNCTIONS[name]}({','.join(arguments)})"
