"""Draws the pictures of the documents again: `python docs/images/make.py`."""

from __future__ import annotations

from pathlib import Path

from tnsim import InfiniteSet
from tnsim.plots import compensation, convergence

HERE = Path(__file__).parent

InfiniteSet("1/n^2").plot(terms=30).save(HERE / "basel.svg")

cubes = InfiniteSet("1/n^3")
faster, _ = cubes.find_compensating_set(kind="accelerated")
convergence(cubes, -faster, terms=40, digits=40).save(HERE / "zeta3.svg")

harmonic = InfiniteSet.harmonic()
compensation(harmonic, -harmonic, terms=40).save(HERE / "compensation.svg")
