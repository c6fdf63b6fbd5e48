"""Algorithms over the ring that strategies share: linear algebra, shifts, rational solutions of recurrences."""
