"""Series of Ramanujan's kind for 1/pi and 1/pi^2: a table of published theorems, no general statement.

Behind each row for 1/pi stands a singular value of a modular function, which nothing here computes; the rows for 1/pi^2
have WZ proofs. What is verified of an instance is only that its s and z are those of a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tnsim.language.expression import Expression, substitute
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.lemmas.lemma import Lemma, Parameters
from tnsim.proof.scope import Rejected, Scope

__all__ = ["LEMMAS", "ROWS", "SQUARE_ROWS", "Row"]

_CC = "Chan and Cooper"


@dataclass(frozen=True, slots=True)
class Row:
    """The series with s and z, its weight as a polynomial in n, its value times pi or pi^2, and who published it.

    `power` is z^n, where that is to be written in another way.
    """

    s: str
    z: str
    weight: str
    value: str
    source: str
    power: str = "z**n"


ROWS = (
    Row("2", "1/4", "1 + 6*n", "4", "Ramanujan (28)"),
    Row("2", "-1/8", "1 + 6*n", "2*sqrt(2)", _CC),
    Row("2", "1/64", "5 + 42*n", "16", "Ramanujan (29)"),
    Row(
        "2",
        "((sqrt(5) - 1)/2)**8/64",
        "5*sqrt(5) - 1 + (42*sqrt(5) + 30)*n",
        "32",
        "Ramanujan (30)",
        "((sqrt(5) - 1)/2)**(8*n)/64**n",
    ),
    Row("3", "1/2", "1 + 6*n", "3*sqrt(3)", _CC),
    Row("3", "2/27", "2 + 15*n", "27/4", "Ramanujan (31)"),
    Row("3", "4/125", "4 + 33*n", "15*sqrt(3)/2", "Ramanujan (32)"),
    Row("3", "-9/16", "1 + 5*n", "4*sqrt(3)/3", _CC),
    Row("3", "-1/16", "7 + 51*n", "12*sqrt(3)", _CC),
    Row("3", "-1/80", "1 + 9*n", "4*sqrt(15)/5", _CC),
    Row("3", "-1/1024", "53 + 615*n", "96*sqrt(3)", _CC),
    Row("3", "-1/3024", "13 + 165*n", "108*sqrt(7)/7", _CC),
    Row("3", "-1/250000", "827 + 14151*n", "1500*sqrt(3)", _CC),
    Row("4", "32/81", "1 + 7*n", "9/2", _CC),
    Row("4", "1/9", "1 + 8*n", "2*sqrt(3)", "Ramanujan (40)"),
    Row("4", "1/81", "1 + 10*n", "9*sqrt(2)/4", "Ramanujan (41)"),
    Row("4", "1/2401", "3 + 40*n", "49*sqrt(3)/9", "Ramanujan (42)"),
    Row("4", "1/9801", "19 + 280*n", "18*sqrt(11)", "Ramanujan (43)"),
    Row("4", "1/96059601", "1103 + 26390*n", "9801*sqrt(2)/4", "Ramanujan (44)"),
    Row("4", "-1/4", "3 + 20*n", "8", "Ramanujan (35)"),
    Row("4", "-256/3969", "8 + 65*n", "9*sqrt(7)", _CC),
    Row("4", "-1/48", "3 + 28*n", "16*sqrt(3)/3", "Ramanujan (36)"),
    Row("4", "-1/324", "23 + 260*n", "72", "Ramanujan (37)"),
    Row("4", "-1/25920", "41 + 644*n", "288*sqrt(5)/5", "Ramanujan (38)"),
    Row("4", "-1/777924", "1123 + 21460*n", "3528", "Ramanujan (39)"),
    Row("6", "27/125", "3 + 28*n", "5*sqrt(5)", _CC),
    Row("6", "4/125", "1 + 11*n", "5*sqrt(15)/6", "Ramanujan (33)"),
    Row("6", "8/1331", "5 + 63*n", "11*sqrt(33)/4", _CC),
    Row("6", "64/614125", "8 + 133*n", "85*sqrt(255)/54", "Ramanujan (34)"),
    Row("6", "-64/125", "8 + 63*n", "5*sqrt(15)", _CC),
    Row("6", "-27/512", "15 + 154*n", "32*sqrt(2)", _CC),
    Row("6", "-1/512", "25 + 342*n", "32*sqrt(6)", _CC),
    Row("6", "-9/64000", "31 + 506*n", "160*sqrt(30)/9", _CC),
    Row("6", "-1/512000", "263 + 5418*n", "640*sqrt(15)/3", _CC),
    Row("6", "-1/85184000", "10177 + 261702*n", "1760*sqrt(330)", _CC),
    Row("6", "-1/151931373056000", "13591409 + 545140134*n", "426880*sqrt(10005)", _CC),
)
"""36 series with rational z, and one of Ramanujan's with an irrational one."""

SQUARE_ROWS = (
    Row("2", "-1/4", "1 + 8*n + 20*n**2", "8", "Guillera 2002"),
    Row("2", "-1/1024", "13 + 180*n + 820*n**2", "128", "Guillera 2002"),
    Row("4", "1/16", "3 + 34*n + 120*n**2", "32", "Guillera 2003"),
    Row("3", "27/64", "3 + 27*n + 74*n**2", "48", "Guillera 2011"),
)


def _lemma(name: str, power: int, value: str, rows: Sequence[Row], reference: str) -> Lemma:
    factors = (
        f"RisingFactorial(1/2, n){'**3' if power == 5 else ''}*RisingFactorial(1/s, n)*RisingFactorial(1 - 1/s, n)"
    )

    def series(weight: str, geometric: str = "z**n") -> str:
        return f"Sum({weight}*{factors}*{geometric}/factorial(n)**{power}, (n, 0, oo))"

    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        s, z = (scope.lift(parameters[name], name) for name in ("s", "z"))
        for row in rows:
            if s == int(row.s) and vanishes(z - scope.lift(parse(row.z), "z of the row")):
                left = substitute(parse(series(f"({row.weight})", row.power)), parameters)
                return left, substitute(parse(value), {"c": parse(row.value)})
        raise Rejected("s and z are not those of a row of the table")

    def draw(random: Random) -> Parameters:
        row = random.choice(rows)
        return {"s": parse(row.s), "z": parse(row.z)}

    listed = "; ".join(f"({row.s}, {row.z}, {row.weight}, {row.value})" for row in rows)
    statement = f"{series('w')} = {value} for (s, z, w, c) one of {listed}"
    return Lemma(name, statement, reference, ("s", "z"), instance, draw)


LEMMAS = (
    _lemma(
        "Ramanujan's series for 1/pi",
        3,
        "c/pi",
        ROWS,
        "Ramanujan, Modular equations and approximations to pi, Quart. J. Math. 45 (1914), equations (28)-(44); J. M."
        " and P. B. Borwein, Pi and the AGM, 1987, section 5.5; D. V. and G. V. Chudnovsky 1988; all with rational z:"
        " Chan and Cooper, Rational analogues of Ramanujan's series for 1/pi, Math. Proc. Cambridge Philos. Soc. 153"
        " (2012)",
    ),
    _lemma(
        "Guillera's series for 1/pi^2",
        5,
        "c/pi**2",
        SQUARE_ROWS,
        "Guillera, Adv. in Appl. Math. 29 (2002) 599-603; Ramanujan J. 7 (2003) 41-48; Ramanujan J. 26 (2011) 369-374",
    ),
)
