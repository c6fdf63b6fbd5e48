"""The classic flows and the rest of the API, over a real server, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from httpx import Client

TELESCOPING = "sum(1/(n*(n+1)), n=1..oo) = 1"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One server for each kind of database; the tests use what they make themselves."""
    if request.param == "sqlite":
        with request.getfixturevalue("shared_service").client() as made:
            yield made
        return
    server = request.getfixturevalue("postgres").server
    server.psql("CREATE DATABASE flows;")
    folder, url = tmp_path_factory.mktemp("flows"), server.get_uri(database="flows")
    with request.getfixturevalue("serve_in")(folder, url) as running, running.client() as made:
        yield made


def create(client: Client, **body: Any) -> str:
    answer = client.post("/api/zerosum/create", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["set_id"])


def test_create_a_harmonic_set(client: Client) -> None:
    answer = client.post("/api/zerosum/create", json={"type": "harmonic", "elements": [1, 0.5, 0.33, 0.25]})
    assert answer.status_code == 200
    body = answer.json()
    assert body["status"] == "created" and body["set_id"]
    assert body["compensating_set"] == {"elements": ["-1", "-1/2", "-33/100", "-1/4"], "start": 1}


def test_opposite_sets_are_zero_sum(client: Client) -> None:
    a, b = create(client, elements=[1, 2, 3]), create(client, elements=[-1, -2, -3])
    answer = client.post(
        "/api/zerosum/operation", json={"set_a_id": a, "set_b_id": b, "operation_type": "direct"}
    ).json()
    assert answer["is_zero_sum"] is True
    assert abs(answer["result"]) < 1e-10
    assert (answer["error_margin"], answer["verdict"], answer["reading"]) == (0.0, "proved", "direct")
    certificate = client.get(f"/api/v1/certificates/{answer['certificate_id']}").json()
    assert certificate["certificate"]["format"] == "tnsim-certificate"


def test_a_sum_that_is_not_zero_comes_with_its_error(client: Client) -> None:
    a, b = create(client, elements=["1/3"]), create(client, elements=["-0.3333"])
    answer = client.post("/api/zerosum/operation", json={"set_a_id": a, "set_b_id": b}).json()
    assert answer["is_zero_sum"] is False and answer["verdict"] == "refuted"
    truth = Fraction(1, 3) - Fraction(3333, 10000)
    assert abs(Fraction(answer["result"]) - truth) <= Fraction(answer["error_margin"])


def test_harmonic_sets_cancel_index_by_index_and_not_directly(client: Client) -> None:
    a = create(client, type="harmonic")
    b = create(client, properties={"formula": "-1/n"})
    answer = client.post("/api/zerosum/operation", json={"set_a_id": a, "set_b_id": b}).json()
    assert (answer["verdict"], answer["is_zero_sum"]) == ("proved", True)
    direct = {"set_a_id": a, "set_b_id": b, "operation_type": "direct"}
    answer = client.post("/api/zerosum/operation", json=direct).json()
    assert (answer["verdict"], answer["is_zero_sum"], answer["result"]) == ("divergent", False, None)


@pytest.mark.parametrize("method", ["negative", "accelerated"])
def test_a_compensating_set_comes_with_its_proof_and_is_stored(client: Client, method: str) -> None:
    a = create(client, properties={"formula": "1/n^2"}, name="Basel")
    answer = client.post("/api/zerosum/compensate", json={"set_id": a, "method": method, "timeout": 60}).json()
    assert answer["verdict"] == "proved"
    b = answer["compensating_set_id"]
    stored = client.get(f"/api/v1/infinite-sets/{b}").json()
    assert stored["is_compensated"] and stored["name"] == "Compensating Basel"
    assert client.get(f"/api/v1/infinite-sets/{a}").json()["is_compensated"]
    pair = client.post("/api/zerosum/validate", json={"set_a_id": a, "set_b_id": b}).json()
    assert (pair["verdict"], pair["is_zero_sum"]) == ("proved", True)


def test_validate_a_set_a_pair_and_a_claim(client: Client) -> None:
    zero, other = create(client, elements=[1, -1]), create(client, elements=[1, -2])
    assert client.post("/api/zerosum/validate", json={"set_id": zero}).json()["is_zero_sum"] is True
    assert client.post("/api/zerosum/validate", json={"set_id": other}).json()["is_zero_sum"] is False
    assert client.post("/api/zerosum/validate", json={"claim": TELESCOPING}).json()["verdict"] == "proved"
    for body in ({}, {"set_a_id": zero}, {"set_id": zero, "claim": TELESCOPING}):
        assert client.post("/api/zerosum/validate", json=body).status_code == 422


