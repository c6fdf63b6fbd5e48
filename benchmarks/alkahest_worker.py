"""Answers, one JSON line for each line read, with a recurrence by alkahest: run by an interpreter that has it.

In: {"term": text in gamma functions, "index": name, "parameter": name, "upper": text}. Out: {"order": number or null,
"ends": what it says of the ends of the sum, "seconds": number}.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

__all__ = ["answer", "main"]


def answer(question: dict[str, str]) -> dict[str, Any]:
    """Return the answer to one question."""
    import alkahest  # type: ignore[import-not-found]

    pool = alkahest.ExprPool()
    names = {name: pool.symbol(name) for name in (question["parameter"], question["index"])}
    term, upper = (alkahest.parse(question[key], pool, names) for key in ("term", "upper"))
    n, k = names.values()
    began = time.process_time()
    try:
        found = alkahest.zeilberger(term, n, k, limits=(0, upper), max_order=6, max_degree=60)
        order, ends = found.order, str(found.boundary)
    except alkahest.AlkahestError as error:
        order, ends = None, type(error).__name__
    return {"order": order, "ends": ends, "seconds": time.process_time() - began}


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
