"""Hypergeometric functions at 1 and -1 as sums: there Arb has no value for three and more upper parameters."""

from __future__ import annotations

from tnsim.language.expression import Apply, Expression, Symbol, free_symbols, rational_value, rebuild
from tnsim.proof.lemmas.hypergeometric_series import series_of

__all__ = ["as_series"]


def as_series(expression: Expression) -> Expression:
    """Return the expression with such functions written as the series that define them (DLMF 16.2.1)."""
    match expression:
        case Apply("hyper", (Apply("tuple", upper), Apply("tuple", lower), z)):
            at = rational_value(z)
            if at is not None and abs(at) == 1 and len(upper) == len(lower) + 1 >= 3:
                index = "n"
                while any(index in free_symbols(parameter) for parameter in (*upper, *lower)):
                    index += "_"
                return series_of(upper, lower, z, Symbol(index))
    return rebuild(expression, as_series)
