"""All formats of a proof by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from operator import attrgetter

from tnsim.errors import InputError
from tnsim.proof.certificate import Certificate

__all__ = ["FORMATS", "render"]

FORMATS: Mapping[str, tuple[str, str]] = {
    "text": ("tnsim.export.text", "render"),
    "markdown": ("tnsim.export.markdown", "render"),
    "latex": ("tnsim.export.latex", "render"),
    "html": ("tnsim.export.html", "page"),
    "json": ("tnsim.proof.certificate", "Certificate.to_json"),
    "coq": ("tnsim.export.coq.document", "render"),
}
"""The module and the function of each format; a format is loaded when it is asked for."""


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
    module, function = FORMATS[form]
    writer: Callable[[Certificate], str] = attrgetter(function)(import_module(module))
    return writer(certificate)
