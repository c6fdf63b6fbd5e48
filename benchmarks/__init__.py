"""Measurements against other systems and on corpora; `README.md` says how to run them."""
