"""Each condition of a rule by itself: a valid step is accepted, and the same with one thing changed refused, and why.

Premises are taken for proved here. The cases are those that leaving a condition out of the checker's source showed to
be without a test (`campaigns.checker_mutants`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from tests.proof.steps import Case, concluding, equal, knowing, said, with_premises
from tnsim.language.assumptions import EMPTY

UPPER = equal("Sum(1/(n + 1/2)^2, (n, 0, oo))", "pi^2/2")
LOWER = equal("Sum(1/(m + 1/2)^2, (m, 0, oo))", "pi^2/2")
BOTH = Case("bilateral", equal("Sum(1/(n + 1/2)^2, (n, -oo, oo))", "pi^2"), (UPPER, LOWER), {"at": 0})
BELOW = Case("bilateral", equal("Sum(1/(n - 1/2)^2, (n, -oo, 0))", "pi^2/2"), (LOWER,), {})
ONE_DIVERGES = Case(
    "bilateral", said("diverges", "Sum(1/n, (n, -oo, -1))"), (said("diverges", "Sum(-1/(m + 1), (m, 0, oo))"),), {}
)
MERGED = Case(
    "merge",
    equal("Sum(1/n^2, (n, 1, oo)) - Sum(1/(k + 1)^2, (k, 1, oo)) + 2", "3"),
    (
        equal("Sum(1/n^2 - 1/(n + 1)^2, (n, 1, oo))", "1"),
        said("converges", "Sum(1/n^2, (n, 1, oo))"),
        said("converges", "Sum(1/(k + 1)^2, (k, 1, oo))"),
    ),
    {},
)
REWRITTEN = Case(
    "rewrite",
    equal("Sum((n + 1)/(n^2*(n + 1)), (n, 1, oo))", "pi^2/6"),
    (equal("(n + 1)/(n^2*(n + 1))", "1/n^2", "n: integer, n >= 1"), equal("Sum(1/k^2, (k, 1, oo))", "pi^2/6")),
    {},
)
TWO_CASES = Case(
    "cases",
    equal("x*Sum(1/2^n, (n, 1, oo))", "x", "x: real"),
    (
        equal("x*Sum(1/2^n, (n, 1, oo))", "x", "x: real, x != 0"),
        equal("0*Sum(1/2^n, (n, 1, oo))", "0"),
    ),
    {"symbol": "x", "value": "0"},
)
MOVED = Case(
    "reindex", equal("Sum(1/n^2, (n, 1, oo))", "pi^2/6"), (equal("Sum(1/(k + 1)^2, (k, 0, oo))", "pi^2/6"),), {}
)
SPLIT = Case(
    "split",
    equal("Sum(3/2^n - 1/3^n, (n, 1, oo))", "5/2"),
    (equal("Sum(1/2^n, (n, 1, oo))", "1"), equal("Sum(1/3^k, (k, 1, oo))", "1/2")),
    {"coefficients": ("3", "-1")},
)
CLASSES = Case(
    "residues",
    equal("Sum(1/2^n, (n, 1, oo))", "1"),
    (equal("Sum(1/2^(2*m + 1), (m, 0, oo))", "2/3"), equal("Sum(1/2^(2*m + 2), (m, 0, oo))", "1/3")),
    {},
)
EXPANDED = Case(
    "coefficients",
    equal("Sum(1/(k*(k + 1)), (k, 1, oo))", "1"),
    (equal("Sum(1/((n + x)*(n + 1 + x)), (n, 1, oo))", "1/(1 + x)", "x: real, -1/4 < x < 1/4"),),
    {"symbol": "x", "order": 0},
)

HARMONIC = "Sum(1/n, (n, 1, oo))"
ALTERNATING = Case(
    "convergence",
    said("converges", "Sum((-1)^n/n, (n, 1, oo))"),
    (),
    {"test": "dirichlet", "base": "-1", "oscillation": "(-1)^n"},
)
ABSOLUTE = Case("convergence", said("converges", "Sum(1/n^2, (n, 1, oo))"), (), {"test": "absolute"})
PRODUCT = Case("convergence", said("converges", "Product(1 + 1/n^2, (n, 1, oo))"), (), {"test": "absolute"})
AWAY = Case("divergence", said("diverges", "Sum((-1)^n, (n, 0, oo))"), (), {"test": "terms"})
LARGE = Case("divergence", said("diverges", HARMONIC), (), {"test": "comparison"})
NAMED = Case(
    "reflexive", equal("Sum(1/n^n, (n, 1, oo))", "Sum(1/n^n, (n, 1, oo))"),
    (said("converges", "Sum(1/n^n, (n, 1, oo))"),), {},
)  # fmt: skip

VALID: Mapping[str, Case] = {
    "both": BOTH, "below": BELOW, "one diverges": ONE_DIVERGES, "merged": MERGED, "rewritten": REWRITTEN,
    "two cases": TWO_CASES, "moved": MOVED, "expanded": EXPANDED, "split": SPLIT, "classes": CLASSES,
    "alternating": ALTERNATING, "absolute": ABSOLUTE, "product": PRODUCT, "away": AWAY, "large": LARGE, "named": NAMED,
}  # fmt: skip


WRONG: Sequence[tuple[Case, str]] = [
    (concluding(ALTERNATING, said("converges", "Sum((-1)^n*(1 + 1/n), (n, 1, oo))")), "not proved to tend to 0"),
    (concluding(ALTERNATING, said("converges", "Sum((-1)^n*harmonic(n), (n, 1, oo))")), "not proved to tend to 0"),
    # (-1)^n * (-1)^n/n: the second factor tends to 0, but jumps by 2/n
    (concluding(ALTERNATING, said("converges", HARMONIC)), "bounded variation"),
    (
        concluding(knowing(ALTERNATING, base="1", oscillation="1"), said("converges", HARMONIC)),
        "modulus 1 other than 1",
    ),
    (knowing(ALTERNATING, base="-2", oscillation="(-2)^n"), "modulus 1 other than 1"),
    (knowing(ALTERNATING, base="1"), "modulus 1 other than 1"),
    (
        concluding(
            knowing(ALTERNATING, base="exp(I*x)", oscillation="exp(I*x*n)"),
            said("converges", "Sum(exp(I*x*n)/n, (n, 1, oo))", "x: real, 0 < x < 1"),
        ),
        "depends on a symbol",
    ),
    (with_premises(ALTERNATING, *ABSOLUTE.premises, ABSOLUTE.conclusion), "from no premises"),
    (concluding(ALTERNATING, said("diverges", "Sum((-1)^n/n, (n, 1, oo))")), "from no premises"),
    (knowing(ALTERNATING, test="cauchy"), "unknown convergence test"),
    (concluding(ABSOLUTE, said("converges", HARMONIC)), "fast enough"),
    (concluding(ABSOLUTE, ALTERNATING.conclusion), "fast enough"),
    (knowing(PRODUCT, test="dirichlet"), "unknown convergence test of a product"),
    (concluding(PRODUCT, said("converges", "Product(1 + 1/n, (n, 1, oo))")), "fast enough"),
    (concluding(PRODUCT, said("converges", "Product(1 - (-1)^n/n, (n, 2, oo))")), "fast enough"),
    (concluding(AWAY, said("diverges", HARMONIC)), "stay away from 0"),
    (concluding(AWAY, said("diverges", "Sum(x*n, (n, 1, oo))", "x: real")), "leading coefficient may be 0"),
    (concluding(AWAY, said("diverges", "Sum(x*(-1)^n, (n, 1, oo))", "x: real")), "may all be 0"),
    (concluding(AWAY, said("diverges", "Sum(exp(2*pi*I*n*(n + 1)/29), (n, 1, oo))")), "linear exponent|not known"),
    (with_premises(AWAY, LARGE.conclusion), "from no premises"),
    (concluding(AWAY, said("converges", "Sum((-1)^n, (n, 0, oo))")), "from no premises"),
    (knowing(AWAY, test="ratio"), "unknown divergence test"),
    (concluding(LARGE, said("diverges", "Sum(1/n^2, (n, 1, oo))")), "one direction and too large"),
    (concluding(LARGE, said("diverges", "Sum((-1)^n/n, (n, 1, oo))")), "one direction and too large"),
    (concluding(LARGE, said("diverges", "Sum(x/n, (n, 1, oo))", "x: real")), "one direction and too large"),
    (concluding(NAMED, equal("Sum(1/n^n, (n, 1, oo))", "1")), "not the same expression"),
    (concluding(NAMED, said("converges", "Sum(1/n^n, (n, 1, oo))")), "not the same expression"),
    (with_premises(NAMED), "no premise says"),
    (with_premises(NAMED, *NAMED.premises * 2), "no premise says"),
    (with_premises(NAMED, said("converges", "Sum(1/n^n, (n, 2, oo))")), "no premise says"),
    (with_premises(NAMED, said("diverges", "Sum(1/n^n, (n, 1, oo))")), "no premise says"),
    (with_premises(BOTH, equal("Sum(1/(n + 1/2)^2, (n, 1, oo))", "pi^2/2"), LOWER), "starts at another place"),
    (with_premises(BOTH, equal("Sum(1/(n + 3/2)^2, (n, 0, oo))", "pi^2/2"), LOWER), "upper half has other terms"),
    (with_premises(BOTH, UPPER, equal("Sum(1/(m + 1/2)^2, (m, 1, oo))", "pi^2/2")), "numbered from 0"),
    (with_premises(BOTH, UPPER, equal("Sum(1/(m + 3/2)^2, (m, 0, oo))", "pi^2/2")), "lower half has other terms"),
    (with_premises(BOTH, UPPER), "one premise for each half"),
    (with_premises(BOTH, UPPER, LOWER, LOWER), "one premise for each half"),
    (with_premises(BOTH, said("converges", "Sum(1/(n + 1/2)^2, (n, 0, oo))"), LOWER), "by those of its halves"),
    (concluding(BOTH, said("converges", "Sum(1/(n + 1/2)^2, (n, -oo, oo))")), "by those of its halves"),
    (concluding(BOTH, equal("Sum(1/(n + 1/2)^2, (n, 0, oo))", "pi^2")), "expected a sum from -oo"),
    (concluding(BELOW, equal("Sum(1/(n - 1/2)^2, (n, -oo, N))", "pi^2/2")), "expected a sum from -oo"),
    (with_premises(BELOW, UPPER, LOWER), "one premise for each half"),
    (with_premises(ONE_DIVERGES), "diverges by one half"),
    (with_premises(ONE_DIVERGES, *ONE_DIVERGES.premises * 2), "diverges by one half"),
    (with_premises(ONE_DIVERGES, equal("Sum(-1/(m + 1), (m, 0, oo))", "0")), "diverges by one half"),
    (with_premises(ONE_DIVERGES, said("diverges", "Sum(1/(m + 2), (m, 0, oo))")), "other terms"),
    (with_premises(MERGED, *MERGED.premises[:2]), "converges"),
    (
        with_premises(MERGED, *MERGED.premises[:2], equal("Sum(1/(k + 1)^2, (k, 1, oo))", "0")),
        "no premise says that .* converges",
    ),
    (
        Case(
            "merge",
            equal("Sum(1/k^2, (k, 1, oo)) - Sum(1/(k + 1)^2, (k, 1, oo)) + n", "1 + n", "n: real"),
            (
                equal("Sum(1/n^2 - 1/(n + 1)^2, (n, 1, oo))", "1", "n: real"),
                said("converges", "Sum(1/k^2, (k, 1, oo))", "n: real"),
                said("converges", "Sum(1/(k + 1)^2, (k, 1, oo))", "n: real"),
            ),
            {},
        ),
        "the index .* (occurs outside|parameter)",
    ),
    (
        with_premises(
            MERGED,
            MERGED.premises[0],
            MERGED.premises[1],
            said("converges", "Sum(1/k^2, (k, 2, oo))"),
        ),
        "no premise says that .* converges",
    ),
    (
        Case(
            "merge",
            equal("Sum(1/n^2, (n, 1, oo)) - Sum(1/k^2, (k, 2, oo))", "0"),
            (
                equal("Sum(1/n^2 - 1/n^2, (n, 1, oo))", "0"),
                said("converges", "Sum(1/n^2, (n, 1, oo))"),
                said("converges", "Sum(1/k^2, (k, 2, oo))"),
            ),
            {},
        ),
        "run over different ranges",
    ),
    (
        concluding(MERGED, equal("Sum(1/n^2, (n, 1, oo))*Sum(1/(k + 1)^2, (k, 1, oo)) + 2", "3")),
        "not linear in its sums",
    ),
    (
        with_premises(SPLIT, SPLIT.premises[0], equal("Sum(1/3^k, (k, 2, oo))", "1/2")),
        "sums over different ranges",
    ),
    (with_premises(SPLIT, SPLIT.premises[0], equal("Sum(1/3^k, (k, 1, oo))", "1")), "combination of the values"),
    (replace(SPLIT, witness={"coefficients": ("3", "n")}), "depends on the index"),
    (replace(SPLIT, witness={"coefficients": ("3",)}), "one coefficient a premise"),
    (with_premises(CLASSES), "no residue classes"),
    (
        with_premises(CLASSES, CLASSES.premises[0], equal("Sum(1/2^(2*m), (m, 1, oo))", "1/3")),
        "must start at 0",
    ),
    (with_premises(CLASSES, *reversed(CLASSES.premises)), "residue class 0 is not"),
    (with_premises(CLASSES, CLASSES.premises[0], equal("Sum(1/2^(2*m + 2), (m, 0, oo))", "1")), "sum of the classes"),
    (with_premises(REWRITTEN, REWRITTEN.premises[1]), "an identity of terms and a statement"),
    (
        with_premises(REWRITTEN, REWRITTEN.premises[0], equal("Sum(1/k^2, (k, 1, oo))", "pi^2/8")),
        "something else than the conclusion",
    ),
    (
        with_premises(REWRITTEN, REWRITTEN.premises[0], said("converges", "Sum(1/k^2, (k, 1, oo))")),
        "something else than the conclusion",
    ),
    (
        with_premises(REWRITTEN, REWRITTEN.premises[0], equal("Sum(1/k^2, (k, 2, oo))", "pi^2/6")),
        "run over different ranges",
    ),
    (
        with_premises(REWRITTEN, REWRITTEN.premises[0], equal("Sum(1/k^3, (k, 1, oo))", "pi^2/6")),
        "about other terms",
    ),
    (
        with_premises(REWRITTEN, equal("1/n^2", "1/n^2", "n: integer, n >= 1"), REWRITTEN.premises[1]),
        "about other terms",
    ),
    (
        with_premises(REWRITTEN, equal("(n + 1)/(n^2*(n + 1))", "1/n^2", "n: integer, n >= 2"), REWRITTEN.premises[1]),
        "assum",
    ),
    (knowing(TWO_CASES, value="1"), "is not the statement"),
    (knowing(TWO_CASES, value="x"), "a parameter and a number"),
    (knowing(TWO_CASES, symbol="y"), "a parameter and a number"),
    (knowing(TWO_CASES, value="I"), "not proved real"),
    (knowing(TWO_CASES, symbol=1), "names a symbol and a value"),
    (with_premises(TWO_CASES, TWO_CASES.premises[0]), "two premises"),
    (with_premises(TWO_CASES, *reversed(TWO_CASES.premises)), "first case is not the statement"),
    (with_premises(TWO_CASES, TWO_CASES.premises[0], equal("0*Sum(1/2^n, (n, 1, oo))", "1")), "second case"),
    (with_premises(TWO_CASES, TWO_CASES.premises[0], said("converges", "0*Sum(1/2^n, (n, 1, oo))")), "second case"),
    (with_premises(MOVED, equal("Sum(1/(k + 1)^2, (k, 1, oo))", "pi^2/6")), "terms differ"),
    (with_premises(MOVED, equal("Sum(1/(k + 1)^2, (k, 0, oo))", "pi^2/8")), "values differ"),
    (with_premises(MOVED, said("converges", "Sum(1/(k + 1)^2, (k, 0, oo))")), "expected an equation"),
    (with_premises(MOVED), "takes 1 premises"),
    (with_premises(EXPANDED), "from one equation"),
    (with_premises(EXPANDED, *EXPANDED.premises * 2), "from one equation"),
    (concluding(EXPANDED, said("converges", "Sum(1/(k*(k + 1)), (k, 1, oo))")), "from one equation"),
    (concluding(EXPANDED, equal("Sum(1/(k*(k + 1)), (k, 1, oo))", "1", "y: real")), "other symbols"),
    (
        with_premises(EXPANDED, replace(EXPANDED.premises[0], assumptions=EMPTY)),
        "single real symbol",
    ),
    (
        with_premises(
            EXPANDED,
            equal(
                "Product(1 + x/2^n, (n, 1, oo)) + Sum(1/((n + x)*(n + 1 + x)), (n, 1, oo))",
                "1/(1 + x)",
                "x: real, -1/4 < x < 1/4",
            ),
        ),
        "of no products",
    ),
]


@pytest.mark.parametrize("name", VALID)
def test_valid_steps_are_accepted(name: str) -> None:
    VALID[name].check()


@pytest.mark.parametrize(("case", "reason"), WRONG, ids=[f"{case.rule} {i}" for i, (case, _) in enumerate(WRONG)])
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
