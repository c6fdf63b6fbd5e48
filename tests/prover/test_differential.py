"""Claims under random assumptions, most of them false somewhere: what is proved holds at every point that is tried."""

from __future__ import annotations

from random import Random

import pytest

from tnsim.core import evaluate
from tnsim.errors import InputError, TnsimError
from tnsim.language.expression import Expression, substitute
from tnsim.language.parser import parse
from tnsim.proof.checker import check
from tnsim.proof.rules.evaluation import admissible
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

# Each is true on a part of the real line only: a cut, a pole, a sign or the end of convergence is in the way.
CLAIMS = """
log(exp(I*x)) - I*x ; log(x^2) - 2*log(x) ; sqrt(x^2) - x ; log(x) + log(1/x) ; log(1 - x^2) - log(1 - x) - log(1 + x)
log(1 - exp(I*x)) - log(2*sin(x/2)) - I*(x - pi)/2 ; log((1 + x)/(1 - x)) - log(1 + x) + log(1 - x) ; (x^3)^(1/3) - x
polylog(2, x) + polylog(2, 1 - x) - pi^2/6 + log(x)*log(1 - x) ; polylog(2, x) + polylog(2, x/(x - 1)) + log(1 - x)^2/2
polylog(2, x) + polylog(2, 1/x) + pi^2/6 + log(-x)^2/2 ; atan(x) + atan(1/x) - pi/2 ; acot(x) - pi/2 + atan(x)
polylog(2, exp(I*x)) + polylog(2, exp(-I*x)) - pi^2/3 + pi*x - x^2/2 ; sqrt(x - 1)*sqrt(x + 1) - sqrt(x^2 - 1)
acosh(x) - log(x + sqrt(x^2 - 1)) ; (x^2)^(3/4) - x^(3/2) ; log(gamma(x)) - loggamma(x) ; sqrt(exp(I*x)) - exp(I*x/2)
gamma(x)*gamma(1 - x) - pi/sin(pi*x) ; digamma(1 - x) - digamma(x) - pi*cot(pi*x) ; log(-x) - log(x) - pi*I
besselj(1/2, x) - sqrt(2/(pi*x))*sin(x) ; hyper((1, 1), (2,), x)*x + log(1 - x) ; exp(2*pi*I*x) - 1 ; Abs(x) - x
sum(x^n/n, n=1..oo) + log(1 - x) ; sum(x^n/n^2, n=1..oo) - polylog(2, x) ; sum(x^n, n=0..oo) - 1/(1 - x)
sum(cos(n*x)/n^2, n=1..oo) - pi^2/6 + pi*x/2 - x^2/4 ; sum(sin(n*x)/n, n=1..oo) - (pi - x)/2
sum(cos(n*x)/n, n=1..oo) + log(2*sin(x/2)) ; sum(1/(n^2 - x^2), n=1..oo) + pi*cot(pi*x)/(2*x) - 1/(2*x^2)
sum(1/(n + x)^2, n=0..oo) - zeta(2, x) ; sum(1/n^x, n=1..oo) - zeta(x) ; sum((x/(1 + x))^n, n=0..oo) - 1 - x
sum(exp(-n*x), n=1..oo) - 1/(exp(x) - 1) ; sum(sin(x)^n, n=0..oo) - 1/(1 - sin(x))
""".replace("\n", ";").split(";")
TEXTS = tuple(text.strip() for text in CLAIMS if text.strip())
ENDS = ("0", "1", "-1", "pi", "-pi", "2*pi", "2", "1/2")
POINTS = (*ENDS, "1/1000", "-1/1000", "999/1000", "1001/1000", "-3/2", "3/2", "-3", "22/7", "31/5", "pi/2")


def drawn_assumptions(random: Random) -> list[str]:
    a, b = random.sample(ENDS, 2)
    below, above = random.choice("<≤"), random.choice("<≤")
    texts = random.choice((
        ["x: integer"], ["x: integer, x >= 1"], ["x: real"], [f"x: real, x {random.choice('<≤>≥≠')} {a}"],
        *3 * ([f"x: real, {a} {below} x {above} {b}"],),
    ))  # fmt: skip
    return [*texts, f"x: real, x != {random.choice(ENDS)}"] if random.random() < 0.3 else texts


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(len(TEXTS)))
def test_what_is_proved_holds_at_admissible_points(seed: int) -> None:
    random, text = Random(seed), TEXTS[seed]
    for _ in range(8):
        facts = drawn_assumptions(random)
        try:
            claim = Claim.parse(text, facts)
        except InputError:
            continue  # bounds that contradict each other
        certificate = search(claim).certificate
        if certificate is None or check(claim, certificate).verdict != "proved":
            continue
        for point in map(parse, POINTS):
            if admissible(claim.assumptions, {"x": point}):
                assert not excludes_zero(claim, point), (facts, point)


def excludes_zero(claim: Claim, point: Expression) -> bool:
    try:
        return evaluate(substitute(claim.expression, {"x": point}), digits=10, timeout=5).excludes_zero
    except TnsimError:
        return False
