"""What a block is: a term whose sum is an instance of a lemma."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.ring.tower import Element

__all__ = ["Block"]


@dataclass(frozen=True, slots=True)
class Block:
    """A term whose sum from `first` is an instance of a lemma."""

    term: Element
    lemma: str
    parameters: dict[str, Element]
    first: int
