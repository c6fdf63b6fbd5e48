"""Series accelerated by WZ pairs: both sums are the same number, to forty digits and by the checker."""

from __future__ import annotations

import pytest

from tnsim.enclosure.evaluate import enclose
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import INFINITY, Sum, number
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.acceleration import accelerate
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.sets.claim import Claim


@pytest.mark.parametrize(
    "term",
    [
        "1/n^3, (n, 1, oo)",
        "1/n^2, (n, 1, oo)",
        "(-1)^n/n, (n, 1, oo)",
        "(-1)^n/n^2, (n, 1, oo)",
        "(-1)^n/(2*n + 1), (n, 0, oo)",
        "(-1)^n/(2*n + 1)^2, (n, 0, oo)",
        "5/(3*n + 1)^3, (n, 0, oo)",
        "7/(2*m - 5)^2, (m, 3, oo)",
        "binomial(2*n, n)/(4^n*(2*n + 1)), (n, 0, oo)",
    ],
)
def test_the_fast_series_is_the_slow_one(term: str) -> None:
    series = parse(f"Sum({term})")
    assert isinstance(series, Sum)
    found = accelerate(Goal(series, EMPTY))
    claim = Claim(found.steps[-1].conclusion.left)
    read = Certificate.from_json(Certificate(claim, found.steps).to_json())
    assert check(claim, read).verdict == "proved"
    fast = Sum(found.term, series.index, series.lower, INFINITY)
    assert claim.expression == Sum(series.term + found.term, series.index, series.lower, INFINITY)
    with_fast, with_slow = enclose(fast, {}, 30).ball, enclose(series * number(-1), {}, 12).ball
    assert with_fast.overlaps(with_slow), to_text(found.term)
    # Some hundred terms would do for thirty digits at the slowest of these, a million at a power.
    partial = enclose(Sum(found.term, series.index, series.lower, series.lower + number(150)), {}, 30).ball
    assert abs(partial.midpoint - with_fast.midpoint) < 1e-25


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("1/n, (n, 1, oo)", "convergence"),
        ("1/n^4, (n, 1, oo)", "no seed"),
        ("harmonic(n)/n^2, (n, 1, oo)", "not hypergeometric"),
        ("1/(n^2 + 1), (n, 0, oo)", "no seed"),
        ("n, (n, 1, 5)", "finite"),
    ],
)
def test_what_no_seed_starts_at(term: str, reason: str) -> None:
    series = parse(f"Sum({term})")
    assert isinstance(series, Sum)
    with pytest.raises(NotApplicable, match=reason):
        accelerate(Goal(series, EMPTY))
