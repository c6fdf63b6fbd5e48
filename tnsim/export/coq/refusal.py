"""Why a certificate has no Coq script yet."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.errors import UnsupportedError

__all__ = ["WITHOUT_TRANSLATION", "NotExportable"]

_PRODUCTS = "the library has no infinite products"
_ONE_SIDE = "the library proves equations only"

WITHOUT_TRANSLATION: Mapping[str, str] = {
    "abel": "the library has no summation by parts with oscillating terms",
    "asymptotics": _ONE_SIDE,
    "ball": _ONE_SIDE,
    "bilateral": "the library has no sums over all whole numbers",
    "brackets": "series in brackets are not put together yet",
    "cases": "the statements of the cases are not put together yet",
    "closure": "finite sums in the terms of others are not reflected yet",
    "coefficients": "the library has no coefficients of power series in a parameter",
    "convergence": "convergence without a value is translated where `reflexive` is",
    "divergence": _ONE_SIDE,
    "divergent-part": _ONE_SIDE,
    "exponential": _PRODUCTS,
    "factors": _PRODUCTS,
    "inner-sums": _ONE_SIDE,
    "instance": "statements with parameters are not put in for others yet",
    "logarithm": _PRODUCTS,
    "logarithms": "equations of logarithms are found where `linear` needs them",
    "mean-value": _ONE_SIDE,
    "merge": "sums with other upper bounds are not taken together yet",
    "modulus": _ONE_SIDE,
    "moving-angles": _ONE_SIDE,
    "nested-telescoping": "finite sums in the terms of others are not reflected yet",
    "point": _ONE_SIDE,
    "power-series": "the library has no linear differential equations",
    "product": _PRODUCTS,
    "product-finite": "finite products are not reflected yet",
    "rearrangement": "double series are rearranged in the last step only",
    "regrouping": _PRODUCTS,
    "residues": "residue classes are translated where `grouping` is",
    "shifted-ranges": "sums between two symbolic bounds are not renumbered yet",
    "signs": "the statements for both signs are not put together yet",
    "support": "series that end are not taken as finite sums yet",
    "tail": "tails of series with a symbolic start are not reflected yet",
    "telescope-products": _PRODUCTS,
    "terminating": "hypergeometric functions that end are not taken as finite sums yet",
}
"""Why a rule of the checker has no translation."""


class NotExportable(UnsupportedError):
    """A step has no translation; `rule` names its rule, or its lemma as `lemma: name`.

    >>> str(NotExportable("support"))
    'not exportable yet: rule support (series that end are not taken as finite sums yet)'
    """

    def __init__(self, rule: str, reason: str = "") -> None:
        reason = reason or WITHOUT_TRANSLATION.get(rule, "")
        super().__init__(f"not exportable yet: rule {rule}" + (f" ({reason})" if reason else ""))
        self.rule = rule
        self.reason = reason

    def __reduce__(self) -> tuple[type[NotExportable], tuple[str, str]]:
        return type(self), (self.rule, self.reason)  # else a copy from another process says its message twice
