"""Closed forms: found by the strategies or guessed from certified digits, then proved like any other claim."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from tnsim.core.ball import Enclosure, enclosure_fields
from tnsim.core.compensator import Compensator
from tnsim.core.guesses import guesses
from tnsim.core.reading import as_expression
from tnsim.core.verdict import Kind, Verdict
from tnsim.enclosure.evaluate import enclose
from tnsim.errors import DomainError, PrecisionError, TnsimError
from tnsim.language.assumptions import Assumptions, require_known
from tnsim.language.expression import Expression, free_symbols
from tnsim.language.printing import to_latex, to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.closed_forms import cost, values_found
from tnsim.prover.deadline import OutOfTime, ends_at
from tnsim.prover.definite_sums import definite_values
from tnsim.prover.search import SearchResult, search
from tnsim.sets.claim import Claim

__all__ = ["ClosedForm", "ClosedForms", "closed_form"]

_GUESS_DIGITS = 100
_MOST_CANDIDATES = 4
_LONG = 40
"""A value longer than this is worth a guess at a shorter one."""


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """A closed form of an expression, with the verdict on the equation; a form that is not proved is a conjecture.

    `verdict` is about `expression - value`, or about the divergence of the expression; `enclosure` is a ball
    around the value of the expression where no form is proved.

    >>> print(closed_form("sum(1/(n*(n+1)), n=1..oo)"))
    proved: Sum(1/(n*(n + 1)), (n, 1, oo)) = 1
    """

    expression: Expression
    assumptions: Assumptions
    value: Expression | None = None
    verdict: Verdict | None = None
    enclosure: Enclosure | None = None
    reason: str = ""
    seconds: float = 0.0

    def __post_init__(self) -> None:
        expected = self.expression if self.value is None else self.expression - self.value
        if self.verdict is not None and self.verdict.claim != Claim(expected, self.assumptions):
            raise ValueError("the verdict is about another claim")
        if self.verdict is not None and self.verdict.kind == "refuted":
            raise ValueError("a closed form that is refuted is none")

    @property
    def kind(self) -> Kind:
        """Return `proved`, `divergent`, `enclosed` or `undetermined`."""
        if self.verdict is not None and self.verdict.kind in ("proved", "divergent"):
            return self.verdict.kind
        return "undetermined" if self.enclosure is None else "enclosed"

    @property
    def is_conjecture(self) -> bool:
        """Tell whether there is a form that is only known to agree with digits."""
        return self.value is not None and self.kind != "proved"

    @property
    def digits(self) -> int | None:
        """Return to how many digits after the point a conjecture agrees, `None` where there is no conjecture."""
        if not self.is_conjecture or self.verdict is None or self.verdict.enclosure is None:
            return None
        ball = self.verdict.enclosure.ball
        size = ball.radius.denominator.bit_length() - ball.radius.numerator.bit_length() - 1
        return max(0, math.floor(size * math.log10(2)))

    @property
    def certificate(self) -> Certificate | None:
        """Return the certificate of the verdict, `None` where there is none."""
        return None if self.verdict is None else self.verdict.certificate

    def __str__(self) -> str:
        left = to_text(self.expression)
        if self.kind == "divergent":
            return f"divergent: {left}"
        if self.value is None:
            return f"{self.kind}: {left}" + ("" if self.enclosure is None else f" is in {self.enclosure}")
        if self.is_conjecture:
            return f"conjecture, agrees to {self.digits} digits: {left} = {to_text(self.value)}"
        return f"proved: {left} = {to_text(self.value)}"

    def __repr__(self) -> str:
        return f"<ClosedForm {self}>"

    def _repr_latex_(self) -> str:
        if self.value is None:
            return f"${to_latex(self.expression)}$"
        sign = r"\overset{?}{=}" if self.is_conjecture else "="
        return f"${to_latex(self.expression)} {sign} {to_latex(self.value)}$"

    def to_json(self) -> dict[str, Any]:
        """Return the object that `tnsim sum --json` prints."""
        from tnsim import __version__

        about = {} if self.verdict is None else self.verdict.to_json()
        return {
            "expression": to_text(self.expression),
            "closed_form": None if self.value is None else to_text(self.value),
            "verdict": self.kind,
            "conjecture": self.is_conjecture,
            "digits": self.digits,
            "method": about.get("method", "" if self.enclosure is None else self.enclosure.method),
            "certificate": about.get("certificate"),
            "checker": about.get("checker"),
            "enclosure": None if self.enclosure is None else enclosure_fields(self.enclosure),
            "reason": self.reason,
            "seconds": round(self.seconds, 4),
            "version": __version__,
        }


@dataclass(frozen=True, slots=True)
class ClosedForms:
    """Finds closed forms with the strategies and within the budget of a compensator."""

    compensator: Compensator

    def of(self, claim: Claim) -> ClosedForm:
        """Return a closed form of the claim's expression, or what else is known of its value.

        Raises AssumptionError where a symbol has no assumption, DomainError where a term has a pole.
        """
        began = time.monotonic()
        require_known(claim.expression, claim.assumptions)
        return replace(self._found(claim, began + self.compensator.timeout), seconds=time.monotonic() - began)

    def _found(self, claim: Claim, deadline: float) -> ClosedForm:
        bare = ClosedForm(claim.expression, claim.assumptions)
        found = search(claim, deadline, self.compensator.strategies)
        if found.certificate is not None and check(claim, found.certificate).verdict == "divergent":
            verdict = self._proved(claim, deadline)
            return replace(bare, verdict=verdict, reason=verdict.reason)
        best = self._from_strategies(bare, claim, found, deadline)
        if best is not None and (free_symbols(claim.expression) or cost(_value(best)) <= _LONG):
            return best
        if claim.assumptions.symbols:
            definite = self._from_recurrences(bare, claim, deadline)
            if definite is not None:
                return definite
            return replace(bare, reason="no strategy applies, and digits are guessed from only without parameters")
        return self._from_digits(bare, best, deadline)

    def _from_strategies(
        self, bare: ClosedForm, claim: Claim, found: SearchResult, deadline: float
    ) -> ClosedForm | None:
        for value in values_found(claim, found)[:_MOST_CANDIDATES]:
            verdict = self._proved(Claim(claim.expression - value, claim.assumptions), deadline)
            if verdict.kind == "proved":
                return replace(bare, value=value, verdict=verdict, reason="the equation is proved")
        return None

    def _from_recurrences(self, bare: ClosedForm, claim: Claim, deadline: float) -> ClosedForm | None:
        """Return a closed form in a whole parameter, found by a recurrence and proved."""
        with suppress(OutOfTime), ends_at(deadline):
            for value in definite_values(claim):
                verdict = self._proved(Claim(claim.expression - value, claim.assumptions), deadline)
                if verdict.kind == "proved":
                    return replace(bare, value=value, verdict=verdict, reason="a solution of a recurrence, then proved")
        return None

    def _from_digits(self, bare: ClosedForm, best: ClosedForm | None, deadline: float) -> ClosedForm:
        """Return a guess that is shorter than the best form so far, proved or as a conjecture; else that form."""
        source = bare.expression if best is None else _value(best)
        enclosure: Enclosure | None = None
        reason = "no strategy applies, and no combination of the constants tried agrees with the digits"
        try:
            progress = self.compensator.on_progress
            enclosure = Enclosure.of(enclose(source, {}, self.compensator.digits, deadline, progress))
            guessed = list(self._guesses(bare, source, deadline))
        except DomainError:
            raise
        except (TnsimError, ZeroDivisionError) as error:
            guessed, reason = [], str(error)
            known = getattr(error, "best", None) if isinstance(error, PrecisionError) else None
            if enclosure is None and known is not None:
                enclosure = Enclosure.of(known)
        conjecture: ClosedForm | None = None
        for value in guessed:
            if best is not None and cost(value) >= cost(_value(best)):
                continue
            verdict = self._proved(Claim(bare.expression - value, bare.assumptions), deadline)
            if verdict.kind == "proved":
                return replace(bare, value=value, verdict=verdict, reason="guessed from digits, then proved")
            if verdict.kind == "enclosed" and conjecture is None:
                why = "a conjecture: it agrees with the digits, and is not proved"
                conjecture = replace(bare, value=value, verdict=verdict, enclosure=enclosure, reason=why)
        return best or conjecture or replace(bare, enclosure=enclosure, reason=reason)

    def _guesses(self, bare: ClosedForm, source: Expression, deadline: float) -> Iterator[Expression]:
        """Yield at most a few guesses from a ball of many digits; a complex value has none."""
        found = enclose(source, {}, _GUESS_DIGITS, deadline)
        if found.imaginary is None:
            for count, value in enumerate(guesses(bare.expression, found.ball.to_arb(), _GUESS_DIGITS - 2)):
                if count == _MOST_CANDIDATES:
                    return
                yield value

    def _proved(self, claim: Claim, deadline: float) -> Verdict:
        remaining = max(0.01, deadline - time.monotonic())
        return replace(self.compensator, timeout=remaining, on_progress=None).prove(claim)


def _value(form: ClosedForm) -> Expression:
    assert form.value is not None
    return form.value


def closed_form(
    expression: object, assumptions: Iterable[str] = (), *, digits: int = 15, timeout: float = 20.0
) -> ClosedForm:
    """Return a closed form of an expression: proved, or a conjecture that agrees with certified digits.

    Raises InputError for what cannot be read, AssumptionError where a symbol has no assumption.

    >>> print(closed_form("sum(1/(n^2 + 1), n=1..oo)"))
    proved: Sum(1/(n**2 + 1), (n, 1, oo)) = pi*coth(pi)/2 - 1/2
    >>> print(closed_form("sum(k^2, k=1..N)", ["N: integer, >= 1"]))
    proved: Sum(k**2, (k, 1, N)) = N**3/3 + N**2/2 + N/6
    """
    claim = Claim(as_expression(expression), Assumptions.parse(assumptions))
    return ClosedForms(Compensator(digits=digits, timeout=timeout)).of(claim)
