"""All lemmas by name: what the checker believes without proof."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.proof.lemmas import addition, power_series, zeta_series
from tnsim.proof.lemmas.lemma import Lemma

__all__ = ["LEMMAS"]

LEMMAS: Mapping[str, Lemma] = {
    lemma.name: lemma for family in (power_series.LEMMAS, zeta_series.LEMMAS, addition.LEMMAS) for lemma in family
}
