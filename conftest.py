"""Modules of extras that are not installed are left out of the doctests."""

from __future__ import annotations

import importlib.util

collect_ignore_glob = [] if importlib.util.find_spec("torch") else ["tnsim/torch/*"]
