"""A real Dask cluster of processes on this machine, started by `tnsim cluster start`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

pytest.importorskip("distributed", reason="a cluster needs the extra cluster")

from tnsim.cluster.batch import Place, run_batch
from tnsim.cluster.distributed import DaskExecutor, connect
from tnsim.cluster.execution import Task
from tnsim.cluster.sums import block_sum, prove_many
from tnsim.core.worker import Report
from tnsim.errors import InputError
from tnsim.sets.claim import Claim

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
ROOT = Path(__file__).parent.parent.parent


def wait_or_kill_the_worker(report: Report, mark: str) -> str:
    """End the whole Dask worker, the first time: this process is its child."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getppid() if not _is_fork_server(os.getppid()) else _parent_of(os.getppid()), 9)
    return "done"


def _is_fork_server(pid: int) -> bool:
    return b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()


def _parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def never_end(report: Report) -> None:
    sum(range(10**13))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "tnsim", "cluster", "start", "--workers", "2", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def test_results_are_those_of_the_serial_run(address: str) -> None:
    claims = [Claim.parse(text) for text in ("sum(1/(n*(n+1)), n=1..oo) = 1", "sum(1/2^n, n=1..oo) = 2", "1 = 1")]
    serial, distributed = (
        [answer.report | {"seconds": 0, "checker": None} for answer in prove_many(claims, place)]
        for place in (Place(1), Place(cluster=address))
    )
    assert serial == distributed
    assert block_sum("1/n^2", 1, 100, Place(1)) == block_sum("1/n^2", 1, 100, Place(cluster=address))


def test_the_tasks_of_a_lost_worker_run_again(address: str, tmp_path: Path) -> None:
    jobs = [(str(tmp_path / "mark"),)] * 4
    outcomes = run_batch(wait_or_kill_the_worker, jobs, 60, Place(cluster=address))
    assert [outcome.value for outcome in outcomes] == ["done"] * 4


def test_a_deadline_holds_on_a_cluster(address: str) -> None:
    (outcome,) = run_batch(never_end, [()], 2, Place(cluster=address))
    assert outcome.state == "timed out"


def test_a_task_can_be_given_up(address: str) -> None:
    executor, given_up = DaskExecutor(address), Event()
    given_up.set()
    assert executor.run(Task(never_end, (), 3), print, given_up) is None
    executor.close()


def test_the_service_sends_its_jobs_there(address: str, tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db", "--cluster", address) as running, running.client() as client:
        body = {"claim": "sum(1/(n*(n+1)), n=1..oo) = 1"}
        assert client.post("/api/v1/prove", json=body).json()["verdict"] == "proved"


def test_nobody_at_an_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tnsim.cluster.distributed._PATIENCE", 1.0)
    with pytest.raises(InputError, match="no Dask scheduler"):
        connect("tcp://127.0.0.1:1")
