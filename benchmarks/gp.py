"""PARI's interpreter `gp` as a contestant: one process that is asked through a pipe and takes its own time."""

from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from itertools import takewhile

from benchmarks.measurement import Contestant, Sample

__all__ = ["Gp"]

# As many calls as fill 20 ms, whose clock is its own processor time; then "milliseconds calls value".
_PROGRAM = (
    'default(parisizemax,"1G")\n'  # on a line of its own: gp forgets the rest of the line
    "take(f,limit,least)={my(t=getabstime(),k=0,v=0,e);"
    "e=iferr(alarm(limit,while(1,v=f();k++;if(getabstime()-t>=least,break));0),E,E);"
    'if(type(e)=="t_ERROR",print("failed ",e),print(getabstime()-t," ",k," ",v))};'
)
_END = "end of the answer"


class Gp:
    """A running `gp`; without the program on the path `Gp.is_installed()` is false."""

    def __init__(self) -> None:
        self._process = self._started()

    @staticmethod
    def is_installed() -> bool:
        """Tell whether the program is on the path."""
        return shutil.which("gp") is not None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def version(self) -> str:
        """Return the version of PARI, such as 2.15.2."""
        return self._answer('print(strjoin([Str(part)|part<-version()],"."))')

    def contestant(self, code: str, digits: int, once: bool = False) -> Contestant:
        """Return a contestant that evaluates the code with so many digits; `once` forbids repetition."""

        def sample(limit: float) -> Sample:
            settings = f'default(realprecision,{digits});default(format,"g0.{digits + 5}");'
            answer = self._answer(f"{settings}take(()->{code},{max(1, round(limit))},{0 if once else 20})")
            words = answer.split(" ", 2)
            if len(words) < 3 or words[0] == "failed":
                return self._failed(answer, limit)
            try:
                value = Fraction(words[2].replace(" ", ""))
            except ValueError:
                value = None  # a number that is not real, or no number
            return Sample(int(words[0]) / int(words[1]) / 1000, value)

        return sample

    def _answer(self, line: str) -> str:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f'{line}\nprint("{_END}")\n')
        self._process.stdin.flush()
        lines = iter(self._process.stdout.readline, "")  # ends with the process
        return "".join(line for line in takewhile(lambda line: line.strip() != _END, lines)).strip()

    def _failed(self, answer: str, limit: float) -> Sample:
        if "alarm interrupt" in answer:
            return Sample(limit, failure=f"over {limit:g} s")
        if self._process.poll() is not None:
            self._process = self._started()
        return Sample(0.0, failure=answer.removeprefix("failed ").split("\\n")[0] or "it ended")

    @staticmethod
    def _started() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            ["gp", "-q", "-f"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(_PROGRAM + "\n")
        return process
