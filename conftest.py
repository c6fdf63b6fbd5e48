"""Modules of extras that are not installed are left out of the doctests."""

from __future__ import annotations

import importlib.util

collect_ignore_glob = [] if importlib.util.find_spec("torch") else ["tnsim/torch/*"]

if importlib.util.find_spec("hypothesis"):
    from hypothesis import settings

    settings.register_profile("tnsim", deadline=None)  # no test depends on the clock
    settings.load_profile("tnsim")
