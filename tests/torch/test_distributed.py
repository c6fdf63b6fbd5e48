"""Two processes with gloo, and torch.compile: the same bits, the same gradients."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from torch import nn  # noqa: E402

from tnsim.torch import (  # noqa: E402
    CompensatedLinear,
    CompensatedTransformer,
    ZeroSumAttention,
    compensate,
    compensated_sum,
    scaled_dot_product_attention,
)

TOKENS = torch.arange(24).reshape(4, 6) % 11


def model() -> CompensatedTransformer:
    torch.manual_seed(0)
    return CompensatedTransformer(vocab_size=11, d_model=8, nhead=2, num_layers=1)


def loss(net: Any, tokens: Any) -> Any:
    return nn.functional.cross_entropy(net(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten())


def trained(net: Any, parts: list[Any], steps: int = 3) -> None:
    optimizer = compensate(torch.optim.SGD(net.parameters(), lr=0.1))
    for _ in range(steps):
        optimizer.zero_grad()
        sum(loss(net, part) for part in parts).div(len(parts)).backward()
        optimizer.step()


def sharded_worker(rank: int, port: int, folder: str) -> None:
    from torch.distributed.checkpoint.state_dict import StateDictOptions, get_model_state_dict
    from torch.distributed.fsdp import fully_shard

    torch.set_num_threads(1)
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    torch.distributed.init_process_group("gloo", rank=rank, world_size=2)
    try:
        net = model()
        mesh = torch.distributed.init_device_mesh("cpu", (2,))
        fully_shard(net, mesh=mesh)
        trained(net, [TOKENS[2 * rank : 2 * rank + 2]])
        whole = get_model_state_dict(net, options=StateDictOptions(full_state_dict=True))
        torch.save(whole, Path(folder) / f"{rank}.pt")
    finally:
        torch.distributed.destroy_process_group()


def worker(rank: int, port: int, folder: str) -> None:
    torch.set_num_threads(1)
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    torch.distributed.init_process_group("gloo", rank=rank, world_size=2)
    try:
        net = model()
        trained(nn.parallel.DistributedDataParallel(net), [TOKENS[2 * rank : 2 * rank + 2]])
        torch.save(net.state_dict(), Path(folder) / f"{rank}.pt")
    finally:
        torch.distributed.destroy_process_group()


@pytest.mark.skipif(not torch.distributed.is_available(), reason="this torch has no distributed package")
@pytest.mark.parametrize("task", [worker, sharded_worker])
def test_two_processes_train_as_one(tmp_path: Path, task: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = torch.multiprocessing.get_context("spawn")
    processes = [context.Process(target=task, args=(rank, port, str(tmp_path))) for rank in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    first, second = (torch.load(tmp_path / f"{rank}.pt") for rank in range(2))
    second = second or first  # all of a sharded model is gathered by the first process
    alone = model()
    trained(alone, [TOKENS[:2], TOKENS[2:]])
    for name, parameter in alone.state_dict().items():
        assert torch.equal(first[name], second[name])
        assert torch.allclose(first[name], parameter, atol=1e-6)
    assert not torch.equal(alone.head.weight, model().head.weight)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", ["accurate", "certified"])
def test_compiled_functions_and_their_gradients_have_the_same_bits(mode: str) -> None:
    torch.manual_seed(1)
    q, k, v = (torch.randn(2, 5, 4, requires_grad=True) for _ in range(3))

    def function(*tensors: Any) -> Any:
        return compensated_sum(scaled_dot_product_attention(*tensors, mode=mode), -1, mode=mode)

    compiled = torch.compile(function, backend="aot_eager", fullgraph=True)
    for tensors in ((q, k, v), (q[:, :2], k, v)):
        plain, own = function(*tensors), compiled(*tensors)
        assert torch.equal(plain, own)
        gradients = [torch.autograd.grad(found.sum(), (q, k, v)) for found in (plain, own)]
        assert all(torch.equal(a, b) for a, b in zip(*gradients, strict=True))


@pytest.mark.filterwarnings("ignore")
def test_compiled_layers_have_the_same_bits() -> None:
    torch.manual_seed(2)
    x = torch.randn(2, 5, 8)
    for layer in (CompensatedLinear(8, 3), CompensatedLinear(8, 3, mode="certified")):
        assert torch.equal(torch.compile(layer, backend="aot_eager", fullgraph=True)(x), layer(x))
    attention = ZeroSumAttention(d_model=8, n_heads=2).eval()
    compiled = torch.compile(attention, backend="aot_eager")
    assert torch.equal(compiled(x, x, x), attention(x, x, x))
