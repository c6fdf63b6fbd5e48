"""All lemmas by name: what the checker believes without proof."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.proof.lemmas import (
    addition,
    algebraic_hypergeometric,
    bessel_products,
    bessel_series,
    central_binomials,
    chebyshev_polynomials,
    convolution_identities,
    finite_differences,
    fourier_series,
    gamma_equations,
    gamma_products,
    halved_angles,
    hypergeometric_series,
    hypergeometric_transformations,
    hypergeometric_values,
    inverse_functions,
    laguerre_series,
    lambert_series,
    orthogonal_series,
    partial_fractions,
    polygamma_values,
    polylogarithm_series,
    polylogarithms,
    power_series,
    products,
    q_hypergeometric_series,
    ramanujan_series,
    summation_theorems,
    theta_series,
    tree_series,
    trigonometric_series,
    triple_product,
    well_poised_series,
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
    hypergeometric_series.LEMMAS,
    hypergeometric_values.LEMMAS,
    hypergeometric_transformations.LEMMAS,
    algebraic_hypergeometric.LEMMAS,
    polylogarithm_series.LEMMAS,
    fourier_series.LEMMAS,
    products.LEMMAS,
    halved_angles.LEMMAS,
    lambert_series.LEMMAS,
    theta_series.LEMMAS,
    triple_product.LEMMAS,
    q_hypergeometric_series.LEMMAS,
    gamma_equations.LEMMAS,
    polylogarithms.LEMMAS,
    central_binomials.LEMMAS,
    summation_theorems.LEMMAS,
    trigonometric_series.LEMMAS,
    bessel_series.LEMMAS,
    orthogonal_series.LEMMAS,
    laguerre_series.LEMMAS,
    chebyshev_polynomials.LEMMAS,
    ramanujan_series.LEMMAS,
    well_poised_series.LEMMAS,
    finite_differences.LEMMAS,
    convolution_identities.LEMMAS,
    bessel_products.LEMMAS,
    tree_series.LEMMAS,
)

LEMMAS: Mapping[str, Lemma] = {lemma.name: lemma for family in _FAMILIES for lemma in family}
