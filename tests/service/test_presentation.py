"""What the page shows beside a verdict: previews, proofs, tables, files."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from httpx import Client

from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.service.preview import preview
from tnsim.service.proofs import FORMATS, missing_formats
from tnsim.service.tables import remainder_bounds
from tnsim.sets.ball import Ball
from tnsim.sets.claim import Claim


@pytest.fixture(scope="module")
def client(shared_service: Any) -> Iterator[Client]:
    with shared_service.client() as made:
        yield made


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("1 = 1", ["1", "1"]),
        ("sum(1/n^2, n=1..oo)", ["Sum(1/n**2, (n, 1, oo))"]),
        ("sum(1/n^2, n=1..oo) == zeta(2)", ["Sum(1/n**2, (n, 1, oo))", "zeta(2)"]),
        ("∑_{n=1}^∞ 1/2^n = 1", ["Sum(1/2**n, (n, 1, oo))", "1"]),
        ("Sum(1/n**2, (n, 1, oo)) - pi**2/6", ["Sum(1/n**2, (n, 1, oo)) - pi**2/6"]),
    ],
)
def test_a_claim_is_read_by_its_sides(text: str, sides: list[str]) -> None:
    said = preview(text, [])
    assert [side["text"] for side in said["sides"]] == sides
    assert said["kind"] == ("identity" if len(sides) == 2 else "series")


def test_the_series_in_a_claim_are_those_that_can_be_tabulated() -> None:
    said = preview(
        "sum(1/n^2, n=1..oo)*sum(k, k=1..9) + sum(1/(m^2+k^2), m=1..oo, k=1..oo) = product(1/2, n=1..oo)", []
    )
    texts = [series["text"] for series in said["series"]]
    assert texts[0] == "Sum(1/n**2, (n, 1, oo))" and len(texts) == 2


def test_the_point_satisfies_the_assumptions() -> None:
    said = preview("sum(x^n, n=0..oo) = a", ["x: real, 1/2 < x < 1"])
    assert (said["symbols"], said["missing"]) == (["a", "x"], ["a"])
    assert Fraction(1, 2) < Fraction(said["point"]["x"]) < 1
    assert preview("x", ["x: real, x > 9^999"])["point"] == {}  # nobody wants to read that number


def test_errors_point_at_their_place(client: Client) -> None:
    answer = client.post("/api/v1/preview", json={"text": "1 + foo(2)"})
    assert (answer.status_code, answer.json()["position"]) == (422, 4)
    answer = client.post("/api/v1/preview", json={"text": "x", "assumptions": ["x: real", "x: integral"]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == ["body", "assumptions", "1"]
    answer = client.post("/api/v1/preview", json={"text": "9**9**9**9"})
    assert answer.status_code == 422


def test_a_proof_is_told_in_every_form(client: Client) -> None:
    claim = "sum(1/(n*(n+1)), n=1..oo) = 1"
    verdict = client.post("/api/v1/prove", json={"claim": claim}).json()
    place = f"/api/v1/certificates/{verdict['certificate_id']}"
    story = client.get(f"{place}/proof").json()["story"]
    assert story["title"] == "Theorem"
    assert story["steps"][0]["title"] == "Telescoping"
    assert all(
        set(part) in ({"text"}, {"latex"}) for s in story["steps"] for line in s["lines"] for part in line["parts"]
    )
    assert client.get(f"{place}/proof", params={"form": "text"}).json()["document"].startswith("Theorem.")
    assert r"\documentclass" in client.get(f"{place}/proof", params={"form": "latex"}).json()["document"]
    assert "<math" in client.get(f"{place}/proof", params={"form": "html"}).json()["document"]
    assert client.get(f"{place}/proof", params={"form": "pdf"}).status_code == 422
    file = client.get(f"{place}/file")
    assert "attachment" in file.headers["content-disposition"]
    assert check(Claim.parse(claim), Certificate.from_json(file.text)).verdict == "proved"


def test_a_format_that_is_missing_is_refused_with_the_reason(client: Client) -> None:
    assert set(missing_formats()) <= FORMATS.keys() - {"text", "latex", "html"}
    verdict = client.post("/api/v1/prove", json={"claim": "1/2 + 1/2 = 1"}).json()
    answer = client.get(f"/api/v1/certificates/{verdict['certificate_id']}/proof", params={"form": "coq"})
    if "coq" in missing_formats():
        assert (answer.status_code, answer.json()["detail"]) == (422, missing_formats()["coq"])
    else:
        assert answer.status_code in (200, 422)


def test_an_unknown_certificate_is_not_found(client: Client) -> None:
    for what in ("proof", "file"):
        assert client.get(f"/api/v1/certificates/{'0' * 64}/{what}").status_code == 404


def test_a_table_has_bounds_that_hold(client: Client) -> None:
    body = {"series": "sum(x^n, n=1..oo)", "values": {"x": "1/3"}, "count": 20}
    table = client.post("/api/v1/partial-sums", json=body).json()
    assert (table["verdict"], len(table["rows"])) == ("enclosed", 20)
    for row in table["rows"]:
        exact = Fraction(1, 2 * 3 ** row["index"])
        lower, upper = map(Fraction, row["remainder"])
        assert lower <= exact <= upper < 2 * exact


def test_a_table_of_a_divergent_series_has_no_remainder(client: Client) -> None:
    table = client.post("/api/v1/partial-sums", json={"series": "sum(2^(n^2), n=1..oo)", "count": 50}).json()
    assert (table["verdict"], table["whole"]) == ("divergent", None)
    assert table["rows"][0]["term"] == 2.0 and table["rows"][-1]["term"] is None  # no float is so large
    assert client.post("/api/v1/partial-sums", json={"series": "1/2"}).status_code == 422


@pytest.mark.parametrize(
    "ball",
    [Ball(1, 0, -2000), Ball(-(10**30), 1, -90), Ball(1, 1, 0), Ball(0, 0, 0), Ball(1, 0, 1023), Ball(2**53 + 1, 0, 0)],
)
def test_bounds_on_a_remainder_are_rounded_outwards(ball: Ball) -> None:
    bounds = remainder_bounds(ball)
    assert bounds is not None
    lower, upper = map(Fraction, bounds)
    assert 0 <= lower <= max(Fraction(0), abs(ball.midpoint) - ball.radius)
    assert upper >= abs(ball.midpoint) + ball.radius
    assert math.isfinite(upper)


def test_a_remainder_that_no_float_bounds_has_no_bounds() -> None:
    assert remainder_bounds(Ball(1, 0, 2000)) is None
    assert remainder_bounds(Ball(2**60 - 1, 1, 964)) is None
