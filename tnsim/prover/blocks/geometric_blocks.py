"""Blocks for hypergeometric terms with as many factors above as below: central binomials, summation theorems."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.prover.blocks.binomial_blocks import binomial_blocks
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.elliptic_blocks import elliptic_blocks
from tnsim.prover.blocks.generalized_binomial_blocks import generalized_binomial_blocks
from tnsim.prover.blocks.generated_blocks import generated_blocks
from tnsim.prover.blocks.inverse_binomial_blocks import inverse_binomial_blocks
from tnsim.prover.blocks.kernels import Kernel, read_kernel
from tnsim.prover.blocks.polar_kernels import double_pole_blocks, polar_kernels
from tnsim.prover.blocks.products import products
from tnsim.prover.blocks.ramanujan_blocks import ramanujan_blocks
from tnsim.prover.blocks.theorem_blocks import theorem_blocks
from tnsim.prover.blocks.trigonometric_blocks import trigonometric_blocks
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element

__all__ = ["geometric_kernel_blocks"]


def geometric_kernel_blocks(ring: Ring, term: Element, index: str, start: int) -> list[Block]:
    """Return blocks for every product in the term whose shift quotient tends to a number other than 0."""
    blocks: list[Block] = []
    if start < 0:
        return blocks
    for product in products(ring, term, index):
        kernel = read_kernel(ring, product, index)
        if kernel is None or not kernel.upper or len(kernel.lower) != len(kernel.upper):
            continue
        try:
            first = substitute_element(ring, product, {index: ring.tower.element(0)})
            kernel = Kernel(product / first, kernel.upper, kernel.lower, kernel.z)
            blocks += binomial_blocks(ring, kernel, index, start)
            blocks += trigonometric_blocks(ring, kernel, index)
            blocks += generated_blocks(ring, term, kernel, index, start)
            blocks += inverse_binomial_blocks(ring, kernel, index, start)
            blocks += generalized_binomial_blocks(ring, kernel, index, start)
            blocks += elliptic_blocks(ring, kernel, index, start)
        except (TnsimError, ZeroDivisionError):
            continue
        for polar in (kernel, *polar_kernels(ring, kernel, term, index)):
            blocks += theorem_blocks(ring, polar, index)
        blocks += double_pole_blocks(ring, kernel, term, index)
        blocks += ramanujan_blocks(ring, kernel, index)
    return blocks
