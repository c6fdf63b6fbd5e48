"""Exact arithmetic: a difference ring, its elements, the way into it and out of it, and their growth."""
