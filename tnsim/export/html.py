"""A certificate as HTML: a fragment for a page of one's own, or a page that stands alone.

Formulas are MathML, which browsers set without a script; each carries its LaTeX as an annotation and its line of
Unicode as the alternative text. Everything that comes from the certificate is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from tnsim.export.document import Formula, Line, Section
from tnsim.export.mathml import to_mathml
from tnsim.export.narration.story import tell
from tnsim.export.notation import in_latex, in_unicode
from tnsim.export.prose import marked
from tnsim.proof.certificate import Certificate

__all__ = ["page", "render"]

_STYLE = """\
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.6 Georgia, serif; }
math[display="block"] { margin: 0.8rem 0; overflow-x: auto; }
h1 { font-size: 1.2rem; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 0; }
footer { margin-top: 2rem; font-size: 0.8rem; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { background: #16181c; color: #e6e6e6; } }"""


def render(certificate: Certificate) -> str:
    """Return the proof as one `article` element; raises CertificateError if the checker rejects it.

    >>> from tnsim.language.expression import number
    >>> from tnsim.proof.certificate import Statement, Step
    >>> from tnsim.sets.claim import Claim
    >>> claim = Claim.parse("1 + 1 = 2")
    >>> step = Step("linear", Statement("equal", claim.expression, number(0)), (), {})
    >>> print(render(Certificate(claim, (step,))))
    <article class="proof">
    <header>
    <h1>Theorem</h1>
    <math class="math" display="block" alttext="1 + 1 = 2">...
    """
    document = tell(certificate)
    parts = ['<article class="proof">', "<header>", f"<h1>{escape(document.title)}</h1>"]
    parts.append(_math(document.claim, block=True))
    if told := [*document.assumptions, *document.notation]:
        parts.append(f"<p>{' '.join(map(_words, told))}</p>")
    parts += [f"<p><em>Idea.</em> {_words(document.idea)}</p>", "</header>"]
    if document.conventions:
        parts.append(f"<p>{' '.join(map(_words, document.conventions))}</p>")
    for section in document.sections:
        parts += _section(section)
    parts.append(f'<p class="end">{_words(document.end)} ∎</p>')
    if document.references:
        items = [f"<li>{_words(line)}</li>" for line in document.references]
        parts += ["<h2>References</h2>", "<ul>", *items, "</ul>"]
    parts += ["<footer>", *(f"<p>{_marked(text)}</p>" for text in document.colophon), "</footer>", "</article>"]
    return "\n".join(parts)


def page(certificate: Certificate) -> str:
    """Return the proof as a page that stands alone; raises CertificateError if the checker rejects it."""
    document = tell(certificate)
    title = escape(f"{document.title}: {in_unicode(document.claim)}")
    return "\n".join([
        "<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>", f"<style>\n{_STYLE}\n</style>", "</head>", "<body>",
        render(certificate), "</body>", "</html>",
    ])  # fmt: skip


def _section(section: Section) -> Iterator[str]:
    yield f'<section id="step-{section.number}">'
    yield f"<h2>{escape(section.heading)}</h2>"
    for lines in section.paragraphs():
        shown = lines[0].is_display
        yield _math(lines[0].formulas[0], block=True) if shown else f"<p>{' '.join(map(_words, lines))}</p>"
    yield "</section>"


def _words(line: Line) -> str:
    first, *rest = map(_marked, line.words.split("{}"))
    return first + "".join(_math(f) + words for f, words in zip(line.formulas, rest, strict=True))


def _marked(words: str) -> str:
    return marked(words, _linked, lambda title: f"<em>{escape(title)}</em>", lambda typed: f"<code>{typed}</code>")


def _linked(words: str) -> str:
    """Return the words with a link at each equation of the DLMF and each address."""
    address = re.sub(r"https://[a-z.]+[a-z]", r'<a href="\g<0>">\g<0></a>', escape(words))
    return re.sub(r"DLMF (\d+\.\d+)\.(\d+)", r'<a href="https://dlmf.nist.gov/\1.E\2">\g<0></a>', address)


def _math(formula: Formula, block: bool = False) -> str:
    latex = in_latex(formula)
    display = ' display="block"' if block else ""
    return (
        f'<math class="math"{display} alttext="{escape(in_unicode(formula))}">'
        f"<semantics><mrow>{to_mathml(latex)}</mrow>"
        f'<annotation encoding="application/x-tex">{escape(latex)}</annotation></semantics></math>'
    )
