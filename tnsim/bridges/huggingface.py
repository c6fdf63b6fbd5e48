"""Hugging Face transformers: models with `attn_implementation="tnsim"` use this package's attention."""

from __future__ import annotations

from typing import Any

from tnsim.errors import InputError, MissingExtraError, UnsupportedError

__all__ = ["register"]


def register(name: str = "tnsim", *, mode: str = "accurate") -> str:
    """Return the name under which transformers now finds this attention, for `attn_implementation` of any model.

    `mode` is that of `tnsim.torch.scaled_dot_product_attention`. Masks are those of the implementation `sdpa`;
    attention weights are not returned. Registering again replaces the mode. A model may ask for capped logits, sinks or
    a position bias, which raises UnsupportedError when it runs.

    Raises MissingExtraError without torch or transformers, InputError for an unknown mode or an empty name.
    """
    import tnsim.torch.attention as attention
    from tnsim.torch.arithmetic import check_mode

    try:
        from transformers import AttentionInterface, AttentionMaskInterface
        from transformers.masking_utils import sdpa_mask
    except ImportError as error:
        raise MissingExtraError(
            "tnsim.bridges.huggingface needs transformers: pip install 'tnsim[huggingface]'"
        ) from error
    check_mode(mode)
    if not name:
        raise InputError("the name of an attention implementation is empty")

    def forward(
        module: Any, query: Any, key: Any, value: Any, attention_mask: Any, dropout: float = 0.0,
        scaling: float | None = None, is_causal: bool | None = None, **options: Any,
    ) -> tuple[Any, None]:  # fmt: skip
        for refused in ("softcap", "s_aux", "position_bias"):
            if options.get(refused) is not None:
                raise UnsupportedError(f"attn_implementation={name!r} has no {refused}; use 'eager' for this model")
        length, given = query.shape[2], key.shape[2]
        causal = getattr(module, "is_causal", True) if is_causal is None else is_causal
        causal = length > 1 and attention_mask is None and causal
        if causal and given > length:  # the rest of a cache that is not filled yet
            key, value = key[:, :, :length], value[:, :, :length]
        output = attention.scaled_dot_product_attention(
            query, key, value, attention_mask, dropout, causal, scaling, key.shape[1] != query.shape[1], mode=mode
        )
        return output.transpose(1, 2).contiguous(), None

    AttentionInterface.register(name, forward)
    AttentionMaskInterface.register(name, sdpa_mask)
    return name
