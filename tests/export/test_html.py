from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tnsim.errors import CertificateError
from tnsim.export.html import page, render
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import ZERO, Add, Negate, Symbol
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

VOID = {"br", "meta"}


class _Reader(HTMLParser):
    """Elements that are closed in the order in which they were opened, and all text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_fragments_and_pages_are_well_formed(certificates: dict[str, Certificate]) -> None:
    for certificate in certificates.values():
        fragment = _Reader(render(certificate))
        assert fragment.elements[0] == ("article", {"class": "proof"})
        assert not {"script", "style", "html"} & {tag for tag, _ in fragment.elements}
        whole = _Reader(page(certificate))
        tags = [tag for tag, _ in whole.elements]
        assert tags[0] == "html" and tags.count("article") == 1 and "script" not in tags
        assert render(certificate) in page(certificate)


def test_every_step_has_an_anchor(certificates: dict[str, Certificate]) -> None:
    certificate = certificates["cases"]
    sections = [about["id"] for tag, about in _Reader(render(certificate)).elements if tag == "section"]
    assert sections == ["step-1", "step-2", "step-3"]


def test_formulas_carry_their_line_of_text_and_their_latex(certificates: dict[str, Certificate]) -> None:
    fragment = render(certificates["sum(1/n^2, n=1..oo) = 2"])
    formulas = [about for tag, about in _Reader(fragment).elements if tag == "math"]
    assert formulas[0] == {"class": "math", "display": "block", "alttext": "∑_{n=1}^∞ 1/n² = 2"}
    assert '<annotation encoding="application/x-tex">\\zeta(2) - 2</annotation>' in fragment


def test_a_symbol_with_signs_of_html_is_refused_before_it_is_shown() -> None:
    name = "<script>alert('&')</script>"
    claim = Claim(Add((Symbol(name), Negate(Symbol(name)))), EMPTY)
    step = Step("linear", Statement("equal", claim.expression, ZERO, EMPTY), (), {})
    with pytest.raises(CertificateError, match="is not the name of a symbol"):
        page(Certificate(claim, (step,)))


def test_signs_of_html_in_assumptions_are_escaped() -> None:
    claim = Claim.parse("sum(x^n, n=0..oo) = 1/(1-x)", ["x: real, 0 < x < 1"])
    certificate = search(claim).certificate
    assert certificate is not None
    fragment = render(certificate)
    assert "0 &lt; x" in fragment and "0 < x" not in fragment
