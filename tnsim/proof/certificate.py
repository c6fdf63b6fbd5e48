"""Certificates: a list of steps, each a rule, the statement it concludes, its premises and its witness.

The JSON form is versioned and documented in docs/certificate-format.md. Reading is strict: an unknown field,
a forward reference or an oversized text is an error, never a guess.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from tnsim.errors import CertificateError, InputError
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import Expression
from tnsim.language.limits import Limits
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.sets.claim import Claim

__all__ = ["FORMAT_VERSION", "Certificate", "Kind", "Statement", "Step", "Witness", "read_expression"]

FORMAT_VERSION = 1
MOST_STEPS = 2000
MOST_CHARACTERS = 5_000_000
# Witnesses are written by programs: antidifferences may be far longer than what people type.
LIMITS = Limits(length=400_000, nodes=100_000, digits=5_000)

Kind: TypeAlias = Literal["equal", "nonzero", "converges", "diverges"]
Witness: TypeAlias = Mapping[str, str | int | tuple[str, ...] | Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a step concludes, for all values of the free symbols that satisfy the assumptions.

    `equal`: all infinite sums in `left` and `right` converge, and left = right. `converges`: the
    infinite sum `left` does. `nonzero` and `diverges` are said of some admissible values: there, all sums in
    `left` converge and it differs from 0; or the infinite sum `left` does not converge. Equations, and they
    alone, have a right side.
    """

    kind: Kind
    left: Expression
    right: Expression | None = None
    assumptions: Assumptions = EMPTY

    def __post_init__(self) -> None:
        if (self.right is None) == (self.kind == "equal"):
            raise CertificateError(f"a statement '{self.kind}' has {'a' if self.kind == 'equal' else 'no'} right side")


@dataclass(frozen=True, slots=True)
class Step:
    """One application of a rule; `premises` are numbers of earlier steps."""

    rule: str
    conclusion: Statement
    premises: tuple[int, ...]
    witness: Witness

    def moved(self, offset: int) -> Step:
        """Return the step behind `offset` further steps."""
        return Step(self.rule, self.conclusion, tuple(p + offset for p in self.premises), self.witness)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof of the last step's conclusion; `claim` is what its maker says that it is about.

    >>> from tnsim.language.expression import number
    >>> claim = Claim.parse("1/2 + 1/3 = 5/6")
    >>> proof = Certificate(claim, (Step("linear", Statement("equal", claim.expression, number(0)), (), {}),))
    >>> Certificate.from_json(proof.to_json()) == proof
    True
    """

    claim: Claim
    steps: tuple[Step, ...]

    @property
    def conclusion(self) -> Statement:
        """Return what the last step says."""
        return self.steps[-1].conclusion

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON text."""
        return hashlib.sha256(self.to_json(indent=None).encode()).hexdigest()

    def to_data(self) -> dict[str, Any]:
        """Return the certificate as JSON data, as docs/certificate-format.md has it."""
        return {
            "format": "tnsim-certificate",
            "version": FORMAT_VERSION,
            "claim": {"expression": to_text(self.claim.expression), "assumptions": _facts(self.claim.assumptions)},
            "steps": [_step_data(step) for step in self.steps],
        }

    def to_json(self, indent: int | None = 2) -> str:
        """Return the JSON text, which `from_json` reads back to the same certificate.

        >>> from tnsim import prove
        >>> certificate = prove("sum(1/2^n, n=1..oo) = 1").certificate
        >>> Certificate.from_json(certificate.to_json()) == certificate
        True
        """
        return json.dumps(self.to_data(), indent=indent, ensure_ascii=True, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> Certificate:
        """Return the certificate in a JSON text; raises CertificateError with the place and the reason."""
        if len(text) > MOST_CHARACTERS:
            raise CertificateError(f"a certificate of {len(text)} characters is over the limit {MOST_CHARACTERS}")
        try:
            data = json.loads(text, object_pairs_hook=_each_once)
        except (ValueError, RecursionError) as error:
            raise CertificateError(f"not a JSON text: {error}") from None
        return Certificate.from_data(data)

    @staticmethod
    def from_data(data: object) -> Certificate:
        """Return the certificate that JSON data are; raises CertificateError where they are none."""
        top = _fields(data, "certificate", ("format", "version", "claim", "steps"))
        if top["format"] != "tnsim-certificate" or type(top["version"]) is not int or top["version"] != FORMAT_VERSION:
            raise CertificateError(f"expected format 'tnsim-certificate', version {FORMAT_VERSION}")
        claim = _fields(top["claim"], "claim", ("expression", "assumptions"))
        expression = _expression(claim["expression"], "claim")
        steps = top["steps"]
        if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
            raise CertificateError(f"steps must be a list of 1 to {MOST_STEPS} steps")
        read = tuple(_step(item, position) for position, item in enumerate(steps))
        return Certificate(Claim(expression, _assumptions(claim["assumptions"], "claim")), read)


def read_expression(text: str) -> Expression:
    """Return the expression in a text of a certificate; raises InputError."""
    return parse(text, LIMITS)


def _facts(assumptions: Assumptions) -> list[str]:
    return list(assumptions.to_texts())


def _step_data(step: Step) -> dict[str, Any]:
    conclusion: dict[str, Any] = {"kind": step.conclusion.kind, "left": to_text(step.conclusion.left)}
    if step.conclusion.right is not None:
        conclusion["right"] = to_text(step.conclusion.right)
    conclusion["assumptions"] = _facts(step.conclusion.assumptions)
    witness = {
        name: dict(value) if isinstance(value, Mapping) else list(value) if isinstance(value, tuple) else value
        for name, value in step.witness.items()
    }
    return {"rule": step.rule, "conclusion": conclusion, "premises": list(step.premises), "witness": witness}


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object; of a field that stands there twice, another reader might take the other value."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the field {next(name for name in names if names.count(name) > 1)!r} stands there twice")
    return fields


