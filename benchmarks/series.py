"""The series of the benchmark: the text for tnsim, the term for mpmath, and what PARI offers for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mpmath import mp

__all__ = ["CONSTANTS", "GROWTH", "SERIES", "BuiltIn", "Series"]


@dataclass(frozen=True, slots=True)
class Series:
    """One series; `pari` are the routines of PARI that fit, `value` decimals where tnsim may not have a ball."""

    name: str
    text: str
    start: int
    term: Callable[[Any], Any]
    pari: Sequence[str]
    value: str | None = None


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A hypergeometric series whose sum is a constant that Arb and PARI have a function for."""

    name: str
    text: str
    arb: str
    pari: str


# Euler-Maclaurin at 125 and at 150 digits, and PARI's sumalt beside mpmath's, agree in every digit given.
_LOG_SQUARED = (
    "2.109742801236891974479257197616551326385531984394742022649915603192814694939136874177169291377186232135"
)
_ALTERNATING_LOG = (
    "0.924299897222938855959570181359590053773319397886919074779630437250700541711434689798991347664946919535"
)
_NESTED_LOG = "38.40676809282178631849374770114467851731666960601148909042478487534692307056605593730033389459262934733"
_WALLIS = "(gamma(n+1/2)/gamma(n+1)/sqrt(Pi))^3"


def _wallis(n: Any) -> Any:
    return (mp.binomial(2 * n, n) / mp.mpf(4) ** n) ** 3


def _ramanujan(n: Any) -> Any:
    return mp.factorial(4 * n) * (1103 + 26390 * n) / (mp.factorial(n) ** 4 * mp.mpf(396) ** (4 * n))


