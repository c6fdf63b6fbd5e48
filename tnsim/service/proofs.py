"""A certificate as a proof to be read: as data that a page lays out, or as a document in a format of `tnsim.export`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tnsim.errors import UnsupportedError
from tnsim.export.document import Line
from tnsim.export.narration.statements import assumed
from tnsim.export.narration.story import tell
from tnsim.export.notation import in_latex
from tnsim.language.assumptions import Assumptions
from tnsim.proof.certificate import Certificate

__all__ = ["FORMATS", "described_assumptions", "document", "missing_formats", "story"]

FORMATS = {
    "text": ("tnsim.export.text", "render"),
    "latex": ("tnsim.export.latex", "render"),
    "html": ("tnsim.export.html", "page"),
    "coq": ("tnsim.export.coq.document", "render"),
}
"""The modules and their functions that write a certificate as a document."""


def document(certificate: Certificate, form: str) -> str:
    """Return the proof as a document in one of the FORMATS.

    Raises UnsupportedError where there is none in that format, CertificateError where the checker rejects it.
    """
    if form in missing_formats():
        raise UnsupportedError(missing_formats()[form])
    module, function = FORMATS[form]
    rendered: str = getattr(import_module(module), function)(certificate)
    return rendered


def missing_formats() -> dict[str, str]:
    """Return why there are no documents in a format, for the formats that this version cannot write."""
    missing = [form for form, (module, _) in FORMATS.items() if not _is_there(module)]
    return {form: f"this version of tnsim writes no {form.capitalize()} file" for form in missing}


def _is_there(module: str) -> bool:
    package, _, _ = module.rpartition(".")
    return find_spec(package) is not None and find_spec(module) is not None


def story(certificate: Certificate) -> dict[str, Any]:
    """Return the proof step by step, words apart from formulas; raises CertificateError if the checker rejects it."""
    told = tell(certificate)
    return {
        "title": told.title,
        "claim": in_latex(told.claim),
        "setting": [_line(line) for line in (*told.assumptions, *told.notation, *told.conventions)],
        "idea": _line(told.idea),
        "steps": [
            {
                "number": section.number,
                "title": section.title,
                "lines": [_line(line) for line in section.spoken],
            }
            for section in told.sections
        ],
        "end": _line(told.end),
        "references": [_line(line) for line in told.references],
        "colophon": list(told.colophon),
        "missing_formats": missing_formats(),
    }


def described_assumptions(assumptions: Assumptions) -> list[dict[str, Any]]:
    """Return what is assumed, in words and formulas."""
    return [_line(line) for line in assumed(assumptions)]


def _line(line: Line) -> dict[str, Any]:
    """Return a line as its pieces, words and formulas in turn.

    >>> from tnsim.export.document import say
    >>> from tnsim.language.expression import Symbol
    >>> _line(say("Here {} is real.", Symbol("x")))
    {'display': False, 'parts': [{'text': 'Here '}, {'latex': 'x'}, {'text': ' is real.'}]}
    """
    words = line.words.split("{}")
    parts: list[dict[str, str]] = [{"text": words[0]}]
    for formula, text in zip(line.formulas, words[1:], strict=True):
        parts += [{"latex": in_latex(formula)}, {"text": text}]
    return {"display": line.is_display, "parts": [part for part in parts if part.get("text") != ""]}
