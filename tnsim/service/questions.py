"""From a request to a question for the engine: read once, refused early, known by the digest of what it asks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tnsim.core.reading import as_fraction
from tnsim.errors import InputError
from tnsim.language.assumptions import Assumptions, require_known
from tnsim.language.expression import free_symbols
from tnsim.language.parser import parse
from tnsim.language.tokens import constant_meant
from tnsim.service.definitions import Definition
from tnsim.service.settings import FORMULA_LIMITS
from tnsim.sets.claim import Claim

__all__ = [
    "Question",
    "ask_arrays",
    "ask_balansis",
    "ask_check",
    "ask_compensate",
    "ask_elements",
    "ask_evaluate",
    "ask_partial_sums",
    "ask_proof",
    "ask_prove",
    "ask_sum",
    "ask_zero_sum",
]


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of work and its data; `key` is the same for questions that mean the same."""

    kind: str
    data: Mapping[str, Any]
    key: str
    claim_digest: str | None = None
    is_heavy: bool = False

    def fingerprint(self, timeout: float) -> str:
        """Return the digest of the question together with the time that may be spent on it."""
        return _digest(self.key, timeout)


def ask_prove(claim: str, assumptions: Sequence[str], digits: int) -> Question:
    """Return the question whether a claim holds.

    Raises InputError for what cannot be read, AssumptionError where nothing is assumed of a symbol.
    """
    digest = _claim_digest(claim, tuple(assumptions))
    data = {"claim": claim, "assumptions": list(assumptions), "digits": digits}
    return Question("prove", data, _digest("prove", digest, digits), digest, digits > 100)


def ask_sum(expression: str, assumptions: Sequence[str], digits: int) -> Question:
    """Return the question for a closed form; raises as `ask_prove` does."""
    digest = _claim_digest(expression, tuple(assumptions))
    data = {"expression": expression, "assumptions": list(assumptions), "digits": digits}
    return Question("sum", data, _digest("sum", digest, digits), is_heavy=digits > 100)


def ask_evaluate(expression: str, values: Mapping[str, object], digits: int) -> Question:
    """Return the question for a ball around a value; raises InputError where a symbol has no value, or a second one."""
    exact = {name: str(_value(name, value)) for name, value in values.items()}
    read = parse(expression, FORMULA_LIMITS)
    for name in sorted(free_symbols(read) - set(exact)):
        advice = constant_meant(name) or f"name one in values, as in {{{name!r}: '1/3'}}, or sum over it"
        raise InputError(f"{name} has no value: {advice}")
    data = {"expression": expression, "values": exact, "digits": digits}
    key = _digest("evaluate", Claim(read).digest, sorted(exact.items()), digits)
    return Question("evaluate", data, key, is_heavy=digits > 100)


def ask_partial_sums(series: str, values: Mapping[str, object], count: int) -> Question:
    """Return the question for the first partial sums of a series; raises as `ask_evaluate` does."""
    asked = ask_evaluate(series, values, 1)
    data = {"series": series, "values": asked.data["values"], "count": count}
    return Question("partial_sums", data, _digest("partial_sums", asked.key, count))


def ask_proof(certificate: str, form: str) -> Question:
    """Return the question for a stored certificate as a proof to be read, in a form."""
    data = {"certificate": certificate, "form": form}
    return Question("proof", data, _digest("proof", data))


def ask_check(certificate: Mapping[str, Any], claim: str | None, assumptions: Sequence[str]) -> Question:
    """Return the question whether the checker accepts a certificate for a claim."""
    if claim is not None:
        _claim_digest(claim, tuple(assumptions))
    elif assumptions:
        raise InputError("assumptions belong to a claim: give the claim that the certificate must be about")
    data = {"certificate": certificate, "claim": claim, "assumptions": list(assumptions)}
    return Question("check", data, _digest("check", data))


def ask_zero_sum(
    a: Definition, b: Definition | None = None, reading: str | None = None, subject: Mapping[str, str] | None = None
) -> Question:
    """Return the question whether a set, or two in a reading, are zero-sum; `subject` names the rows they come from."""
    data = {"a": a, "b": b, "reading": reading, "subject": dict(subject or {})}
    return Question("zero_sum", data, _digest("zero_sum", data))


def ask_compensate(a: Definition, method: str, subject: Mapping[str, str]) -> Question:
    """Return the question for a compensating set."""
    data = {"a": a, "method": method, "subject": dict(subject)}
    return Question("compensate", data, _digest("compensate", data))


def ask_arrays(wanted: Mapping[str, Any]) -> Question:
    """Return the question for a computation with arrays; heavy, for its worker loads torch first."""
    data = {"wanted": dict(wanted)}
    return Question("arrays", data, _digest("arrays", data), is_heavy=True)


def ask_elements(a: Definition, offset: int, limit: int) -> Question:
    """Return the question for exact elements by position."""
    data = {"a": a, "offset": offset, "limit": limit}
    return Question("elements", data, _digest("elements", data))


def ask_balansis(a: Definition, count: int) -> Question:
    """Return the question for a comparison with Balansis on the first elements of a set."""
    data = {"a": a, "count": count}
    return Question("balansis", data, _digest("balansis", data))


def _value(name: str, value: object) -> Fraction:
    try:
        return as_fraction(value)  # type: ignore[arg-type]
    except InputError as error:
        raise InputError(f"the value of {name}: {error}") from None


@lru_cache(maxsize=10_000)
def _claim_digest(text: str, assumptions: tuple[str, ...]) -> str:
    claim = Claim(parse(text, FORMULA_LIMITS), Assumptions.parse(assumptions))
    require_known(claim.expression, claim.assumptions)
    return claim.digest


def _digest(*parts: object) -> str:
    from tnsim import __version__

    return hashlib.sha256(json.dumps([__version__, *parts], sort_keys=True).encode()).hexdigest()
