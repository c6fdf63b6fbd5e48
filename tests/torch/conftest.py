"""One thread: threads that wait for each other on a busy machine are slower than one that does not wait."""

from __future__ import annotations

import importlib.util

if importlib.util.find_spec("torch"):
    import torch

    torch.set_num_threads(1)
