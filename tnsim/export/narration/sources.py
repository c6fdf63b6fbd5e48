"""Where the theorems behind the rules are published."""

from __future__ import annotations

__all__ = [
    "A_IS_B",
    "CLOSURE",
    "DLMF",
    "DOUBLE_SERIES",
    "HARMONIC_SUMS",
    "INFINITE_SERIES",
    "LIMITS",
    "RELATIONS",
    "WZ",
]

A_IS_B = "M. Petkovšek, H. S. Wilf and D. Zeilberger, ‹A = B›, A K Peters, 1996"
CLOSURE = "M. Kauers and P. Paule, The Concrete Tetrahedron, Springer, 2011, chapter 7"
DLMF = (
    "DLMF: ‹NIST Digital Library of Mathematical Functions›, F. W. J. Olver, A. B. Olde Daalhuis, D. W. Lozier, "
    "B. I. Schneider, R. F. Boisvert, C. W. Clark, B. R. Miller, B. V. Saunders, H. S. Cohl and M. A. McClain, eds., "
    "https://dlmf.nist.gov"
)
DOUBLE_SERIES = "W. Rudin, Real and Complex Analysis, McGraw-Hill, 3rd edition 1987, theorem 8.8 (Fubini, Tonelli)"
HARMONIC_SUMS = "M. E. Hoffman, The algebra of multiple harmonic series, J. Algebra 194 (1997)"
INFINITE_SERIES = "K. Knopp, Theory and Application of Infinite Series, Blackie, 2nd edition 1951"
LIMITS = "W. Rudin, Principles of Mathematical Analysis, McGraw-Hill, 3rd edition 1976, theorem 8.2 (Abel)"
RELATIONS = (
    "K. Ihara, M. Kaneko and D. Zagier, Derivation and double shuffle relations for multiple zeta values, "
    "Compositio Math. 142 (2006)"
)
WZ = "H. S. Wilf and D. Zeilberger, Rational functions certify combinatorial identities, J. Amer. Math. Soc. 3 (1990)"