def test_sets_are_resources(client: Client) -> None:
    body = {"name": "Five", "type": "arithmetic", "elements": [1, 2, 3, 4, 5], "properties": {"note": "mine"}}
    answer = client.post("/api/v1/infinite-sets/", json=body)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["element_count"], made["elements"]) == (5, ["1", "2", "3", "4", "5"])
    place = f"/api/v1/infinite-sets/{made['id']}"
    assert client.get(place).json() == made
    assert client.get(f"{place}/elements", params={"offset": 3}).json()["elements"] == ["4", "5"]
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == client.delete(place).status_code == 404


def test_the_alternating_set_sums_to_zero(client: Client) -> None:
    body = {"name": "Alternating", "type": "alternating", "elements": [1, -1, 2, -2, 3, -3]}
    made = client.post("/api/v1/infinite-sets/", json=body).json()
    place = f"/api/v1/infinite-sets/{made['id']}/operations/"
    answer = client.post(place, json={"operation": "zero_sum"}).json()
    assert (answer["result"], answer["is_zero_sum"]) == (0, True)
    assert client.post(place, json={"operation": "sum"}).status_code == 422


def test_operations_on_a_set_given_by_a_formula(client: Client) -> None:
    made = client.post("/api/v1/infinite-sets/", json={"type": "power", "properties": {"exponent": 2}}).json()
    place = f"/api/v1/infinite-sets/{made['id']}"
    assert client.get(f"{place}/elements", params={"limit": 3}).json()["elements"] == ["1", "1/4", "1/9"]
    ball = client.post(f"{place}/operations/", json={"operation": "sum", "digits": 20}).json()
    assert ball["certified"] and ball["midpoint"].startswith("1.6449340668482264")
    closed = client.post(f"{place}/operations/", json={"operation": "closed_form"}).json()
    assert (closed["closed_form"], closed["verdict"]) == ("pi**2/6", "proved")


def test_pages_of_sets(client: Client) -> None:
    ids = {create(client, elements=[k], type="dirichlet") for k in range(1, 6)}
    seen: list[str] = []
    cursor = None
    while True:
        parameters = {"type": "dirichlet", "limit": 2} | ({} if cursor is None else {"cursor": cursor})
        page = client.get("/api/v1/infinite-sets/", params=parameters).json()
        seen += [item["id"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert set(seen) == ids and len(seen) == page["total"] == 5
    assert client.get("/api/v1/infinite-sets/", params={"cursor": "nonsense"}).status_code == 422


def test_the_engine_answers(client: Client) -> None:
    proved = client.post("/api/v1/prove", json={"claim": TELESCOPING}).json()
    assert proved["verdict"] == "proved" and proved["checker"]["accepted"]
    certificate = client.get(f"/api/v1/certificates/{proved['certificate_id']}").json()["certificate"]
    checked = client.post("/api/v1/check", json={"certificate": certificate, "claim": TELESCOPING}).json()
    assert (checked["accepted"], checked["verdict"]) == (True, "proved")
    other = {"certificate": certificate, "claim": "sum(1/(n*(n+1)), n=1..oo) = 2"}
    checked = client.post("/api/v1/check", json=other).json()
    assert (checked["accepted"], checked["verdict"]) == (False, None)
    refuted = client.post("/api/v1/prove", json={"claim": "sum(1/2^n, n=1..oo) = 1.0000001"}).json()
    assert refuted["verdict"] == "refuted"
    ball = client.post("/api/v1/evaluate", json={"expression": "sum(x^n, n=0..oo)", "values": {"x": "1/3"}}).json()
    assert ball["certified"] and abs(Fraction(ball["midpoint"]) - Fraction(3, 2)) <= Fraction(ball["radius"])
    closed = client.post("/api/v1/sum", json={"expression": "sum(1/2^n, n=0..oo)"}).json()
    assert (closed["closed_form"], closed["verdict"]) == ("2", "proved")
    assert client.get(f"/api/v1/certificates/{'0' * 64}").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("/api/v1/prove", {"claim": "sum(1/n, n=1..oo"}, "never closed"),
        ("/api/v1/prove", {"claim": "x = 0"}, "nothing is assumed of x"),
        ("/api/v1/prove", {"claim": "__import__('os')"}, "unexpected character"),
        ("/api/v1/prove", {"claim": "0", "timeout": 5000}, "timeout is at most"),
        ("/api/v1/prove", {"claim": "0", "timeout": True}, "timeout: Input should be a valid number"),
        ("/api/v1/evaluate", {"expression": "1", "digits": True}, "a whole number is expected, not True"),
        ("/api/v1/evaluate", {"expression": "1", "digits": "20"}, "a whole number is expected, not '20'"),
        ("/api/v1/prove", {"claim": "(" * 100 + "1" + ")" * 100}, "deep"),
        ("/api/v1/prove", {"claim": "9**9**9**9"}, "limit"),
        ("/api/v1/evaluate", {"expression": "x"}, "x has no value"),
        ("/api/v1/check", {"certificate": {}}, "missing"),
        ("/api/zerosum/create", {"elements": [1, "sqrt(2)"]}, "element 1"),
        ("/api/zerosum/create", {"type": "geometric"}, "say the ratio"),
        ("/api/zerosum/create", {"type": "nothing"}, "type"),
        ("/api/zerosum/create", {"name": "nul \x00", "elements": [1]}, "NUL"),
        ("/api/zerosum/create", {"elements": [True]}, "elements"),
        ("/api/zerosum/validate", {}, "say what to validate"),
        ("/api/v1/prove", {"clam": "1 = 1"}, "claim: Field required; clam: Extra inputs are not permitted"),
        ("/api/v1/prove", [], "the body is a JSON object"),
        ("/api/v1/prove", {"claim": "e^x = 1"}, "Euler's number is written E"),
        ("/api/v1/evaluate", {"expression": "1/x", "values": {"x": "abc"}}, "the value of x: not a rational number"),
        ("/api/v1/evaluate", {"expression": "1/n^2"}, "or sum over it"),
    ],
)
def test_bad_input_is_refused_with_the_reason(client: Client, path: str, body: Any, reason: str) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == 422, answer.text
    assert reason in answer.json()["detail"]
    assert "Value error" not in answer.text


