from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")
transformers = pytest.importorskip("transformers", reason="needs pip install 'tnsim[huggingface]'")

from tnsim.bridges.huggingface import register  # noqa: E402
from tnsim.errors import InputError, UnsupportedError  # noqa: E402

torch.set_num_threads(1)


def llama() -> Any:
    return transformers.LlamaForCausalLM(
        transformers.LlamaConfig(
            vocab_size=40, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=64,
        )
    )  # fmt: skip


def gpt2() -> Any:
    return transformers.GPT2LMHeadModel(
        transformers.GPT2Config(vocab_size=40, n_positions=64, n_embd=32, n_layer=2, n_head=4)
    )


def bert() -> Any:
    return transformers.BertModel(
        transformers.BertConfig(
            vocab_size=40, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48
        )
    )


def outputs(model: Any, name: str, **inputs: Any) -> Any:
    model.set_attn_implementation(name)
    with torch.no_grad():
        found = model(**inputs)
    return found.logits if hasattr(found, "logits") else found.last_hidden_state


@pytest.mark.parametrize("build", [llama, gpt2, bert])
@pytest.mark.parametrize("mode", ["accurate", "certified"])
@pytest.mark.parametrize("padded", [False, True])
def test_models_agree_with_eager_attention(build: Any, mode: str, padded: bool) -> None:
    torch.manual_seed(0)
    model = build().eval()
    inputs = {"input_ids": torch.randint(0, 40, (2, 9)), "attention_mask": torch.ones(2, 9, dtype=torch.long)}
    if padded:
        inputs["attention_mask"][0, :3] = 0
    name = register(mode=mode)
    eager, ours = outputs(model, "eager", **inputs), outputs(model, name, **inputs)
    seen = inputs["attention_mask"].bool()
    assert torch.allclose(eager[seen], ours[seen], atol=1e-5)
    if padded:  # in float64, eager attention gives NaN for what is hidden entirely
        return
    wide = outputs(model.double(), "eager", **inputs)
    assert float((ours - wide)[seen].norm()) < 2 * float((eager - wide)[seen].norm())


@pytest.mark.parametrize("build", [llama, gpt2])
def test_generation_with_a_cache_is_that_of_eager_attention(build: Any) -> None:
    torch.manual_seed(1)
    model, tokens = build().eval(), torch.randint(0, 40, (2, 5))
    found = {}
    for name in ("eager", register()):
        model.set_attn_implementation(name)
        found[name] = model.generate(
            tokens, attention_mask=torch.ones_like(tokens), max_new_tokens=8, do_sample=False, pad_token_id=0
        )
    assert torch.equal(found["eager"], found["tnsim"])


def test_it_is_the_functions_of_this_package_that_run(monkeypatch: pytest.MonkeyPatch) -> None:
    import tnsim.torch.attention as attention

    calls = []
    inner = attention.scaled_dot_product_attention

    def counted(*args: Any, **options: Any) -> Any:
        calls.append(options["mode"])
        return inner(*args, **options)

    register("tnsim-certified", mode="certified")
    monkeypatch.setattr(attention, "scaled_dot_product_attention", counted)
    outputs(llama().eval(), "tnsim-certified", input_ids=torch.ones(1, 3, dtype=torch.long))
    assert calls == ["certified", "certified"]


def test_gradients_reach_the_weights() -> None:
    model = llama().train()
    model.set_attn_implementation(register())
    tokens = torch.randint(0, 40, (1, 6))
    model(input_ids=tokens, labels=tokens).loss.backward()
    assert all(p.grad is not None and bool(torch.isfinite(p.grad).all()) for p in model.parameters())


def test_what_is_not_offered_says_so() -> None:
    with pytest.raises(InputError, match="expected one of"):
        register(mode="best")
    with pytest.raises(InputError, match="is empty"):
        register("")
    forward = transformers.AttentionInterface()[register()]
    x = torch.ones(1, 1, 2, 4)
    with pytest.raises(UnsupportedError, match="has no softcap"):
        forward(torch.nn.Identity(), x, x, x, None, softcap=30.0)


def test_without_transformers_it_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['transformers'] = None\n"
        "from tnsim.bridges.huggingface import register\n"
        "try:\n    register()\nexcept ImportError as error:\n    print(type(error).__name__, error)\n"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout.startswith("MissingExtraError tnsim.bridges.huggingface needs transformers: pip install")
