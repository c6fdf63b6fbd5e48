"""`tnsim cluster`: a local Dask cluster, for trying out what a large one does."""

from __future__ import annotations

import signal
import threading

import click

from tnsim.cli import options, reading
from tnsim.cluster.batch import processors
from tnsim.errors import InputError, MissingExtraError

__all__ = ["cluster"]


@click.group(no_args_is_help=True)
def cluster() -> None:
    """Run a cluster for batches and for the jobs of the service."""


@cluster.command()
@options.workers
@click.option("--port", type=options.PORT, default=8786, help="The scheduler's port; 0 for any that is free.")
def start(workers: int | None, port: int) -> None:
    """Start a cluster on the loopback address.

    It prints its address, and runs until it is interrupted.
    """
    with reading.refusals(as_json=False):
        try:
            from tnsim.cluster.distributed import local_cluster

            running = local_cluster(workers or processors(), port)
        except MissingExtraError as error:
            raise InputError(str(error)) from None
        interrupted = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: interrupted.set())
        click.echo(running.scheduler_address)
        interrupted.wait()
        running.close()
