"""The tables of the campaigns, from their journals.

python -m campaigns.report --perturbed claims.jsonl --sums sums.jsonl --texts texts.jsonl --write
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measurement import conditions, markdown, save
from campaigns.journal import Journal
from campaigns.perturbed_claims import contradicts

__all__ = ["line_of_soak", "line_of_texts", "main", "table_of_claims", "table_of_mutants", "table_of_sums"]

RESULTS = Path(__file__).parent.parent / "benchmarks" / "results" / "soundness.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--perturbed", type=Path, required=True, help="journal of campaigns.perturbed_claims")
    parser.add_argument("--sums", type=Path, required=True, help="journal of campaigns.random_sums")
    parser.add_argument("--texts", type=Path, help="journal of campaigns.parser_inputs")
    parser.add_argument("--mutants", type=Path, help="journal of campaigns.checker_mutants")
    parser.add_argument("--soak", type=Path, help="journal of campaigns.soak")
    parser.add_argument("--write", type=Path, nargs="?", const=RESULTS, metavar="FILE", help="save the report")
    options = parser.parse_args(arguments)
    lines = [
        "# Attacks on soundness",
        "## True claims of the corpus with one thing changed",
        "Each is put to the prover; what it certifies is judged by balls of 70 digits at admissible points, which "
        "share no rule with the prover and its checker. *True again*: proved, and every ball holds 0. *Not judged*: "
        "no ball was had in time, or the sum diverges, where there is none. *Refused*: the changed claim has a pole or "
        "cannot be read. A claim that is not certified goes on to a ball, and is never said to be proved.",
        table_of_claims(Journal(options.perturbed)),
        "## Random sums of known value",
        "24 families, each member enclosed to 5 to 60 digits, the value by other functions to 15 digits more.",
        table_of_sums(Journal(options.sums)),
    ]
    if options.texts:
        lines += ["## Texts to the parser", line_of_texts(Journal(options.texts))]
    if options.mutants:
        lines += ["## Conditions of the checker left out, one at a time", table_of_mutants(Journal(options.mutants))]
    if options.soak:
        from campaigns.soak import table  # it needs the service

        *rounds, end = Journal(options.soak).findings()
        lines += ["## The service, calm, killed, flooded and calm again", line_of_soak(rounds, end), table(rounds)]
    lines += ["Holes that were found, and their tests: [the trusted base](../../docs/trusted-base.md#closed-holes)."]
    save("\n\n".join([*lines, conditions(["python-flint", "mpmath"], {})]), options.write)
    return 0


def table_of_claims(journal: Journal) -> str:
    """Return the table of perturbed claims by the kind of the change."""
    head = ["change", "claims", "proved, true again", "refuted", "divergent", "not judged", "not certified", "refused"]
    counts: dict[str, Counter[str]] = {}
    for finding in journal.findings():
        row = counts.setdefault(finding.get("kind") or "none that can be read", Counter())
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
    columns = ["claims", "proved", "refuted", "divergent", "not judged", "not certified", "refused", "contradicted"]
    rows = [[kind, *(str(row[column]) for column in columns)] for kind, row in sorted(counts.items())]
    total = sum(counts.values(), Counter())
    rows.append(["all", *(str(total[column]) for column in columns)])
    return markdown([*head, "contradicted by a ball"], rows)


def table_of_sums(journal: Journal) -> str:
    """Return the table of random sums by family."""
    counts: dict[str, Counter[str]] = {}
    for finding in journal.findings():
        row = counts.setdefault(finding["family"], Counter())
        row["held"] += finding.get("held", 0)
        row["open"] += len(finding.get("open", []))
        row["missed"] += len(finding.get("missed", []))
    columns = ["held", "open", "missed"]
    rows = [[family, *(str(row[column]) for column in columns)] for family, row in sorted(counts.items())]
    total = sum(counts.values(), Counter())
    rows.append(["all", *(str(total[column]) for column in columns)])
    return markdown(["family", "balls that hold the value", "no ball in time", "balls that miss"], rows)


def line_of_texts(journal: Journal) -> str:
    """Return what came of the texts."""
    findings = list(journal.findings())
    texts, read = (sum(finding[key] for finding in findings) for key in ("texts", "read"))
    wrong = sum(len(finding["wrong"]) for finding in findings)
    longest, largest = (max(finding[key] for finding in findings) for key in ("longest", "megabytes"))
    return (
        f"{texts:,} formulas with a few edits: {read:,} are formulas still, which read back as they are written, the "
        f"others are refused in words; {wrong} did otherwise. At most {1000 * longest:.0f} ms for one, "
        f"{largest} MB for the process."
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


def table_of_mutants(journal: Journal) -> str:
    """Return how many changes of each module some test noticed."""
    counts: dict[str, Counter[str]] = {}
    for finding in journal.findings():
        row = counts.setdefault(finding["seed"].split(":")[0].removeprefix("tnsim.proof."), Counter())
        row["changes"] += 1
        row["noticed"] += finding["killed"] is not None
    rows = [[module, str(row["changes"]), str(row["noticed"])] for module, row in sorted(counts.items())]
    return markdown(["module", "changes", "noticed by a test"], rows)


if __name__ == "__main__":
    raise SystemExit(main())
