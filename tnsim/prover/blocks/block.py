"""What a building block is: a term whose sum is an instance of a lemma."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tnsim.language.expression import Expression
from tnsim.ring.tower import Element

__all__ = ["Block"]


@dataclass(frozen=True, slots=True)
class Block:
    """A term whose sum from `first` is an instance of a lemma."""

    term: Element
    lemma: str
    parameters: Mapping[str, Element | Expression]
    first: int
