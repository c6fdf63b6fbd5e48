"""What a question spends and asks for when it is not told."""

from __future__ import annotations

__all__ = ["DIGITS", "SECONDS"]

SECONDS = 20.0
DIGITS = 15
