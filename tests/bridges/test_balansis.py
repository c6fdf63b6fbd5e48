"""The bridge against the real package, in an environment of its own: `make test-balansis`."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pytest

from tnsim.bridges.balansis import compare, from_eternal_set, to_absolute_value, to_eternal_set
from tnsim.core import InfiniteSet
from tnsim.errors import InputError, MissingExtraError, UnsupportedError
from tnsim.service.work import answer

ROOT = Path(__file__).parent.parent.parent
IS_THERE = importlib.util.find_spec("balansis") is not None
needs_balansis = pytest.mark.skipif(not IS_THERE, reason="balansis needs numpy < 2: run `make test-balansis`")


@needs_balansis
def test_a_set_becomes_an_eternal_set_and_comes_back() -> None:
    from balansis import AbsoluteValue, EternalSet

    given = InfiniteSet("(-1)^n/2^n", start=0)
    theirs = to_eternal_set(given)
    assert isinstance(theirs, EternalSet) and theirs.is_infinite
    first = list(islice(theirs, 3))
    assert first == [
        AbsoluteValue(magnitude=1.0, direction=1),
        AbsoluteValue(magnitude=0.5, direction=-1),
        AbsoluteValue(magnitude=0.25, direction=1),
    ]
    assert from_eternal_set(to_eternal_set(given), 5).take(5) == given.take(5)
    assert not to_eternal_set(InfiniteSet.from_elements([1])).is_infinite


@needs_balansis
def test_their_sum_stands_beside_the_exact_one() -> None:
    found = compare(InfiniteSet.from_elements([1, "1/3", "-1/3"]), 10)
    assert (found["count"], found["exact"], found["balansis_version"]) == (3, "1", "1.1.0")
    assert Fraction(found["balansis"]["value"]) - 1 == Fraction(found["difference"])
    assert found["ours"] == {"midpoint": "1", "radius": "0"}


@needs_balansis
def test_their_compensation_saves_what_plain_addition_loses_and_no_more() -> None:
    saved = compare(InfiniteSet.from_elements([10**16, 1, -(10**16)]), 3)
    assert (saved["exact"], saved["difference"]) == ("1", "0")
    lost = compare(InfiniteSet.from_elements([10**50, 10**20, 1, -(10**20), -(10**50)]), 5)
    assert (lost["exact"], lost["difference"]) == ("1", "-1")


@needs_balansis
def test_their_set_operation_agrees_with_ours() -> None:
    from balansis import global_compensate

    a = InfiniteSet.harmonic()
    theirs = global_compensate(to_eternal_set(a), to_eternal_set(-a))
    assert all(value.is_absolute() for value in islice(theirs, 100))
    assert a.oplus(-a).validate_zero_sum().kind == "proved"


@needs_balansis
def test_the_service_asks_in_the_same_words() -> None:
    question = {"a": {"elements": ["1", "-1/3"], "start": 1}, "count": 5}
    found = answer(lambda _: None, "balansis", question, 20.0).result
    assert (found["count"], found["exact"]) == (2, "2/3")


@needs_balansis
def test_what_no_float_is_near_is_refused() -> None:
    with pytest.raises(InputError, match="too large"):
        to_absolute_value(Fraction(10**400))
    with pytest.raises(UnsupportedError, match="rational elements only"):
        compare(InfiniteSet("sqrt(n)"), 3)
    with pytest.raises(InputError, match="no elements"):
        compare(InfiniteSet.from_elements([]), 3)


@pytest.mark.skipif(IS_THERE, reason="balansis is installed here")
def test_without_the_package_the_bridge_says_what_to_install() -> None:
    with pytest.raises(MissingExtraError, match=r"pip install balansis==1\.1\.0"):
        to_absolute_value(Fraction(1))


def test_nothing_but_the_bridge_imports_balansis() -> None:
    for file in (ROOT / "tnsim").rglob("*.py"):
        if file.name != "balansis.py":
            text = file.read_text(encoding="utf-8")
            assert "import balansis" not in text and 'import_module("balansis' not in text, file
    program = "import sys, tnsim.bridges.balansis; print('balansis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
