"""Coq as a program: the support library compiled once into a cache, scripts checked, and what they assume."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

from tnsim.errors import MissingExtraError, TnsimError

__all__ = ["LIBRARY", "Checked", "check_script", "compiled_library", "find_coqc"]

LIBRARY = Path(__file__).parent / "library"
_SECONDS = 600
_COLLECTOR = "s=1M,o=1000"
"""What OCaml is told, for Coq's own choice (a heap of 256 MB for what is young) takes longer and twice the memory."""
_CLASSICAL = {
    "ClassicalDedekindReals.sig_forall_dec", "ClassicalDedekindReals.sig_not_dec", "Classical_Prop.classic",
    "FunctionalExtensionality.functional_extensionality_dep", "sig_forall_dec", "sig_not_dec", "classic",
    "functional_extensionality_dep",
}  # fmt: skip
"""The axioms of Coq's classical reals, on which all of Coquelicot stands."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What coqc said of a script; `axioms` are those beyond Coq's classical reals."""

    accepted: bool
    axioms: tuple[str, ...]
    output: str


def find_coqc() -> str:
    """Return the path of coqc; raises MissingExtraError where it is not installed."""
    found = shutil.which("coqc")
    if found is None:
        raise MissingExtraError("Coq is not installed: apt-get install coq libcoq-coquelicot (8.16 or later)")
    return found


def compiled_library(coqc: str) -> Path:
    """Return a folder with the compiled library, made on first use; raises TnsimError if it does not compile.

    It lies in the user's cache, under a name that depends on the sources and on the version of Coq.
    """
    version = subprocess.run([coqc, "--version"], capture_output=True, text=True, check=False, timeout=60).stdout
    sources = {path.stem: path.read_text(encoding="utf-8") for path in sorted(LIBRARY.glob("*.v"))}
    digest = hashlib.sha256("\0".join([version, *sources.values()]).encode()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tnsim"
    target = cache / f"coq-{digest}"
    if target.is_dir():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=cache, prefix="coq-"))
    for name, source in sources.items():
        (fresh / f"{name}.v").write_text(source, encoding="utf-8")
    try:
        _compile(coqc, fresh, sources)
    except BaseException:
        shutil.rmtree(fresh)
        raise
    try:
        fresh.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(fresh)
    return target


def _compile(coqc: str, folder: Path, sources: Mapping[str, str]) -> None:
    """Compile the files, each after those that it requires, as many at a time as there are processors."""
    order = TopologicalSorter({name: _required(text) & sources.keys() for name, text in sources.items()})
    order.prepare()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running: dict[Future[subprocess.CompletedProcess[str]], str] = {}
        while order.is_active():
            running |= {pool.submit(_run, coqc, folder, folder / f"{name}.v"): name for name in order.get_ready()}
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                name, done = running.pop(future), future.result()
                if done.returncode:
                    reason = f"the support library does not compile with this Coq: {name}.v: {done.stderr.strip()}"
                    raise TnsimError(reason)
                order.done(name)


def _required(source: str) -> set[str]:
    """Return the files of the library that a file requires.

    >>> sorted(_required("From TnSim Require Import Series\\n  Limits.\\nRequire Import Reals."))
    ['Limits', 'Series']
    """
    lists = re.findall(r"^From TnSim Require(?: Import| Export)?\b([^.]*)\.", source, re.MULTILINE)
    return {name for names in lists for name in names.split()}


def check_script(text: str) -> Checked:
    """Return what coqc says of a script; raises MissingExtraError without Coq, TnsimError after ten minutes."""
    coqc = find_coqc()
    library = compiled_library(coqc)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claim.v"
        path.write_text(text, encoding="utf-8")
        try:
            done = _run(coqc, library, path)
        except subprocess.TimeoutExpired:
            raise TnsimError(f"coqc did not finish within {_SECONDS} seconds") from None
    return Checked(done.returncode == 0, _axioms(done.stdout), done.stdout + done.stderr)


def _run(coqc: str, library: Path, path: Path) -> subprocess.CompletedProcess[str]:
    command = [coqc, "-Q", str(library), "TnSim", "-w", "-all", str(path)]
    surroundings = {"OCAMLRUNPARAM": _COLLECTOR, **os.environ}
    return subprocess.run(
        command, cwd=path.parent, env=surroundings, capture_output=True, text=True, check=False, timeout=_SECONDS
    )


def _axioms(output: str) -> tuple[str, ...]:
    """Return the names that Print Assumptions lists, without those of the classical reals."""
    _, _, listed = output.partition("Axioms:")
    names = re.findall(r"^([\w.']+)(?= *:|$)", listed, re.MULTILINE)
    return tuple(name for name in names if name not in _CLASSICAL)
