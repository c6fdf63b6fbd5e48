"""Values of hypergeometric kernels in ball arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping

from flint import acb, arb, fmpq, fmpz

from tnsim.domains.balls import Interpreter
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.hypergeometric_form import Kernel
from tnsim.language.expression import Expression

__all__ = ["constant_factor", "exact_gamma_factor", "gamma_factor", "log_size", "root_of_unity"]

_LOG_2 = math.log(2)
_LARGEST_EXACT_ARGUMENT = 64


def root_of_unity(turn: fmpq) -> acb:
    """Return e^(pi*i*turn), exactly where it is 1, -1, i or -i."""
    sine, cosine = arb.sin_cos_pi_fmpq(turn)
    return acb(cosine, sine)


def constant_factor(kernel: Kernel, env: Mapping[str, Value], interpreter: Interpreter) -> acb:
    """Return the factors of the kernel that do not depend on the index, its phase included."""
    value = root_of_unity(kernel.phase)
    for constant, exponent in kernel.constants:
        if isinstance(constant, Expression):
            value *= to_acb(interpreter.value(constant, env)) ** exponent
    return value


def gamma_factor(kernel: Kernel, index: int) -> arb:
    """Return the product of the powers of gamma functions at a whole number."""
    value = arb(1)
    for (slope, offset), exponent in kernel.gammas:
        value *= arb.gamma_fmpq(slope * index + offset) ** exponent
    return value


def exact_gamma_factor(kernel: Kernel, index: int) -> fmpq | None:
    """Return that product if all arguments are small positive whole numbers, else `None`.

    >>> from tnsim.enclosure.hypergeometric_form import TRIVIAL
    >>> exact_gamma_factor(TRIVIAL, 5)
    1
    """
    value = fmpq(1)
    for (slope, offset), exponent in kernel.gammas:
        argument = slope * index + offset
        if argument.q != 1 or not 0 < argument <= _LARGEST_EXACT_ARGUMENT:
            return None
        value *= fmpq(fmpz.fac_ui(argument.p - 1)) ** exponent
    return value


def log_size(kernel: Kernel, index: int) -> float:
    """Return about the binary logarithm of the modulus at a whole number, without the constants: no bound.

    >>> from tnsim.enclosure.hypergeometric_form import TRIVIAL
    >>> log_size(TRIVIAL, 5)
    0.0
    """
    size = index * (math.log2(int(kernel.base.p)) - math.log2(int(kernel.base.q)))
    for (slope, offset), exponent in kernel.gammas:
        size += exponent * math.lgamma(slope * index + int(offset.p) / int(offset.q)) / _LOG_2
    return size
