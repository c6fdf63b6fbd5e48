"""Everything that can be set, each by an environment variable TNSIM_NAME."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from tnsim.errors import InputError
from tnsim.language.limits import Limits

__all__ = ["FORMULA_LIMITS", "Settings"]

FORMULA_LIMITS = Limits(length=5_000, depth=60, nodes=2_000, digits=500)
"""What a formula from outside may cost; less than on the command line."""

_PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs.

    Where things are: `database` and `redis` are URLs, `cluster` is the address of a Dask scheduler that jobs go to.
    Who may ask: `keys` demands API keys; `hosts` are the names that the service answers to (none: all), `origins`
    the pages of other origins that may ask.
    Workers: `workers` processes for jobs in their first `quantum` seconds, `slow_workers` for those that
    take longer; `memory` in bytes for each; `lease` seconds until a silent worker's job is another's.
    Limits: `body` in bytes; `arrival` seconds in which the head of a request, and then its body, must arrive;
    `concurrent` requests at a time; `rate` requests a second and `burst` at once for a client (0: no limit);
    `waiting` jobs in all and `jobs_of_owner`; `timeout` and `most_timeout` in seconds for a job; `patience` seconds
    that a request waits.
    The rest: `cached` answers in this process, each for `cache_seconds`; ended jobs are kept `keep_days`.
    """

    database: str = "sqlite:///tnsim.db"
    redis: str = ""
    cluster: str = ""
    keys: bool = False
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    workers: int = _PROCESSORS
    slow_workers: int = max(1, _PROCESSORS // 2)
    quantum: float = 1.0
    memory: int = 2 * 2**30
    lease: float = 15.0
    body: int = 2**20
    arrival: float = 30.0
    concurrent: int = 1000
    rate: float = 50.0
    burst: int = 500
    waiting: int = 1000
    jobs_of_owner: int = 500
    timeout: float = 8.0
    most_timeout: float = 300.0
    patience: float = 10.0
    cached: int = 10_000
    cache_seconds: float = 86_400.0
    keep_days: float = 30.0

    def __post_init__(self) -> None:
        positive = ("workers", "slow_workers", "quantum", "lease", "body", "arrival", "concurrent", "waiting")
        for name in (*positive, "jobs_of_owner", "timeout"):
            if not getattr(self, name) > 0:
                raise InputError(f"the setting {name} is a number above 0, got {getattr(self, name)}")
        for name in ("rate", "burst", "patience", "cached", "cache_seconds", "keep_days"):
            if not getattr(self, name) >= 0:
                raise InputError(f"the setting {name} is not negative, got {getattr(self, name)}")
        if self.timeout > self.most_timeout:
            raise InputError(f"timeout {self.timeout:g} is over most_timeout {self.most_timeout:g}")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], **given: Any) -> Settings:
        """Return the settings in TNSIM_DATABASE, TNSIM_REDIS, ...; what is given here comes first.

        >>> Settings.from_environment({"TNSIM_RATE": "10", "TNSIM_HOSTS": "a.example, b.example"}).hosts
        ('a.example', 'b.example')
        """
        read: dict[str, Any] = {}
        for field in fields(cls):
            text = environment.get(f"TNSIM_{field.name.upper()}")
            if text is not None:
                read[field.name] = _read(text, field.name, getattr(_DEFAULTS, field.name))
        return cls(**read | {name: value for name, value in given.items() if value is not None})


def _read(text: str, name: str, like: object) -> Any:
    if isinstance(like, bool):
        if text.lower() not in ("0", "1", "false", "true"):
            raise InputError(f"TNSIM_{name.upper()} is true or false, got {text!r}")
        return text.lower() in ("1", "true")
    if isinstance(like, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if isinstance(like, str):
        return text
    try:
        return int(text) if isinstance(like, int) else float(text)
    except ValueError:
        raise InputError(f"TNSIM_{name.upper()} is a number, got {text!r}") from None


_DEFAULTS = Settings()
