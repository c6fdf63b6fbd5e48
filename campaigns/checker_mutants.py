"""Changes to the checker's own source, one at a time: which of them does no test notice?

python -m campaigns.checker_mutants --journal mutants.jsonl tnsim.proof.rules.telescope --tests tests/proof

Without modules all of `tnsim.proof` and `tnsim.domains` is changed. Each change is made in a process of its own, and
the tests that pass through the changed function run there, the quickest first, until one fails. A change that all of
them pass is a side condition without a test, or one that cannot matter: it is printed, unless
`explained_conditions.toml` says why.
"""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import hypothesis
import pytest
from _pytest.runner import runtestprotocol

from campaigns.explanations import why
from campaigns.journal import Journal
from campaigns.mutants import Mutant, Place, apply, code_places, mutants_of

__all__ = ["main"]

Passages = dict[tuple[str, Place], list[tuple[float, str]]]
"""For each function the tests that pass through it, with their seconds."""

_PACKAGES = ("tnsim.proof", "tnsim.domains")
_TESTS = ("tests/proof", "tests/attacks")


class Campaign:
    """A plugin of pytest that runs the collected tests against each mutant instead of once."""

    def __init__(self, mutants: Sequence[Mutant], journal: Path, workers: int, seconds: float, end: float) -> None:
        self._mutants, self._path, self._workers = mutants, journal, workers
        self._seconds, self._end = seconds, end

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the campaign in the place of the tests."""
        tests = {item.nodeid: item for item in session.items}
        passages = self._passages(tests)
        journal = Journal(self._path)
        waiting = [mutant for mutant in self._mutants if mutant.name not in journal.done]
        running: set[int] = set()
        while waiting or running:
            while waiting and len(running) < self._workers and time.monotonic() < self._end:
                mutant = waiting.pop(0)
                running.add(self._fork(partial(self._judge, mutant, tests, passages)))
            if not running:
                break
            child, _ = os.wait()
            running.discard(child)
        return True

    def _passages(self, tests: dict[str, pytest.Item]) -> Passages:
        """Return which test passes through which function, watched once and kept beside the journal."""
        kept = self._path.with_suffix(".passages")
        if not kept.exists():
            os.waitpid(self._fork(partial(self._watch, tests, kept)), 0)
        passages: Passages = defaultdict(list)
        for test, seconds, places in json.loads(kept.read_text(encoding="utf-8")):
            if test in tests:
                for module, name, line in places:
                    passages[module, (name, line)].append((seconds, test))
        return passages

    def _watch(self, tests: dict[str, pytest.Item], kept: Path) -> None:
        seen: list[tuple[str, float, list[tuple[str, str, int]]]] = []
        for name, item in tests.items():
            places: set[tuple[str, str, int]] = set()

            def note(frame: FrameType, event: str, _: Any, places: set[tuple[str, str, int]] = places) -> None:
                module = frame.f_globals.get("__name__", "")
                if event == "call" and module.startswith(_PACKAGES):
                    places.add((module, frame.f_code.co_qualname, frame.f_code.co_firstlineno))

            began = time.process_time()
            sys.setprofile(note)
            failed = _fails(item)
            sys.setprofile(None)
            if not failed:
                seen.append((name, time.process_time() - began, sorted(places)))
        kept.write_text(json.dumps(seen), encoding="utf-8")

    def _judge(self, mutant: Mutant, tests: dict[str, pytest.Item], passages: Passages) -> None:
        chosen = {test: seconds for place in code_places(mutant) for seconds, test in passages[mutant.module, place]}
        order = sorted(chosen, key=lambda test: chosen[test])
        finding = {"seed": mutant.name, "text": mutant.text, "tests": len(order), "killed": None}
        signal.signal(signal.SIGALRM, lambda *_: self._end_of_time(finding))
        apply(mutant)
        began = time.process_time()
        for test in order:
            signal.alarm(60 + 20 * int(chosen[test]))
            if _fails(tests[test]):
                finding["killed"] = test
                break
            if time.process_time() - began > self._seconds:
                finding["unfinished"] = True
                break
        signal.alarm(0)
        Journal(self._path).add(finding)

    def _end_of_time(self, finding: dict[str, Any]) -> None:
        Journal(self._path).add(finding | {"killed": "time"})
        os._exit(0)

    @staticmethod
    def _fork(work: Callable[[], None]) -> int:
        child = os.fork()
        if child == 0:
            try:
                work()
            finally:
                os._exit(0)
        return child


def _fails(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def _modules(named: Sequence[str]) -> Iterator[str]:
    if named:
        yield from named
        return
    for package in _PACKAGES:
        yield package
        for found in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            yield found.name


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; the exit code is 1 when a change goes unnoticed without an explanation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="those to change; default: all of the trusted side's rules")
    parser.add_argument("--journal", type=Path, required=True, help="where the findings are kept")
    parser.add_argument("--tests", nargs="+", default=_TESTS)
    parser.add_argument("--changes", nargs="+", default=["not refused", "left out", "boundary"])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120, help="of tests for each change")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no change after so many")
    options = parser.parse_args(arguments)
    modules = list(_modules(options.modules))
    for module in modules:
        import_module(module)
    mutants = [m for module in modules for m in mutants_of(module) if m.change in options.changes]
    end = time.monotonic() + 60 * options.minutes
    campaign = Campaign(mutants, options.journal, options.workers, options.seconds, end)
    hypothesis.settings.register_profile("mutants", database=None, derandomize=True)
    hypothesis.settings.load_profile("mutants")
    quiet = ["-q", "-W", "ignore::pytest.PytestAssertRewriteWarning", "-p", "no:cacheprovider", "-p", "no:xdist"]
    pytest.main([*quiet, *options.tests], plugins=[campaign])
    findings = list(Journal(options.journal).findings())
    missed = [finding for finding in findings if finding["killed"] is None]
    unexplained = [finding for finding in missed if not why(finding)]
    for finding in unexplained:
        print(finding["seed"], finding["text"], "" if finding["tests"] else "(no test passes through it)")
    print(f"{len(findings)} changes, {len(missed)} unnoticed, {len(unexplained)} of them unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    raise SystemExit(main())