def test_what_is_no_request_is_told_what_would_be_one(client: Client) -> None:
    as_json = {"Content-Type": "application/json"}
    broken = client.post("/api/v1/prove", content="{", headers=as_json)
    assert (broken.status_code, "the body is not JSON" in broken.json()["detail"]) == (422, True)
    wrong = client.get("/api/v1/prove")
    assert (wrong.status_code, wrong.json()["detail"]) == (405, "GET is not for this path; it takes POST")


def test_numbers_are_read_exactly(client: Client) -> None:
    text = '{"elements": [0.1234567890123456789012345, 0.33, 1e-3]}'
    answer = client.post("/api/zerosum/create", content=text, headers={"Content-Type": "application/json"})
    elements = [Fraction(value) for value in answer.json()["given_by"]["elements"]]
    assert elements == [Fraction("0.1234567890123456789012345"), Fraction(33, 100), Fraction(1, 1000)]
    for wrong in ('{"elements": [NaN]}', '{"elements": [1e999999999]}', "[" * 100_000, '{"elements": [1]'):
        answer = client.post("/api/zerosum/create", content=wrong, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422), wrong[:20]


def test_a_long_job_is_watched_and_cancelled(client: Client) -> None:
    body = {"claim": "sum(sin(n^2)/n^2, n=1..oo) = 1", "timeout": 120}
    answer = client.post("/api/v1/prove", json=body, headers={"Prefer": "respond-async"})
    assert answer.status_code == 202 and answer.headers["Location"] == answer.json()["links"]["self"]
    place = answer.headers["Location"]
    assert client.post("/api/v1/prove", json=body, headers={"Prefer": "wait=0"}).headers["Location"] == place
    with client.stream("GET", f"{place}/events") as events:
        lines = events.iter_lines()
        assert next(lines) == "event: status"
        assert client.delete(place).json()["status"] == "cancelled"
        assert "event: end" in lines
    assert client.get(place).json()["status"] == "cancelled"


def test_the_same_proof_is_made_once(client: Client) -> None:
    body = {"claim": "sum(n/2^n, n=1..oo) = 2"}
    first = client.post("/api/v1/prove", json=body).json()
    assert client.post("/api/v1/prove", json={"claim": "sum(n/2^n, n=1..oo) - 2"}).json() == first
    assert 'tnsim_jobs_total{kind="prove",outcome="proved"}' in client.get("/metrics").text


def test_missing_packages_are_named(client: Client) -> None:
    pytest.importorskip("fastapi")
    answer = client.post("/api/integration/balansis", json={"elements": [1, 2]})
    assert answer.status_code == 501 and "balansis==1.1.0" in answer.json()["detail"]


def test_every_answer_has_the_headers_that_browsers_need(client: Client) -> None:
    for answer in (client.get("/health"), client.get("/nothing"), client.post("/api/v1/prove", json={})):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "server" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert client.get("/nothing").json()["detail"].startswith("there is nothing under this path")
