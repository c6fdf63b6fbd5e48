"""The proven bounds on the errors of `tnsim.kernels.elementary`, in units of 2^-53; stated there, apart from Numba."""

from __future__ import annotations

__all__ = ["ARCTANGENT", "EXP", "LOG", "RECIPROCAL", "SINE"]

RECIPROCAL = 1.126
LOG = 9.0
EXP = 4.0
SINE = 4.0
ARCTANGENT = 10.0
