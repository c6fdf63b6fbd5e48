from __future__ import annotations

import re

from tnsim.export.latex import render
from tnsim.proof.certificate import Certificate


def test_documents_are_well_formed(certificates: dict[str, Certificate]) -> None:
    for name, certificate in certificates.items():
        document = render(certificate)
        assert document.isascii(), name
        assert document.startswith("\\documentclass{article}")
        _assert_balanced(document)
        for formula in _formulas(document):
            assert formula.strip(), name
            assert formula.count(r"\left") - formula.count(r"\leftarrow") == formula.count(r"\right"), formula
            _assert_braces(formula)


def test_prose_and_formulas(certificates: dict[str, Certificate]) -> None:
    document = render(certificates["sum(1/n^2, n=1..oo) = 2"])
    assert "\\section*{Refuted claim}\n\\[\n  \\sum_{n=1}^{\\infty} \\frac{1}{n^{2}} = 2\n\\]" in document
    assert r"the left side is $\zeta(2) - 2$." in document
    assert r"$-0.355065933152 \pm 5.1 \cdot 10^{-13}$" in document
    document = render(certificates["sum((-1)^n/n, n=1..oo) = -log(2)"])
    assert r"for complex $x$ with $\left|x\right| \le 1$ and $x \neq 1$." in document


def test_signs_of_tex_in_prose_are_escaped(certificates: dict[str, Certificate]) -> None:
    for certificate in certificates.values():
        prose = re.sub(
            r"\$[^$]*\$|\\\[.*?\\\]|\\begin\{multline\*\}.*?\\end\{multline\*\}|\\[a-zA-Z]+|\\[%_#&{}]",
            "",
            render(certificate),
            flags=re.S,
        )
        assert not re.search(r"[%_#&^~$]", prose), prose


def _assert_balanced(document: str) -> None:
    _assert_braces(document)
    assert document.count("\\[") == document.count("\\]")
    assert document.count("$") % 2 == 0
    begun = re.findall(r"\\begin\{([\w*]+)\}", document)
    assert sorted(begun) == sorted(re.findall(r"\\end\{([\w*]+)\}", document))
    assert set(begun) <= {"document", "itemize", "multline*", "quote"}


def _assert_braces(text: str) -> None:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if brace == "{" else -1
        assert depth >= 0, text
    assert depth == 0, text


def _formulas(document: str) -> list[str]:
    displayed = re.findall(r"\\\[(.*?)\\\]", document, re.S)
    return displayed + re.findall(r"\$([^$]*)\$", document)
