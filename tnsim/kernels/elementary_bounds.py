"""The proven bounds on the errors of vector functions, in units of 2^-53; stated beside these, apart from Numba.

ADDING and SHARING are what a term errs in a sum of eight: `tnsim.kernels.shared_quotients`.
"""

from __future__ import annotations

__all__ = ["ADDING", "ARCTANGENT", "EXP", "LOG", "RECIPROCAL", "SHARING", "SHARING_FLOOR", "SINE"]

RECIPROCAL = 1.126
LOG = 9.0
EXP = 4.0
SINE = 4.0
ARCTANGENT = 10.0
ADDING = 3.0
SHARING = 7.1
SHARING_FLOOR = 2.0**-1030
