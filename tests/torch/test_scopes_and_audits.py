from __future__ import annotations

import threading
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import audit, scaled_dot_product_attention, stable_softmax, use  # noqa: E402
from tnsim.torch.linear import compensated_linear  # noqa: E402

CANCELLING = torch.tensor([[1e8, 1.0, -1e8]])
ONES = torch.ones(3, 1)


@pytest.mark.parametrize(
    "product",
    [torch.matmul, torch.mm, lambda a, b: a @ b, lambda a, b: a.mm(b), lambda a, b: F.linear(a, b.T),
     lambda a, b: torch.bmm(a[None], b[None])[0]],
)  # fmt: skip
@pytest.mark.parametrize("mode", ["accurate", "certified", "exact"])
def test_products_in_a_scope_are_ours(product: Any, mode: str) -> None:
    assert product(CANCELLING, ONES).item() != 1
    with use(mode=mode):
        assert product(CANCELLING, ONES).item() == 1
    assert product(CANCELLING, ONES).item() != 1


def test_attention_and_softmax_in_a_scope_are_ours() -> None:
    torch.manual_seed(0)
    q, k, v = torch.randn(3, 1, 2, 9, 4)
    x = 4 * torch.randn(40, 30)
    with use(mode="certified"):
        found = [F.scaled_dot_product_attention(q, k, v, is_causal=True), x.softmax(-1), F.softmax(x, dim=-1)]
        loss = F.cross_entropy(x, torch.arange(40) % 30)
    wanted = scaled_dot_product_attention(q, k, v, is_causal=True, mode="certified")
    assert torch.equal(found[0], wanted) and torch.equal(found[1], stable_softmax(x, mode="certified"))
    assert torch.equal(found[1], found[2]) and not torch.equal(found[1], x.softmax(-1))
    assert abs(loss.item() - F.cross_entropy(x.double(), torch.arange(40) % 30).item()) <= 2.0**-24 * loss.item()


def test_scopes_nest_end_with_exceptions_and_stay_in_their_thread() -> None:
    plain = (CANCELLING @ ONES).item()
    with use(mode="accurate"):
        with use(mode="fast"):
            assert (CANCELLING @ ONES).item() != 1
        assert (CANCELLING @ ONES).item() == 1
        elsewhere: list[float] = []
        thread = threading.Thread(target=lambda: elsewhere.append((CANCELLING @ ONES).item()))
        thread.start()
        thread.join()
        assert elsewhere == [plain]
    with pytest.raises(ZeroDivisionError), use(mode="accurate"):
        raise ZeroDivisionError
    assert (CANCELLING @ ONES).item() == plain
    with use(mode="accurate"), pytest.raises(InputError):
        F.scaled_dot_product_attention(torch.ones(2, 3), torch.ones(2, 4), torch.ones(2, 4))
    with use(mode="accurate"):  # an error inside leaves the scope in order
        assert (CANCELLING @ ONES).item() == 1


def test_what_is_not_taken_stays_torchs() -> None:
    with use(mode="certified"):
        assert (torch.arange(3) @ torch.arange(3)).item() == 5
        assert (torch.ones(3) @ torch.ones(3)).item() == 3
        assert (torch.eye(2) @ torch.ones(2)).tolist() == [1, 1]
        assert torch.softmax(torch.tensor(1.0), 0).item() == 1


def test_layers_are_replaced_with_their_parameters() -> None:
    torch.manual_seed(1)
    model = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True).eval()
    x = torch.randn(2, 5, 8)
    before, parameters = model(x), {id(p) for p in model.parameters()}
    state = {name: value.clone() for name, value in model.state_dict().items()}
    assert use(model, mode="certified").replaced == ["self_attn", "linear1", "linear2"]
    assert {id(p) for p in model.parameters()} == parameters
    assert state.keys() == model.state_dict().keys()
    assert torch.allclose(model(x), before, atol=1e-6)
    assert torch.equal(model.linear1(x), compensated_linear(x, model.linear1.weight, model.linear1.bias, "certified"))
    assert not model.self_attn.training
    with pytest.raises(InputError, match=r"ReLU has no nn\.Linear"):
        use(nn.ReLU())
    with pytest.raises(InputError, match="expected one of"):
        use(mode="best")


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
def test_an_audit_finds_where_rounding_hurts(dtype: torch.dtype) -> None:
    torch.manual_seed(2)
    model = nn.Sequential(nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 2), nn.Dropout(0.5)).to(dtype)
    with torch.no_grad():
        model[2].weight[0, 1::2] = -model[2].weight[0, ::2] * (1 + 2.0**-7)  # nearly cancels
        model[0].weight[1::2] = model[0].weight[::2]
        model[0].bias[1::2] = model[0].bias[::2]
        model[2].bias.zero_()
        model[2].weight[1] = model[2].weight[0]
    state = {name: value.clone() for name, value in model.state_dict().items()}
    x = torch.randn(5, 64).to(dtype)
    found = audit(model, x)
    assert [row.name for row in found.rows] == ["0", "1", "2", "3", "(model)"]
    assert found.worst().name == "2" and found.rows[0].own < found.rows[2].own
    assert model.training and all(torch.equal(state[name], value) for name, value in model.state_dict().items())
    assert not model[0]._forward_hooks
    # the proved bound of a linear map holds, and is not far from what is found
    first = found.rows[0]
    inputs = x.double() @ model[0].weight.double().T + model[0].bias.double()
    worst = (model[0](x).double() - inputs).abs().max().item()
    assert first.bound is not None and worst <= first.bound + 1e-14 and first.bound < 4 * worst
    text = str(found)
    assert text.splitlines()[0].split()[:2] == ["layer", "kind"] and "Tanh" in text


def test_an_audit_of_compensated_layers_shows_one_rounding() -> None:
    torch.manual_seed(3)
    model = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True).eval()
    x = torch.randn(2, 5, 16)
    before = {row.name: row.units for row in audit(model, x).rows}
    use(model)
    after = {row.name: row.units for row in audit(model, x).rows}
    assert after["linear1"] < 0.6 < before["linear1"] and after["self_attn"] < before["self_attn"]


@pytest.mark.parametrize(
    ("model", "message"),
    [(nn.ReLU(), "nothing to audit"), (nn.Sequential(nn.Linear(3, 3), nn.Identity()), None)],
)
def test_what_cannot_be_audited(model: nn.Module, message: str | None) -> None:
    if message:
        with pytest.raises(InputError, match=message):
            audit(model, torch.ones(1, 3))
    else:
        assert len(audit(model, torch.ones(1, 3)).rows) == 3
