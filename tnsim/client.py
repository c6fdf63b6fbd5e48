"""A client of the service that gives the same objects back as the library; needs the package httpx.

What the service says is proved, it proves: each certificate is checked here, by the independent checker.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from types import TracebackType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tnsim.core.ball import Ball, Enclosure
from tnsim.core.infinite_set import Mode, ZeroSumInfiniteSet
from tnsim.core.reading import as_expression, as_fraction
from tnsim.core.result import ZeroSumResult
from tnsim.core.verdict import Verdict
from tnsim.errors import CertificateError, DivergenceError, InputError, MissingExtraError, PrecisionError, TnsimError
from tnsim.language.expression import Expression
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.sets.claim import Claim

if TYPE_CHECKING:
    import httpx

__all__ = ["Client", "ServiceError"]


class ServiceError(TnsimError):
    """The service refused or failed; `status` is its HTTP status.

    >>> import httpx
    >>> answers = httpx.MockTransport(lambda request: httpx.Response(404, json={"detail": "there is no such set"}))
    >>> Client(transport=answers).get(UUID(int=0))
    Traceback (most recent call last):
    tnsim.client.ServiceError: there is no such set
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Client:
    """Asks a service at a URL, with an API key where it wants one; `with Client(...) as client:` closes it.

    Requests that the service puts off (429, 503) are sent again for `patience` seconds; jobs are waited for.

    >>> with Client("http://127.0.0.1:8000") as client:  # doctest: +SKIP
    ...     print(client.prove("sum(1/2^n, n=1..oo) = 1"))
    proved: Sum(1/2**n, (n, 1, oo)) - 1 = 0 (every step follows)

    What a service says is checked here. One that calls everything proved does not get through:

    >>> import httpx
    >>> said = {"verdict": "proved", "certificate_id": None, "enclosure": None}
    >>> said |= {"method": "", "reason": "", "seconds": 0}
    >>> liar = httpx.MockTransport(lambda request: httpx.Response(200, json=said))
    >>> Client(transport=liar).prove("1 = 2")
    Traceback (most recent call last):
    ValueError: 'proved' needs a certificate that the checker accepted for this claim
    """

    def __init__(
        self, url: str = "http://127.0.0.1:8000", key: str | None = None, patience: float = 120.0, **options: Any
    ) -> None:
        try:
            import httpx
        except ImportError:
            raise MissingExtraError("the client needs the package httpx: pip install httpx") from None
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=60.0, **options)
        self._patience = patience

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def prove(
        self, claim: object, assumptions: Iterable[str] = (), *, digits: int = 15, timeout: float | None = None
    ) -> Verdict:
        """Return the verdict on a claim, as `tnsim.prove` does.

        Raises CertificateError where the service's certificate does not convince the checker here.
        """
        asked = claim if isinstance(claim, Claim) else Claim.parse(_text(claim), assumptions)
        body = {
            "claim": to_text(asked.expression),
            "assumptions": list(asked.assumptions.to_texts()),
            "digits": digits,
            "timeout": timeout,
        }
        return self._verdict(self._ask("/api/v1/prove", body), asked)

    def evaluate(
        self,
        expression: object,
        *,
        digits: int = 15,
        timeout: float | None = None,
        values: Mapping[str, Fraction | float | str] | None = None,
    ) -> Enclosure:
        """Return a ball around a value, as `tnsim.evaluate` does; raises DivergenceError, PrecisionError."""
        known = {name: str(as_fraction(value)) for name, value in (values or {}).items()}
        body = {"expression": _text(expression), "values": known, "digits": digits, "timeout": timeout}
        found = self._ask("/api/v1/evaluate", body)
        if found["verdict"] == "divergent":
            raise DivergenceError(found["reason"])
        if not found["certified"] or found["verdict"] != "enclosed":
            raise PrecisionError(found["reason"])
        return _enclosure(found, found["method"], found["reason"])

    def closed_form(
        self, expression: object, assumptions: Iterable[str] = (), *, digits: int = 15, timeout: float | None = None
    ) -> tuple[Expression | None, Verdict | None]:
        """Return a closed form and the verdict on the equation; a form without a proved verdict is a conjecture."""
        facts = list(assumptions)
        body = {"expression": _text(expression), "assumptions": facts, "digits": digits, "timeout": timeout}
        found = self._ask("/api/v1/sum", body)
        form = None if found["closed_form"] is None else parse(found["closed_form"])
        if found["certificate_id"] is None:
            return form, None
        asked = Claim(parse(_text(expression)), Claim.parse("0", facts).assumptions)
        if form is not None:
            asked = Claim(asked.expression - form, asked.assumptions)
        return form, self._verdict(found, asked)

    def create(self, given: ZeroSumInfiniteSet, name: str = "set") -> UUID:
        """Store a set given by elements or by a formula, and return its id."""
        body: dict[str, Any] = {"name": name}
        known = given.formula
        if given.length is not None:
            body |= {"elements": [str(value) for value in given.take(given.length)]}
            body |= {"properties": {"start": given.start}}
        elif known is not None:
            body |= {
                "properties": {
                    "formula": to_text(known.term),
                    "index": known.index.name,
                    "start": known.start,
                    "assumptions": list(known.assumptions.to_texts()),
                    "first_elements": [to_text(element) for element in known.prefix],
                }
            }
        else:
            raise InputError("a set is stored by its elements, or by a formula")
        return UUID(self._ask("/api/v1/infinite-sets/", body)["id"])

    def get(self, set_id: UUID) -> ZeroSumInfiniteSet:
        """Return a stored set."""
        found = self._send("GET", f"/api/v1/infinite-sets/{set_id}").json()
        properties = found["properties"]
        if found["element_count"]:
            elements: list[str] = []
            while len(elements) < found["element_count"]:
                place = f"/api/v1/infinite-sets/{set_id}/elements?offset={len(elements)}&limit=1000"
                elements += self._finished(self._send("GET", place))["elements"]
            return ZeroSumInfiniteSet.from_elements(elements, properties.get("start", 1))
        given = ZeroSumInfiniteSet(
            properties["formula"], properties["index"], properties["start"], properties.get("assumptions", ())
        )
        first = tuple(map(parse, properties.get("first_elements", ())))
        return given if given.formula is None else ZeroSumInfiniteSet(replace(given.formula, prefix=first))

    def delete(self, set_id: UUID) -> None:
        """Delete a stored set; raises ServiceError where there is none."""
        self._send("DELETE", f"/api/v1/infinite-sets/{set_id}")

    def operate(
        self, set_a_id: UUID, set_b_id: UUID, reading: Mode = "compensated", *, timeout: float | None = None
    ) -> ZeroSumResult:
        """Return whether two stored sets are zero-sum; the claim is made here, of the sets as they are stored.

        Raises DivergenceError for the direct reading of divergent sets.
        """
        body = {"set_a_id": str(set_a_id), "set_b_id": str(set_b_id), "operation_type": reading, "timeout": timeout}
        found = self._ask("/api/zerosum/operation", body)
        if found["claim"] is None:
            raise (DivergenceError if found["verdict"] == "divergent" else TnsimError)(found["reason"])
        claim = self.get(set_a_id).zero_sum_claim(self.get(set_b_id), reading)
        return ZeroSumResult(self._verdict(found, claim))

    def certificate(self, certificate_id: str) -> Certificate:
        """Return a stored certificate; raises CertificateError where it is not the one of this digest."""
        found = Certificate.from_data(self._send("GET", f"/api/v1/certificates/{certificate_id}").json()["certificate"])
        if found.digest != certificate_id:
            raise CertificateError("the service sent another certificate than the one asked for")
        return found

    def _verdict(self, found: Mapping[str, Any], claim: Claim) -> Verdict:
        """Return the verdict with evidence that holds here; raises CertificateError where it does not."""
        certificate = report = None
        if found["certificate_id"] is not None:
            certificate = self.certificate(found["certificate_id"])
            report = check(claim, certificate)
            if not report.accepted or report.verdict != found["verdict"]:
                raise CertificateError(f"the certificate of the service was rejected here: {report.reason}")
        ball = found["enclosure"]
        reason = found["reason"]
        enclosure = None if ball is None else _enclosure(ball, found["method"], reason)
        point = ball and ball.get("point") and {name: parse(text) for name, text in ball["point"].items()}
        return Verdict(
            found["verdict"], claim, certificate, report, enclosure, point or None,
            method=found["method"], reason=reason, seconds=found["seconds"],
        )  # fmt: skip

    def _ask(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        sent = {name: value for name, value in body.items() if value is not None}
        return self._finished(self._send("POST", path, sent))

    def _finished(self, answer: httpx.Response) -> dict[str, Any]:
        """Return the answer; where it is a job, wait for its end."""
        deadline = time.monotonic() + self._patience
        job: dict[str, Any] = answer.json()
        if answer.status_code != 202:
            return job
        while job["status"] in ("queued", "running"):
            if time.monotonic() > deadline:
                raise PrecisionError(f"no answer within {self._patience:g} s; the job is {job['links']['self']}")
            time.sleep(0.2)
            job = self._send("GET", job["links"]["self"]).json()
        if job["status"] != "finished":
            raise ServiceError(job["error"] or f"the job was {job['status']}", 422)
        result: dict[str, Any] = job["result"]
        return result

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """Send a request, again while it is put off; raises ServiceError with the service's reason."""
        deadline = time.monotonic() + self._patience
        while True:
            answer = self._http.request(method, path, json=body)
            if answer.status_code < 400:
                return answer
            pause = min(float(answer.headers.get("Retry-After", 1)), self._patience)
            if answer.status_code not in (429, 503) or time.monotonic() + pause > deadline:
                raise ServiceError(_detail(answer), answer.status_code)
            time.sleep(pause)


def _text(value: object) -> str:
    return value if isinstance(value, str) else to_text(as_expression(value))


def _detail(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"the service answered {answer.status_code}"


def _enclosure(found: Mapping[str, Any], method: str, reason: str) -> Enclosure:
    imaginary = found.get("imaginary")
    return Enclosure(_ball(found), method, 0, reason, None if imaginary is None else _ball(imaginary))


def _ball(found: Mapping[str, Any]) -> Ball:
    """Return a ball that holds the decimal one: rounded outwards."""
    midpoint, radius = Fraction(found["midpoint"]), Fraction(found["radius"])
    bits = max(128, 4 * len(found["midpoint"]))
    return Ball.of(Ball.from_bounds(midpoint - radius, midpoint + radius, bits))
