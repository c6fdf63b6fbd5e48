"""Loads what any claim may need, at once: for processes from which those are forked that do the work."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import tnsim.core.compensator
import tnsim.enclosure.series
import tnsim.prover
from tnsim.proof.checker import RULES, rule

__all__: list[str] = []

for _module in pkgutil.walk_packages(tnsim.prover.__path__, "tnsim.prover."):
    import_module(_module.name)
for _name in RULES:
    rule(_name)
