"""True claims with one thing changed, put to the prover: what it certifies is compared with balls.

python -m campaigns.perturbed_claims path/to/*.jsonl --seeds 100000 --journal perturbed.jsonl

The same seeds give the same claims everywhere; a run that was stopped goes on where it was. On a cluster:
`--cluster tcp://scheduler:8786 --seeds 1000000`. The exit code is 1 when a verdict is contradicted by a ball.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from campaigns.batches import add_options, run_jobs
from campaigns.perturbations import perturbed
from campaigns.truth import judged
from tnsim.cli.corpus import Record, read_corpus
from tnsim.core.worker import Report
from tnsim.errors import TnsimError
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

__all__ = ["attack", "contradicts", "main"]

_BATCH = 2_000
_GRACE = 5.0
_WRONG = {("proved", "nonzero"), ("refuted", "zero"), ("divergent", "zero"), ("divergent", "nonzero")}


def attack(report: Report, seed: int, records: tuple[tuple[str, str, tuple[str, ...]], ...], seconds: float) -> Any:
    """Return the finding of a seed: the claim, what is certified of it, and what balls say."""
    random = Random(f"perturbed {seed}")
    source, text, facts = random.choice(records)
    finding: dict[str, Any] = {"seed": seed, "source": source, "kind": "", "certified": None, "truth": None}
    began = time.monotonic()
    try:
        finding["kind"], claim = perturbed(Claim.parse(text, facts), random)
        certificate = search(claim, began + seconds).certificate
    except TnsimError as error:
        return finding | {"refused": type(error).__name__, "seconds": round(time.monotonic() - began, 3)}
    if certificate is not None:
        finding["certified"] = check(claim, Certificate.from_json(certificate.to_json())).verdict
    finding["seconds"] = round(time.monotonic() - began, 3)
    if finding["certified"] is not None:
        finding["truth"] = judged(claim, 4 * seconds)
        finding |= {"claim": to_text(claim.expression), "facts": claim.assumptions.to_texts()}
    return finding


def contradicts(finding: dict[str, Any]) -> bool:
    """Tell whether a ball contradicts what was certified."""
    return (finding.get("certified"), finding.get("truth")) in _WRONG


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; the exit code is 1 when something certified is contradicted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="+", help="JSON Lines files of claims; the true ones are changed")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seeds", type=int, default=1_000, help="how many")
    parser.add_argument("--seconds", type=float, default=2, help="for each search")
    add_options(parser)
    options = parser.parse_args(arguments)
    records = tuple(_plain(record) for record in read_corpus(options.corpus) if record.truth == "zero")
    seeds = range(options.first, options.first + options.seeds)
    jobs = {seed: (seed, records, options.seconds) for seed in seeds}
    limit = 6 * options.seconds + _GRACE
    journal = run_jobs(attack, jobs, options, seconds=limit, batch=_BATCH, label="claims")
    wrong = [finding for finding in journal.findings() if contradicts(finding)]
    for finding in wrong:
        print(finding)
    print(f"{len(journal.done)} claims, {len(wrong)} verdicts contradicted")
    return 1 if wrong else 0


def _plain(record: Record) -> tuple[str, str, tuple[str, ...]]:
    return record.id, record.claim, record.assumptions


if __name__ == "__main__":
    raise SystemExit(main())