SERIES: tuple[Series, ...] = (
    Series(
        "1/n^2",
        "sum(1/n^2, n=1..oo)",
        1,
        lambda n: 1 / n**2,
        ["sumnum(n=1,1/n^2)", "sumnumlagrange(n=1,1/n^2)", "sumnummonien(n=1,1/n^2)", "sumnumrat(1/x^2,1)"],
    ),
    Series(
        "1/(n^2+1)",
        "sum(1/(n^2+1), n=1..oo)",
        1,
        lambda n: 1 / (n**2 + 1),
        ["sumnum(n=1,1/(n^2+1))", "sumnumlagrange(n=1,1/(n^2+1))", "sumnumrat(1/(x^2+1),1)"],
    ),
    Series(
        "1/n^1.01",
        "sum(1/n^(101/100), n=1..oo)",
        1,
        lambda n: n ** (-mp.mpf(101) / 100),
        ["sumnum(n=1,n^(-101/100))", "sumnummonien(n=1,n^(-101/100),sumnummonieninit(1/100))", "zeta(101/100)"],
    ),
    Series(
        "log(n)/n^2",
        "sum(log(n)/n^2, n=1..oo)",
        1,
        lambda n: mp.log(n) / n**2,
        [
            "sumnum(n=1,log(n)/n^2)",
            "sumnumlagrange(n=1,log(n)/n^2)",
            "sumnummonien(n=1,log(n)/n^2)",
            "sumnummonien(n=1,1/n^2,sumnummonieninit(,1))",
            "-zeta'(2)",
        ],
    ),
    Series(
        "1/(n*log(n)^2)",
        "sum(1/(n*log(n)^2), n=2..oo)",
        2,
        lambda n: 1 / (n * mp.log(n) ** 2),
        ["sumnum(n=2,1/(n*log(n)^2))", "sumnumap(n=2,1/(n*log(n)^2))"],
        _LOG_SQUARED,
    ),
    Series(
        "(-1)^n/log(n)",
        "sum((-1)^n/log(n), n=2..oo)",
        2,
        lambda n: (-1) ** int(n) / mp.log(n),
        ["sumalt(n=2,(-1)^n/log(n))"],
        _ALTERNATING_LOG,
    ),
    Series(
        "atan(1/n)/n",
        "sum(atan(1/n)/n, n=1..oo)",
        1,
        lambda n: mp.atan(1 / n) / n,
        [
            "sumnum(n=1,atan(1/n)/n)",
            "sumpos(n=1,atan(1/n)/n)",
            "sumnumlagrange(n=1,atan(1/n)/n)",
            "sumnummonien(n=1,atan(1/n)/n)",
        ],
    ),
    Series(
        "Apéry zeta(3)",
        "5/2*sum((-1)^(n+1)/(n^3*binomial(2*n,n)), n=1..oo)",
        1,
        lambda n: mp.mpf(5) / 2 * (-1) ** (int(n) + 1) / (n**3 * mp.binomial(2 * n, n)),
        [f"5/2*{routine}(n=1,(-1)^(n+1)/(n^3*binomial(2*n,n)))" for routine in ("suminf", "sumalt")],
    ),
    Series(
        "Ramanujan 1/pi",
        "sum(factorial(4*n)*(1103+26390*n)/(factorial(n)^4*396^(4*n)), n=0..oo)",
        0,
        _ramanujan,
        ["suminf(n=0,(4*n)!*(1103+26390*n)/(n!^4*396^(4*n)))"],
    ),
    Series(
        "1/(n^2*C(2n,n))",
        "sum(1/(n^2*binomial(2*n,n)), n=1..oo)",
        1,
        lambda n: 1 / (n**2 * mp.binomial(2 * n, n)),
        ["suminf(n=1,1/(n^2*binomial(2*n,n)))"],
    ),
    Series(
        "exp(-sqrt(n))",
        "sum(exp(-sqrt(n)), n=1..oo)",
        1,
        lambda n: mp.exp(-mp.sqrt(n)),
        [
            "suminf(n=1,exp(-sqrt(n)))",
            "sumpos(n=1,exp(-sqrt(n)))",
            "sumnum(n=1,exp(-sqrt(n)),sumnuminit([+oo,1/2]))",
        ],
    ),
    # the two beyond the eleven
    Series(
        "1/(n*log(n)*log(log(n))^2)",
        "sum(1/(n*log(n)*log(log(n))^2), n=3..oo)",
        3,
        lambda n: 1 / (n * mp.log(n) * mp.log(mp.log(n)) ** 2),
        ["sumnum(n=3,1/(n*log(n)*log(log(n))^2))"],
        _NESTED_LOG,
    ),
    Series(
        "(C(2n,n)/4^n)^3",
        "sum((binomial(2*n,n)/4^n)^3, n=0..oo)",
        0,
        _wallis,
        [
            f"1+sumnum(n=1,{_WALLIS},sumnuminit([+oo,-3/2]))",
            f"1+sumnummonien(n=1,{_WALLIS},sumnummonieninit(1/2))",
        ],
    ),
)

CONSTANTS: tuple[BuiltIn, ...] = (
    BuiltIn("Apéry zeta(3)", SERIES[7].text, "arb(3).zeta()", "zeta(3)"),
    BuiltIn("Ramanujan 1/pi", SERIES[8].text, "9801/(arb(8).sqrt()*arb.pi())", "9801/(sqrt(8)*Pi)"),
    BuiltIn("1/(n^2*C(2n,n))", SERIES[9].text, "arb.pi()**2/18", "Pi^2/18"),
)

GROWTH: tuple[tuple[str, str], ...] = (
    ("rational: Hurwitz zeta", SERIES[1].text),
    ("geometric decay: binary splitting", SERIES[7].text),
    ("factorial decay: binary splitting", "sum(1/factorial(n), n=0..oo)"),
    ("harmonic numbers: binary splitting of matrices", "sum(harmonic(n)/2^n, n=1..oo)"),
    (
        "nested sum: binary splitting of matrices",
        "sum((-1)^(n+1)*harmonic(n-1,2)/(n^3*binomial(2*n,n)), n=1..oo)",
    ),
    ("power decay with logarithm: Euler-Maclaurin", SERIES[3].text),
    ("power decay, arctangent: Euler-Maclaurin", SERIES[6].text),
    ("power decay, gamma ratio: asymptotic expansion", "sum(binomial(2*n,n)/4^n/(2*n+1), n=0..oo)"),
    ("theta series: direct summation", "sum(exp(-pi*n^2), n=-oo..oo)"),
)
