"""Fast series proved by WZ pairs, from certificates written to JSON and read back; false ones are not."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from tnsim.core.questions import prove
from tnsim.enclosure.evaluate import enclose
from tnsim.errors import TnsimError
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.checker import check
from tnsim.prover.merging import convergence_step
from tnsim.prover.search import search
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.prover.wz.directions import decreasing_directions, directions, fitting_terms
from tnsim.prover.wz.pairs import make_pair, pair_steps
from tnsim.prover.wz.seeds import SEEDS, Seed
from tnsim.sets.claim import Claim

ZEILBERGER = "sum((21*n-8)/(n^3*binomial(2*n,n)^3), n=1..oo)"
AMDEBERHAN = "sum((-1)^n*(205*n^2+250*n+77)*n!^10/(2*n+1)!^5, n=0..oo)"
SIXTEEN = "sum((3*n-1)*16^n/(n^3*binomial(2*n,n)^3), n=1..oo)"
SUN = "sum((11*n-3)*64^n/(n^3*binomial(2*n,n)^2*binomial(3*n,n)), n=1..oo)"
TRIPLE = "sum((-1)^(n-1)*(56*n^2-32*n+5)/((2*n-1)^2*n^3*binomial(2*n,n)*binomial(3*n,n)), n=1..oo)"


def _proved(text: str) -> Certificate:
    """Return the certificate of a claim, once the checker has accepted what came back from JSON."""
    claim = Claim.parse(text)
    found = search(claim).certificate
    assert found is not None, text
    read = Certificate.from_json(found.to_json())
    assert check(claim, read).verdict == "proved", text
    return read


@pytest.mark.parametrize(
    ("series", "value"),
    [(ZEILBERGER, "pi^2/6"), (AMDEBERHAN, "64*zeta(3)"), (SIXTEEN, "pi^2/2"), (SUN, "8*pi^2"), (TRIPLE, "4*zeta(3)")],
)
def test_published_series(series: str, value: str) -> None:
    certificate = _proved(f"{series} = {value}")
    assert "wz" in {step.rule for step in certificate.steps}


@pytest.mark.parametrize(
    ("series", "value"),
    [
        (ZEILBERGER, "pi^2/6 + 1/10^30"),
        (ZEILBERGER.replace("21*n", "22*n"), "pi^2/6"),
        (ZEILBERGER.replace("n=1", "n=2"), "pi^2/6"),
        (AMDEBERHAN.replace("77", "78"), "64*zeta(3)"),
        (AMDEBERHAN.replace("(-1)^n*", ""), "64*zeta(3)"),
        (SIXTEEN.replace("16^n", "15^n"), "pi^2/2"),
    ],
)
def test_what_is_changed_is_not_proved(series: str, value: str) -> None:
    assert prove(f"{series} = {value}").kind == "refuted"


def test_a_series_and_what_telescopes() -> None:
    """G(n, 0) plus a difference with the same products, from another start, in other names."""
    _proved(
        "sum((21*m+13)/((m+1)^3*binomial(2*m+2,m+1)^3) + 1/binomial(2*m+2,m+1)^3 - 1/binomial(2*m+4,m+2)^3, m=0..oo)"
        " = pi^2/6 + 1/8"
    )


def test_terms_that_fit_have_the_products_they_were_asked_for() -> None:
    random = Random("directions")
    asked = 0
    while asked < 12:
        seed = random.choice(SEEDS)
        direction = random.choice(directions(seed)[:150])
        term = seed.term((*[0] * len(seed.parameters), 1), direction)  # type: ignore[arg-type]
        if term is None or not abs(term.signature()[0]) < 1 or not term.signature()[1]:
            continue
        asked += 1
        assert any(found.signature() == term.signature() for found in fitting_terms(term.signature()))


def test_seeds_have_mates() -> None:
    """Along short directions F(n + 1, k) - F(n, k) has an antidifference in k: what makes a term a seed."""
    n, k = Symbol("n"), Symbol("k")
    for seed in SEEDS:
        made = 0
        for direction in directions(seed):
            term = seed.term((*[0] * len(seed.parameters), 1), direction)  # type: ignore[arg-type]
            if term is not None and term.signature()[1]:
                make_pair(term.expression(n, k), "n", "k", 0, EMPTY)
                made += 1
            if made == 4:
                break
        assert made == 4


def test_no_pair_for_what_is_no_seed() -> None:
    with pytest.raises(NotApplicable):
        make_pair(parse("n!^2*k!/(2*n + k + 1)!/(n + k + 1)"), "n", "k", 0, EMPTY)
    with pytest.raises(NotApplicable):
        make_pair(parse("1/(k + 1)^2"), "n", "k", 0, EMPTY)


def _side(goal: Goal) -> tuple[Step, ...]:
    """Let the slow side stand for itself."""
    converges = convergence_step(goal.sum, EMPTY)
    return (converges, Step("reflexive", Statement("equal", goal.sum, goal.sum, EMPTY), (0,), {}))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_random_pairs_sum_up_to_what_the_rule_says(seed: Seed) -> None:
    """Whatever directions and offsets: an accepted pair has equal sides in ball arithmetic, and a changed value not."""
    random, n, k = Random(seed.name), Symbol("n"), Symbol("k")
    accepted = 0
    for _ in range(80):
        _, direction = random.choice(decreasing_directions(seed)[:8])
        offset = tuple(Fraction(random.randint(0, 3), random.choice((1, 2, 2, 3))) for _ in direction)
        term = seed.term(offset, direction)
        if term is None:
            continue
        try:
            steps = pair_steps(make_pair(term.expression(n, k), "n", "k", 0, EMPTY), EMPTY, _side)
            conclusion = steps[-1].conclusion
            assert conclusion.right is not None
            difference = enclose(conclusion.left - conclusion.right, {}, 6)
        except (NotApplicable, TnsimError):
            continue
        accepted += 1
        assert difference.ball.contains(0), to_text(conclusion.left)
        if accepted == 3:
            return
    assert accepted >= 1
