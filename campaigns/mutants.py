"""Changes to a function's own conditions: one thing at a time, in a running process."""

from __future__ import annotations

import ast
import functools
import gc
import importlib.util
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

__all__ = ["Mutant", "apply", "code_places", "mutants_of"]

Place = tuple[str, int]
"""Where a function begins: its qualified name and its first line."""

_BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: the module, the node by its number in a walk, what is done to it, and the text it stands for."""

    module: str
    line: int
    number: int
    part: int
    change: str
    text: str

    @property
    def name(self) -> str:
        """The mutant's name, the same in every run on the same source."""
        return f"{self.module}:{self.line}:{self.number}.{self.part}:{self.change}"


def mutants_of(module: str) -> Iterator[Mutant]:
    """Yield the changes of a module: a refusal left out, a side condition left out, a comparison at its boundary."""
    source = _source(module)
    for number, node in enumerate(ast.walk(ast.parse(source))):
        for part, change in enumerate(_changes(node)):
            text = ast.get_source_segment(source, node) or ""
            yield Mutant(module, getattr(node, "lineno", 0), number, part, change, " ".join(text.split()))


def apply(mutant: Mutant) -> None:
    """Put the mutant in the place of the module's functions, and forget what was remembered."""
    tree = ast.parse(_source(mutant.module))
    _replace(tree, next(node for number, node in enumerate(ast.walk(tree)) if number == mutant.number), mutant.part)
    codes = dict(_codes(compile(ast.fix_missing_locations(tree), _path(mutant.module), "exec")))
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__module__ == mutant.module:
            code = codes.get(_place(thing.__code__))
            if code is not None and code.co_freevars == thing.__code__.co_freevars:
                thing.__code__ = code
        elif isinstance(thing, functools._lru_cache_wrapper) and str(thing.__module__).startswith("tnsim"):
            thing.cache_clear()


def code_places(mutant: Mutant) -> set[Place]:
    """Return the functions around the mutant's line; empty at the top of a module."""
    whole = compile(_source(mutant.module), _path(mutant.module), "exec")
    return {
        place
        for place, code in _codes(whole)
        if code is not whole and place[1] <= mutant.line <= max(line or 0 for *_, line in code.co_lines())
    }


def _changes(node: ast.AST) -> list[str]:
    match node:
        case ast.Raise(exc=ast.Call(func=ast.Name(id="Rejected"))):
            return ["not refused"]
        case ast.BoolOp(values=values):
            return ["left out"] * len(values)
        case ast.Compare(ops=[operator]) if type(operator) in _BOUNDARY:
            return ["boundary"]
        case ast.Compare(ops=[operator]) if type(operator) in _OPPOSITE:
            return ["opposite"]
        case ast.UnaryOp(op=ast.Not()):
            return ["not"]
    return []


def _changed(node: ast.AST, part: int) -> ast.AST:
    match node:
        case ast.BoolOp(op=operator, values=values):
            neutral = ast.Constant(isinstance(operator, ast.And))
            return ast.BoolOp(operator, [neutral, *values[:part], *values[part + 1 :]])
        case ast.Compare(left=left, ops=[operator], comparators=comparators):
            return ast.Compare(left, [(_BOUNDARY | _OPPOSITE)[type(operator)]()], comparators)
        case ast.UnaryOp(operand=operand):
            return operand
    return ast.Pass()


def _replace(tree: ast.AST, node: ast.AST, part: int) -> None:
    changed = ast.copy_location(_changed(node, part), node)
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, field, changed)
                return
            if isinstance(value, list) and any(item is node for item in value):
                value[next(place for place, item in enumerate(value) if item is node)] = changed
                return


def _codes(code: CodeType) -> Iterator[tuple[Place, CodeType]]:
    yield _place(code), code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _place(code: CodeType) -> Place:
    return code.co_qualname, code.co_firstlineno


@functools.lru_cache(maxsize=4)
def _source(module: str) -> str:
    return Path(_path(module)).read_text(encoding="utf-8")


def _path(module: str) -> str:
    loaded = sys.modules.get(module)
    if loaded is not None:
        return inspect.getsourcefile(loaded) or ""
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise ValueError(f"there is no module {module}")
    return found.origin
