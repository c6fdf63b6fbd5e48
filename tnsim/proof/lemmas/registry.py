"""All lemmas by name: what the checker believes without proof."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.proof.lemmas import (
    addition,
    gamma_equations,
    gamma_products,
    inverse_functions,
    partial_fractions,
    polygamma_values,
    polylogarithms,
    power_series,
    zeta_series,
)
from tnsim.proof.lemmas.lemma import Lemma

__all__ = ["LEMMAS"]

_FAMILIES = (
    power_series.LEMMAS,
    zeta_series.LEMMAS,
    partial_fractions.LEMMAS,
    addition.LEMMAS,
    polygamma_values.LEMMAS,
    inverse_functions.LEMMAS,
    gamma_products.LEMMAS,
    gamma_equations.LEMMAS,
    polylogarithms.LEMMAS,
)

LEMMAS: Mapping[str, Lemma] = {lemma.name: lemma for family in _FAMILIES for lemma in family}
