"""Texts at random to the parser: a worded refusal or a formula that reads back, no long wait, bounded memory.

python -m campaigns.parser_inputs path/to/*.jsonl --blocks 1000 --journal inputs.jsonl

A block is 10,000 texts, true formulas with a few edits: the same seeds give the same texts everywhere, and a run that
was stopped goes on where it was. The exit code is 1 when a text does what it should not.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from campaigns.journal import Journal
from tnsim.cli.corpus import read_corpus
from tnsim.errors import InputError
from tnsim.language.parser import parse
from tnsim.language.printing import to_text

__all__ = ["block", "edited", "main"]

_TEXTS = 10_000
_LONGEST = 400
_SECONDS = 0.05
_TRIES = 3
_PIECES = (
    *"+-*/^()[]{},=<>!|&~;:.'\"\\_%$#@? \t\n", "**", "..", "...", "<=", "sum", "Sum(", "product(", "prod", "oo", "-oo",
    "n", "n=1..oo", "(n, 1, oo)", "binomial(2*n, n)", "zeta(", "hyper((1, 2), (3,), 1)", "factorial(", "n!", "0", "1",
    "00", "10^10^10", "999999999999999999999", "1/0", "0^0", "1e400", "0x1F", "1.5", "1.", ".5", "\u2212", "\u03c0",
    "\u221e", "\u2211", "\u00b2", "\u043f", "\u0430", "\u2044", "\u200b", "\uff11", "\u0661", "\x00", "\ud800",
    "\U0001d7d9", "lambda", "import", "__class__", "I", "E", "pi", "x", "(" * 40, ")" * 40, "-" * 40,
    "!" * 10, "^" * 3, "1+" * 30,
)  # fmt: skip


def edited(text: str, others: Sequence[str], random: Random) -> str:
    """Return a text with one to five edits: pieces put in, taken out, doubled, exchanged, or another text's end."""
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        low = random.randrange(len(text) + 1)
        high = min(len(text), low + random.choice((0, 1, 1, 2, 5, 20)))
        match random.randrange(6):
            case 0:
                text = text[:low] + text[high:]
            case 1:
                text = text[:low] + random.choice(_PIECES) + text[low:]
            case 2:
                text = text[:low] + random.choice(_PIECES) + text[high:]
            case 3:
                text = text[:high] + text[low:high] * random.choice((1, 1, 2, 10)) + text[high:]
            case 4:
                text = text[:low] + chr(random.choice((random.randrange(128), random.randrange(0x3000)))) + text[high:]
            case 5:
                other = random.choice(others)
                text = text[:low] + other[random.randrange(len(other) + 1) :]
        text = text[:_LONGEST]
    return text


def block(seed: int, formulas: Sequence[str]) -> dict[str, Any]:
    """Return what came of the texts of a seed; `wrong` holds those that did what they should not."""
    random = Random(f"parser {seed}")
    finding: dict[str, Any] = {"seed": seed, "texts": _TEXTS, "read": 0, "longest": 0.0, "wrong": []}
    for _ in range(_TEXTS):
        text = edited(random.choice(formulas), formulas, random)
        try:
            seconds, read = _timed(text)
        except Exception as error:
            finding["wrong"].append([text, f"{type(error).__name__}: {error}"[:200]])
            continue
        finding["read"] += read
        finding["longest"] = max(finding["longest"], round(seconds, 4))
        if seconds > _SECONDS:
            finding["wrong"].append([text, f"{seconds:.3f} s"])
    finding["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return finding


def _timed(text: str) -> tuple[float, bool]:
    """Return the processor seconds of the quickest of some tries, and whether the text is a formula."""
    best = float("inf")
    for _ in range(_TRIES):
        began = time.process_time()
        read = _reads_back(text)
        best = min(best, time.process_time() - began)
        if best < _SECONDS:
            break
    return best, read


def _reads_back(text: str) -> bool:
    try:
        expression = parse(text)
    except InputError as error:
        if not str(error):
            raise AssertionError("a refusal without words") from None
        return False
    if parse(to_text(expression)) != expression:
        raise AssertionError(f"written as {to_text(expression)!r}, which reads differently")
    return True


def main(arguments: Sequence[str] | None = None, report: Callable[[str], object] = print) -> int:
    """Run the campaign; the exit code is 1 when a text is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="+", help="JSON Lines files of claims, whose formulas are edited")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--blocks", type=int, default=10, help="how many times 10,000 texts")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no block after so many")
    parser.add_argument("--journal", type=Path, required=True, help="where the findings are kept")
    options = parser.parse_args(arguments)
    journal, end = Journal(options.journal), time.monotonic() + 60 * options.minutes
    formulas = [record.claim for record in read_corpus(options.corpus)]
    for seed in range(options.first, options.first + options.blocks):
        if seed not in journal.done and time.monotonic() < end:
            journal.add(block(seed, formulas))
    findings = list(journal.findings())
    wrong = [text for finding in findings for text in finding["wrong"]]
    for text in wrong:
        report(str(text))
    total = sum(finding["texts"] for finding in findings)
    read = sum(finding["read"] for finding in findings)
    longest = max((finding["longest"] for finding in findings), default=0)
    largest = max((finding["megabytes"] for finding in findings), default=0)
    report(f"{total} texts, {read} of them formulas, {len(wrong)} wrong; at most {longest} s and {largest} MB")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
