"""The logits of a `CompensatedTransformer` in balls: what its weights mean in exact arithmetic, positions included."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flint
from torch import Tensor

from tnsim.domains.precision import working_precision
from tnsim.errors import InputError
from tnsim.torch.transformer import EPSILON, CompensatedTransformer

__all__ = ["enclosed_logits"]

Rows = list[list[flint.arb]]


def enclosed_logits(model: CompensatedTransformer, tokens: Sequence[int], bits: int = 128) -> Rows:
    """Return balls that hold the exact logits for a row of tokens, at a working precision.

    Raises InputError for no tokens, or tokens that are no indices.

    >>> import torch
    >>> _ = torch.manual_seed(0)
    >>> model = CompensatedTransformer(vocab_size=8, d_model=4, nhead=1, num_layers=1)
    >>> ball = enclosed_logits(model, [1, 2])[1][3]
    >>> abs(float(ball) - model(torch.tensor([[1, 2]]))[0, 1, 3].item()) < 1e-5
    True
    """
    count = model.embedding.num_embeddings
    if not tokens or not all(0 <= token < count for token in tokens):
        raise InputError(f"expected tokens from 0 to {count - 1}, at least one")
    with working_precision(bits):
        stream = _rows(model.embedding.weight[list(tokens)])
        for layer in model.layers:
            x = _mapped(_normed(stream, layer.attention_norm), layer.inward.weight)
            stream = _added(stream, _mapped(_attended(x, model), layer.outward.weight))
            x = _mapped(_normed(stream, layer.map_norm), layer.wider.weight)
            stream = _added(stream, _mapped(_each(x, lambda t: t / (1 + (-t).exp())), layer.narrower.weight))
        return _mapped(_normed(stream, model.norm), model.head.weight)


def _rows(x: Tensor) -> Rows:
    return [[flint.arb(t) for t in row] for row in x.detach().double().tolist()]


def _each(x: Rows, function: Callable[[flint.arb], flint.arb]) -> Rows:
    return [[function(t) for t in row] for row in x]


def _added(x: Rows, y: Rows) -> Rows:
    return [[s + t for s, t in zip(a, b, strict=True)] for a, b in zip(x, y, strict=True)]


def _product(x: Rows, y: Rows) -> Rows:
    found = flint.arb_mat(x) * flint.arb_mat(y)
    return [[found[i, j] for j in range(found.ncols())] for i in range(found.nrows())]


def _mapped(x: Rows, weight: Tensor) -> Rows:
    return _product(x, _rows(weight.t()))


def _normed(x: Rows, weight: Tensor) -> Rows:
    (factors,) = _rows(weight.unsqueeze(0))
    found = []
    for row in x:
        square = sum((t * t for t in row), flint.arb(0)) / len(row) + flint.arb(EPSILON)
        found.append([t * factor / square.sqrt() for t, factor in zip(row, factors, strict=True)])
    return found


def _attended(x: Rows, model: CompensatedTransformer) -> Rows:
    width = len(x[0]) // 3
    size = width // model.nhead
    found: Rows = [[] for _ in x]
    for head in range(model.nhead):
        q, k, v = ([row[part + head * size : part + (head + 1) * size] for row in x] for part in (0, width, 2 * width))
        q, k = _rotated(q), _rotated(k)
        logits = _product(q, [list(column) for column in zip(*k, strict=True)])
        scale = flint.arb(1) / flint.arb(size).sqrt()
        for i, row in enumerate(logits):
            powers = [((t - row[i]) * scale).exp() for t in row[: i + 1]]
            (mixed,) = _product([powers], v[: i + 1])
            total = sum(powers, flint.arb(0))
            found[i] += [t / total for t in mixed]
    return found


def _rotated(x: Rows) -> Rows:
    half = len(x[0]) // 2
    turned = []
    for place, row in enumerate(x):
        angles = [place * flint.arb(10000) ** flint.arb(flint.fmpq(-i, half)) for i in range(half)]
        pairs = [(row[i], row[i + half], t.cos(), t.sin()) for i, t in enumerate(angles)]
        turned.append([a * c - b * s for a, b, c, s in pairs] + [b * c + a * s for a, b, c, s in pairs])
    return turned
