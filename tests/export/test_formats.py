from __future__ import annotations

import json

import pytest

from tnsim.errors import InputError
from tnsim.export.formats import FORMATS, render
from tnsim.proof.certificate import Certificate


def test_all_formats_are_of_one_proof(certificates: dict[str, Certificate]) -> None:
    certificate = certificates["exceptional"]
    for form in set(FORMATS) - {"json", "coq"}:
        text = render(certificate, form)
        assert certificate.digest in text and "telescopes" in text and "its sum is" in text
    assert "Theorem claim" in render(certificate, "coq")
    assert Certificate.from_data(json.loads(render(certificate, "json"))) == certificate


def test_an_unknown_format_is_refused(certificates: dict[str, Certificate]) -> None:
    with pytest.raises(InputError, match="choose text, markdown, latex, html, json, coq"):
        render(certificates["exceptional"], "pdf")
