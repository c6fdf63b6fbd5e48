"""Sums of powers times powers of the logarithm, by Taylor series of the Hurwitz zeta function in s.

sum_{n >= 0} (n + a)^-s (log(n + a))^j = (-1)^j (d/ds)^j zeta(s, a)                  (DLMF 25.11.1), a > 0, Re s > 1,
sum_{n >= 0} (-1)^n (n + a)^-s         = 2^-s (zeta(s, a/2) - zeta(s, (a+1)/2)),    and its derivatives in s, s > 0.
"""

from __future__ import annotations

from flint import acb, acb_series, arb, fmpq

from tnsim.domains.precision import series_length

__all__ = ["alternating_zeta_derivatives", "zeta_derivatives"]

_LOST_BITS = 8


def zeta_derivatives(s: fmpq | acb, a: fmpq, count: int) -> list[acb]:
    """Return (-1)^j (d/ds)^j zeta(s, a) for j < count.

    Riemann's zeta function is faster than Hurwitz's, but for large s the first terms are almost all of it.
    """
    whole = int(a.p) if a.q == 1 else 1
    shift = whole - 1 if acb(s).real * whole.bit_length() <= _LOST_BITS else 0
    start = acb(a - shift)
    if count == 1:
        value = acb(s).zeta(start) if start != 1 else acb(s).zeta()
        return [value - sum((acb(n) ** -acb(s) for n in range(1, shift + 1)), acb(0))]
    with series_length(count):
        variable = acb_series([acb(s), acb(1)], count)
        jet = variable.zeta(start)
        for n in range(1, shift + 1):
            jet -= (-acb(n).log() * variable).exp()
        return _derivatives(jet, count)


def alternating_zeta_derivatives(s: fmpq | acb, a: fmpq, count: int) -> list[acb]:
    """Return (-1)^j (d/ds)^j of sum (-1)^n (n + a)^-s for j < count; for s = 1 the poles cancel."""
    with series_length(count):
        variable = acb_series([acb(s), acb(1)], count)
        if a == 1 and not acb(s).contains(1):
            # (1 - 2^(1-s)) zeta(s), DLMF 25.2.3
            return _derivatives((1 - (acb(2).log() * (1 - variable)).exp()) * variable.zeta(acb(1)), count)
        even, odd = (variable.zeta(acb(b / 2), deflate=s == 1) for b in (a, a + 1))
        return _derivatives((-acb(2).log() * variable).exp() * (even - odd), count)


def _derivatives(jet: acb_series, count: int) -> list[acb]:
    return [(-1) ** j * arb.fac_ui(j) * jet[j] for j in range(count)]
