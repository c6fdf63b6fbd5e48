from __future__ import annotations

import threading

import pytest
from flint import arb, ctx

from tnsim.domains.precision import working_precision


def test_restores_after_an_exception_and_when_nested() -> None:
    before = ctx.prec
    with pytest.raises(RuntimeError), working_precision(300):
        with working_precision(77):
            assert ctx.prec == 77
        assert ctx.prec == 300
        raise RuntimeError
    assert ctx.prec == before


def test_refuses_a_precision_that_means_nothing() -> None:
    with pytest.raises(ValueError), working_precision(0):
        pass


def test_threads_do_not_disturb_each_other() -> None:
    wrong: list[int] = []

    def work(bits: int) -> None:
        for _ in range(50):
            with working_precision(bits):
                arb(2).sqrt()
                if ctx.prec != bits:
                    wrong.append(ctx.prec)

    threads = [threading.Thread(target=work, args=(60 + 10 * i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
