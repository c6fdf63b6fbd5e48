"""Modules of extras that are not installed are left out of the doctests."""

from __future__ import annotations

import importlib.util

_NEEDED = {
    "tnsim/torch/*": "torch",
    "tnsim/torch/triton_kernel.py": "triton",
    "tests/torch/interpreted_triton.py": "torch",
    "campaigns/attention_bounds.py": "torch",
    "campaigns/fuzzing.py": "atheris",
}
collect_ignore_glob = [files for files, module in _NEEDED.items() if not importlib.util.find_spec(module)]

if importlib.util.find_spec("hypothesis"):
    from hypothesis import settings

    settings.register_profile("tnsim", deadline=None)  # no test depends on the clock
    settings.load_profile("tnsim")
