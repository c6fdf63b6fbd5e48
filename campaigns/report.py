"""Counts the journals of campaigns, keeps the tallies beside those of earlier runs, and lays all of them out.

python -m campaigns.report --perturbed claims.jsonl --sums sums.jsonl --texts texts.jsonl --write

A journal that has grown since it was counted is counted anew. Without journals the tables are those of what was kept.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measurement import conditions, markdown, save
from campaigns.explanations import why
from campaigns.journal import Journal
from campaigns.perturbed_claims import contradicts
from campaigns.tallies import Tallies, Tally

__all__ = ["count_claims", "count_mutants", "count_sums", "count_texts", "count_ways", "line_of_soak", "main", "page"]

RESULTS = Path(__file__).parent.parent / "benchmarks" / "results" / "soundness.md"
Rows = dict[str, Counter[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for campaign, (module, _) in _COUNTED.items():
        journals = f"of campaigns.{module}"
        parser.add_argument(f"--{campaign}", nargs="+", type=Path, default=[], metavar="JOURNAL", help=journals)
    parser.add_argument("--soak", type=Path, metavar="JOURNAL", help="of campaigns.soak")
    parser.add_argument("--write", type=Path, nargs="?", const=RESULTS, metavar="FILE", help="save page and tallies")
    options = parser.parse_args(arguments)
    tallies, today = Tallies((options.write or RESULTS).with_suffix(".jsonl")), date.today().isoformat()
    for campaign, (_, count) in _COUNTED.items():
        for path in getattr(options, campaign):
            if not Journal(path).done:
                parser.error(f"{path} holds no findings of campaigns.{_COUNTED[campaign][0]}")
            for first, rows in count(Journal(path)):
                tallies.keep(Tally(campaign, first, today, {name: dict(row) for name, row in sorted(rows.items())}))
    if options.soak:
        from campaigns.soak import table  # it needs the service

        *rounds, end = Journal(options.soak).findings()
        tallies.keep(Tally("soak", "", today, text=f"{line_of_soak(rounds, end)}\n\n{table(rounds)}"))
    if options.write:
        tallies.save()
    save(page(tallies), options.write)
    return 0


def page(tallies: Tallies) -> str:
    """Return the page of what all runs have counted."""
    claims = ["claims", "proved", "refuted", "divergent", "not judged", "not certified", "refused", "contradicted"]
    named = ["claims", "proved, true again", *claims[2:-1], "contradicted by a ball"]
    sums = {"held": "balls that hold the value", "open": "no ball in time", "missed": "balls that miss"}
    families = tallies.total("sums")
    mutants = tallies.total("mutants")
    del mutants["all"]
    lines = [
        "# Attacks on soundness",
        "## True claims of the corpus with one thing changed",
        "Each is put to the prover; what it certifies is judged by balls of 70 digits at admissible points, which "
        "share no rule with the prover and its checker. *True again*: proved, and every ball holds 0. *Not judged*: "
        "no ball was had in time, or the sum diverges, where there is none. *Refused*: the changed claim has a pole or "
        "cannot be read. A claim that is not certified goes on to a ball, and is never said to be proved.",
        _table("change", dict(zip(claims, named, strict=True)), tallies.total("perturbed")),
        "## Random sums of known value",
        f"{len(families) - 1} families, each member enclosed to 5 to 60 digits, the value by other functions to 15 "
        "digits more.",
        _table("family", sums, families),
        "## Random sums in two ways",
        line_of_ways(tallies.total("ways")["all"]),
        "## Texts to the parser",
        line_of_texts(tallies.total("texts")["all"]),
        "## Conditions of the checker left out, one at a time",
        "Of each rule: a refusal or a part of a condition left out, a comparison moved by one. *Explained*: no test "
        "fails, and `campaigns/explained_conditions.toml` says why it cannot matter.",
        _table("module", {"changes": "changes", "noticed": "noticed by a test", "explained": "explained"}, mutants),
        "## The service, calm, killed, flooded and calm again",
        tallies.text("soak"),
        "Holes that were found, and their tests: [the trusted base](../../docs/trusted-base.md#closed-holes).",
        "The runs, by their first seed and day, are in `soundness.jsonl`; each was made with the engine of its day.",
    ]
    return "\n\n".join([*lines, conditions(["python-flint", "mpmath"], {})])


def _table(corner: str, columns: Mapping[str, str], rows: Rows) -> str:
    body = [[name, *(str(row[column]) for column in columns)] for name, row in rows.items()]
    return markdown([corner, *columns.values()], body)


def count_claims(journal: Journal) -> Iterator[tuple[str, Rows]]:
    """Yield the first seed of a journal of perturbed claims with their counts by the kind of the change."""
    rows: Rows = {}
    for finding in journal.findings():
        row = rows.setdefault(finding.get("kind") or "none that can be read", Counter())
        row["claims"] += 1
        certified, truth = finding.get("certified"), finding.get("truth")
        if "refused" in finding or "state" in finding:
            row["refused"] += 1
        elif contradicts(finding):
            row["contradicted"] += 1
        elif certified is None:
            row["not certified"] += 1
        else:
            row[certified] += certified != "proved" or truth == "zero"
            row["not judged"] += truth == "unknown"
    yield _first(journal), rows


def count_sums(journal: Journal) -> Iterator[tuple[str, Rows]]:
    """Yield the first seed of a journal of random sums with their counts by family."""
    rows: Rows = {}
    for finding in journal.findings():
        row = rows.setdefault(finding["seed"].rsplit(" ", 1)[0], Counter())  # the family and the first member
        row["held"] += finding.get("held", 0)
        row["open"] += len(finding.get("open", []))
        row["missed"] += len(finding.get("missed", []))
    yield _first(journal), rows


def count_texts(journal: Journal) -> Iterator[tuple[str, Rows]]:
    """Yield the first seed of a journal of texts with what came of them."""
    findings = list(journal.findings())
    row = Counter({key: sum(finding[key] for finding in findings) for key in ("texts", "read")})
    row["wrong"] = sum(len(finding["wrong"]) for finding in findings)
    row["milliseconds"] = round(1000 * max(finding["longest"] for finding in findings))
    row["megabytes"] = max(finding["megabytes"] for finding in findings)
    yield _first(journal), {"texts": row}


def count_ways(journal: Journal) -> Iterator[tuple[str, Rows]]:
    """Yield the first seed of a journal of sums enclosed in several ways with what came of them."""
    row: Counter[str] = Counter()
    for finding in journal.findings():
        row["sums"] += finding.get("sums", 0)
        row["balls"] += finding.get("balls", 0)
        row["apart"] += len(finding.get("apart", []))
    yield _first(journal), {"sums": row}


def count_mutants(journal: Journal) -> Iterator[tuple[str, Rows]]:
    """Yield for each module how many changes there were, how many some test noticed, and how many are explained."""
    rows: Rows = {}
    for finding in journal.findings():
        row = rows.setdefault(finding["seed"].split(":")[0].removeprefix("tnsim.proof."), Counter())
        row["changes"] += 1
        row["noticed"] += finding["killed"] is not None
        row["explained"] += finding["killed"] is None and why(finding) != ""
    for module, row in rows.items():
        yield module, {module: row}


_COUNTED: dict[str, tuple[str, Callable[[Journal], Iterator[tuple[str, Rows]]]]] = {
    "perturbed": ("perturbed_claims", count_claims),
    "sums": ("random_sums", count_sums),
    "ways": ("two_ways", count_ways),
    "texts": ("parser_inputs", count_texts),
    "mutants": ("checker_mutants", count_mutants),
}


def _first(journal: Journal) -> str:
    return str(next(journal.findings())["seed"])


def line_of_ways(row: Mapping[str, int]) -> str:
    """Return what came of sums enclosed by different methods, cut, shifted, by residue classes and the like."""
    return (
        f"{row['sums']:,} random sums, each enclosed by every method that applies, cut, shifted, by residue classes "
        f"and the like: {row['balls']:,} balls; {row['apart']} pairs without a common point."
    )


def line_of_texts(row: Mapping[str, int]) -> str:
    """Return what came of the texts."""
    return (
        f"{row['texts']:,} formulas with a few edits: {row['read']:,} are formulas still, which read back as they are "
        f"written, the others are refused in words; {row['wrong']} did otherwise. At most {row['milliseconds']} ms for "
        f"one, {row['megabytes']} MB for the process."
    )


def line_of_soak(rounds: Sequence[Mapping[str, Any]], end: Mapping[str, Any]) -> str:
    """Return what was acknowledged, and what became of it."""
    lost = sum(end["missing"].values())
    lines = len(end["wrong"]) + len(end["errors in the log"]) + bool(end["secret in the log"])
    return (
        f"{sum(one['requests'] for one in rounds):,} requests in {len(rounds)} rounds; {end['sets']:,} sets kept, "
        f"{end['deleted']:,} deleted, {end['jobs']:,} jobs acknowledged; {lost} of them lost, failed or returned; "
        f"{lines} answers wrong, errors or secrets in the log."
    )


if __name__ == "__main__":
    raise SystemExit(main())
