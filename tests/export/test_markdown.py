from __future__ import annotations

import re

from tnsim.export.markdown import render
from tnsim.proof.certificate import Certificate


def test_formulas_stand_between_dollars(certificates: dict[str, Certificate]) -> None:
    text = render(certificates["sum(1/n^2, n=1..oo) = 2"])
    assert "$$\\sum_{n=1}^{\\infty} \\frac{1}{n^{2}} = 2$$" in text
    assert "the left side is $\\zeta(2) - 2$." in text


def test_signs_of_markdown_in_prose_are_escaped(certificates: dict[str, Certificate]) -> None:
    for certificate in certificates.values():
        text = render(certificate)
        assert text.replace("\\$", "").count("$") % 2 == 0
        prose = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|\\.", "", text, flags=re.S)
        prose = re.sub(r"^#+ |\*[^*]+\*|`tnsim check`|\[[a-z.]+\]\(https:[a-z./]+\)", "", prose, flags=re.M)
        assert not re.search(r"[`*_<>\[\]{}|~$]", prose), prose


def test_displayed_formulas_are_paragraphs(certificates: dict[str, Certificate]) -> None:
    for certificate in certificates.values():
        for block in render(certificate).split("\n\n"):
            assert "$$" not in block or (block.startswith("$$") and block.endswith("$$")), block
