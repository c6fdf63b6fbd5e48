"""What the bounds rest on below Python: the machine code, the thread's arithmetic, and other processors."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from numba import njit

from tnsim.errors import PrecisionError
from tnsim.kernels import compensated_dot, compensated_sum, exact_sum, pieces, term_sum
from tnsim.kernels.memory import load
from tnsim.kernels.vectors import FEATURES, LANES, lane
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

ROOT = Path(__file__).parents[2]
UPWARD = 0x800
IS_X86 = "sse2" in FEATURES
MATH = ctypes.CDLL(ctypes.util.find_library("m")) if ctypes.util.find_library("m") else None


@njit
def _products_and_sums(x: np.ndarray) -> float:
    a = load(x, 0, LANES)
    scalar = x[0] * x[1] + x[2]
    return lane(a * a + a, 0) + scalar


def test_products_and_sums_are_not_contracted() -> None:
    x = np.full(LANES, 1 + 2.0**-30)
    x[1:3] = 1 + 2.0**-30, -(1 + 2.0**-29)
    _products_and_sums(x)
    (code,) = _products_and_sums.inspect_asm().values()
    assert "vfmadd" not in code and "fmla" not in code
    assert compensated_dot(x[:1], x[:1]).radius >= 0


@pytest.mark.skipif(not IS_X86 or "fma" not in FEATURES, reason="names of x86 instructions")
def test_fused_operations_stand_where_they_are_asked_for() -> None:
    x, found = np.ones(100), np.empty((1, 3))
    sums, with_products = njit(pieces.twofold_sum.py_func), njit(pieces.fold_pieces.py_func)
    sums(x)
    with_products((x, x), 100, 0, 1, (0.0, 0.0), pieces.PRODUCTS, found)
    (of_sums,), (of_products,) = sums.inspect_asm().values(), with_products.inspect_asm().values()
    assert "vaddpd" in of_sums
    assert "vfmadd" not in of_sums and "vfmsub" not in of_sums
    assert "vfmsub" in of_products


@contextmanager
def _rounding_upward() -> Iterator[None]:
    assert MATH is not None
    assert MATH.fesetround(UPWARD) == 0
    try:
        yield
    finally:
        MATH.fesetround(0)


@pytest.mark.skipif(MATH is None or not IS_X86, reason="the number of the rounding mode is that of x86")
def test_another_rounding_mode_is_refused() -> None:
    found: list[str] = []

    def attempt() -> None:
        x = np.ones(5)
        calls = (
            lambda: compensated_sum(x),
            lambda: compensated_sum([x]),
            lambda: exact_sum(x),
            lambda: compensated_dot(x, x),
            lambda: term_sum(parse("1/n"), Symbol("n"), 1, 10),
        )
        with _rounding_upward():
            for call in calls:
                try:
                    call()
                except PrecisionError as error:
                    found.append(str(error))

    for function in (compensated_sum, exact_sum):
        function(np.ones(5))
    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    assert len(found) == 5
    assert all("IEEE" in message for message in found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("processor", "features"),
    [
        ("haswell", "+sse,+sse2,+sse3,+ssse3,+sse4.1,+sse4.2,+avx,+avx2,+fma,+bmi,+bmi2,+f16c,+popcnt,+cx16,+lzcnt"),
        ("nehalem", "+sse,+sse2,+sse3,+ssse3,+sse4.1,+sse4.2,+popcnt,+cx16"),
    ],
)
@pytest.mark.skipif(not IS_X86, reason="processors of the x86 family")
def test_bounds_hold_on_lesser_processors(processor: str, features: str, tmp_path: Path) -> None:
    environment = os.environ | {
        "NUMBA_CPU_NAME": processor,
        "NUMBA_CPU_FEATURES": features,
        "NUMBA_CACHE_DIR": str(tmp_path),
    }
    tests = [f"tests/kernels/test_{name}.py" for name in ("sums", "dots", "elementary", "term_loops", "wide_attention")]
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *tests],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout
