"""Inputs made to reach new code of the readers: nothing but a worded refusal, and no long wait.

python -m campaigns.fuzzing formulas CORPUS_FOLDER -runs=10000000
python -m campaigns.fuzzing certificates CORPUS_FOLDER -max_total_time=600

Needs the package atheris. The folder is libFuzzer's own (new inputs are added to it); what follows goes to libFuzzer.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["tnsim.language", "tnsim.proof.certificate", "tnsim.proof.scope"]):
    from tnsim.errors import CertificateError, InputError, TnsimError
    from tnsim.language.parser import parse
    from tnsim.language.printing import to_text
    from tnsim.proof.certificate import Certificate
    from tnsim.proof.checker import check

__all__ = ["main"]

_SECONDS = {"formulas": 0.25, "certificates": 20.0}
"""Processor time that an input may take: code that is watched takes some five times as long as it does by itself."""

_TRIES = 3
"""How often it may take longer by chance before it counts."""


def _formula(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    try:
        expression = parse(text)
    except (InputError, TnsimError):
        return
    try:
        again = parse(to_text(expression))
    except InputError as error:
        raise AssertionError(f"{text!r} is written as {to_text(expression)!r}, which is refused: {error}") from error
    assert again == expression, f"{text!r} is written as {to_text(expression)!r}, which reads differently"


def _certificate(data: bytes) -> None:
    try:
        certificate = Certificate.from_json(data.decode("utf-8", "surrogateescape"))
    except CertificateError:
        return
    report = check(certificate.claim, certificate)
    assert report.accepted or report.reason
    assert Certificate.from_json(certificate.to_json()) == certificate


def _within(target: Callable[[bytes], None], seconds: float) -> Callable[[bytes], None]:
    def timed(data: bytes) -> None:
        for _ in range(_TRIES):
            began = time.process_time()
            target(data)
            if time.process_time() - began < seconds:
                return
        raise AssertionError(f"more than {seconds} s for {data!r}")

    return timed


def main() -> None:
    """Run one of the campaigns until its end, or until an input is found that breaks the promise."""
    kind, folder, *options = sys.argv[1:]
    targets = {"formulas": _formula, "certificates": _certificate}
    Path(folder).mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *options, folder], _within(targets[kind], _SECONDS[kind]))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
