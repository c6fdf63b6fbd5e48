"""All formats of a proof by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tnsim.errors import InputError
from tnsim.export import html, latex, markdown, text
from tnsim.export.coq import document
from tnsim.proof.certificate import Certificate

__all__ = ["FORMATS", "render"]

FORMATS: Mapping[str, Callable[[Certificate], str]] = {
    "text": text.render,
    "markdown": markdown.render,
    "latex": latex.render,
    "html": html.page,
    "json": Certificate.to_json,
    "coq": document.render,
}


def render(certificate: Certificate, form: str) -> str:
    """Return the proof in a format of `FORMATS`; `html` is a page, see `tnsim.export.html` for a fragment.

    Raises InputError for an unknown format, CertificateError for a certificate that the checker rejects, and for
    `coq` UnsupportedError (NotExportable) where a step has no translation.

    >>> import tnsim
    >>> proof = tnsim.prove("sum(1/(n*(n+1)), n=1..oo) = 1").certificate
    >>> print(render(proof, "text").partition("\\n")[0])
    Theorem. ∑_{n=1}^∞ 1/(n·(n + 1)) = 1
    """
    if form not in FORMATS:
        raise InputError(f"unknown format {form!r}: choose {', '.join(FORMATS)}")
    return FORMATS[form](certificate)
