"""The client against a real service: the same objects as from the library, and no proof on trust."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

import httpx

import tnsim
from tnsim.client import Client, ServiceError
from tnsim.errors import CertificateError, DivergenceError


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve_in: Callable[..., Any]) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("client")
    with serve_in(folder, f"sqlite:///{folder}/tnsim.db", patience=5) as running:
        yield running.url


@pytest.mark.parametrize(
    ("claim", "assumptions"),
    [
        ("sum(1/(n*(n+1)), n=1..oo) = 1", ()),
        ("sum(x^n, n=0..oo) = 1/(1-x)", ("x: real, -1 < x < 1",)),
        ("sum(x^n, n=0..oo) = 1/(1+x)", ("x: real, -1 < x < 1",)),
        ("sum(1/n, n=1..oo) = 1", ()),
        ("sum(1/2^n, n=1..oo) = 1.0000000001", ()),
        ("sum(1/(n^2+n^3*sin(1)), n=1..oo) = 1/3", ()),
    ],
)
def test_verdicts_are_those_of_the_library(url: str, claim: str, assumptions: tuple[str, ...]) -> None:
    expected = tnsim.prove(claim, assumptions)
    with Client(url) as client:
        found = client.prove(claim, assumptions)
    assert (found.kind, found.claim) == (expected.kind, expected.claim)
    assert found.certificate == expected.certificate
    if found.certificate is not None:
        assert tnsim.check(found.claim, found.certificate).accepted


def test_balls_are_those_of_the_library_or_hold_them(url: str) -> None:
    with Client(url) as client:
        found = client.evaluate("sum(x^n/n^2, n=1..oo)", values={"x": Fraction(1, 3)}, digits=40).ball
        expected = tnsim.evaluate("sum(x^n/n^2, n=1..oo)", values={"x": Fraction(1, 3)}, digits=40).ball
        assert found.overlaps(expected) and found.digits >= 38
        with pytest.raises(DivergenceError):
            client.evaluate("sum(1/n, n=1..oo)")
        form, verdict = client.closed_form("sum(1/n^2, n=1..oo)")
        assert form == tnsim.parse("pi**2/6") and verdict is not None and verdict.kind == "proved"


def test_sets_come_back_as_they_were(url: str) -> None:
    finite = tnsim.InfiniteSet.from_elements(["1/3", -2, "0.1"])
    formula = tnsim.InfiniteSet("1/k^2", index="k", start=2)
    behind = tnsim.InfiniteSet("1/n") + tnsim.InfiniteSet("1/n^2", start=3)
    with Client(url) as client:
        a, b, c = client.create(finite, "finite"), client.create(formula), client.create(-formula)
        assert client.get(a) == finite and client.get(b) == formula
        assert client.get(client.create(behind)) == behind
        result = client.operate(b, c)
        assert (result.is_zero, result.error_margin) == (True, 0)
        harmonic = client.create(tnsim.InfiniteSet.harmonic())
        with pytest.raises(DivergenceError):
            client.operate(harmonic, harmonic, "direct")
        client.delete(a)
        with pytest.raises(ServiceError, match="you have no set") as error:
            client.get(a)
        assert error.value.status == 404


def test_a_service_that_lies_is_found_out() -> None:
    """A proof of one claim sent as the proof of another."""
    true = tnsim.prove("sum(1/2^n, n=1..oo) = 1")
    assert true.certificate is not None

    def lie(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/api/v1/certificates/"):
            return httpx.Response(200, json={"certificate": true.certificate.to_data()})
        answer = true.to_json() | {"certificate_id": true.certificate.digest, "assumptions": []}
        return httpx.Response(200, json=answer)

    with Client(transport=httpx.MockTransport(lie)) as client:
        assert client.prove("sum(1/2^n, n=1..oo) = 1").kind == "proved"
        with pytest.raises(CertificateError, match="rejected here"):
            client.prove("sum(1/2^n, n=1..oo) = 2")


def test_a_service_that_speaks_of_another_claim_is_found_out() -> None:
    """Of two sets that are not zero-sum it says that they are, with a proof of something else."""
    other = tnsim.prove("sum(1/2^n - 1/2^n, n=1..oo)")
    assert other.certificate is not None

    def lie(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/api/v1/certificates/"):
            return httpx.Response(200, json={"certificate": other.certificate.to_data()})
        if request.url.path.startswith("/api/v1/infinite-sets/"):
            properties = {"formula": "1/2^n", "index": "n", "start": 1}
            return httpx.Response(200, json={"element_count": None, "properties": properties})
        answer = other.to_json() | {"certificate_id": other.certificate.digest, "assumptions": []}
        return httpx.Response(200, json=answer)

    with (
        Client(transport=httpx.MockTransport(lie)) as client,
        pytest.raises(CertificateError, match="rejected here"),
    ):
        client.operate(uuid4(), uuid4())


def test_what_is_put_off_is_asked_again() -> None:
    answers = [httpx.Response(503, headers={"Retry-After": "0"}, json={"detail": "later"}), httpx.Response(204)]

    with Client(transport=httpx.MockTransport(lambda request: answers.pop(0))) as client:
        client.delete(uuid4())
    assert answers == []
    with (
        Client(transport=httpx.MockTransport(lambda request: httpx.Response(503)), patience=0.1) as client,
        pytest.raises(ServiceError, match="answered 503"),
    ):
        client.delete(uuid4())