def _fields(data: object, where: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise CertificateError(f"{where}: expected an object")
    missing = [name for name in required if name not in data]
    unknown = sorted(str(name) for name in data if name not in required + optional)
    if missing or unknown:
        problem = f"missing {', '.join(missing)}" if missing else f"unknown {', '.join(unknown)}"
        raise CertificateError(f"{where}: {problem}")
    return data


def _expression(text: object, where: str) -> Expression:
    if not isinstance(text, str):
        raise CertificateError(f"{where}: an expression must be a text")
    try:
        return read_expression(text)
    except InputError as error:
        raise CertificateError(f"{where}: {error}") from None


def _assumptions(texts: object, where: str) -> Assumptions:
    if not isinstance(texts, list) or not all(isinstance(t, str) for t in texts):
        raise CertificateError(f"{where}: assumptions must be a list of texts")
    try:
        return Assumptions.parse(texts)
    except InputError as error:
        raise CertificateError(f"{where}: {error}") from None


def _step(data: object, position: int) -> Step:
    where = f"step {position}"
    fields = _fields(data, where, ("rule", "conclusion", "premises", "witness"))
    said = _fields(fields["conclusion"], where, ("kind", "left", "assumptions"), ("right",))
    if said["kind"] not in get_args(Kind):
        raise CertificateError(f"{where}: unknown kind of statement {said['kind']!r}")
    right = _expression(said["right"], where) if "right" in said else None
    conclusion = Statement(
        said["kind"], _expression(said["left"], where), right, _assumptions(said["assumptions"], where)
    )
    premises = fields["premises"]
    if not isinstance(premises, list) or not all(type(p) is int and 0 <= p < position for p in premises):
        raise CertificateError(f"{where}: premises must be numbers of earlier steps")
    if not isinstance(fields["rule"], str):
        raise CertificateError(f"{where}: the rule must be a text")
    return Step(fields["rule"], conclusion, tuple(premises), _witness(fields["witness"], where))


def _witness(data: object, where: str) -> Witness:
    if not isinstance(data, dict):
        raise CertificateError(f"{where}: the witness must be an object")
    witness: dict[str, str | int | tuple[str, ...] | Mapping[str, str]] = {}
    for name, value in data.items():
        if isinstance(value, str) or type(value) is int:
            witness[name] = value
        elif isinstance(value, list) and all(isinstance(v, str) for v in value):
            witness[name] = tuple(value)
        elif isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
            witness[name] = value
        else:
            raise CertificateError(f"{where}: the witness field {name!r} has an unknown shape")
    return witness
