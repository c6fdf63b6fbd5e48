"""`tnsim cluster`: a local Dask cluster, for trying out what a large one does."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from tnsim.cli import reading
from tnsim.cluster.batch import processors
from tnsim.errors import InputError, MissingExtraError

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="A cluster for batches and for the jobs of the service.")


@app.callback()
def _group() -> None:
    """A cluster for batches and for the jobs of the service."""


@app.command()
def start(
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: one a processor.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The scheduler's port; 0 for any that is free.")] = 8786,
) -> None:
    """Start a cluster on the loopback address, print its address, and run until interrupted."""
    with reading.refusals(as_json=False):
        try:
            from tnsim.cluster.distributed import local_cluster

            cluster = local_cluster(workers or processors(), port)
        except MissingExtraError as error:
            raise InputError(str(error)) from None
        interrupted = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: interrupted.set())
        typer.echo(cluster.scheduler_address)
        interrupted.wait()
        cluster.close()
