"""The steps of a proof and what they rest on, as a graph in layers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tnsim.language.printing import to_unicode
from tnsim.plots.chart import Chart
from tnsim.plots.picture import Arrows, Nodes
from tnsim.proof.certificate import Certificate, Statement, Step

__all__ = ["proof_graph"]

_SWEEPS = 4
_LONGEST_TEXT = 160


def proof_graph(certificate: Certificate) -> Chart:
    """Return the chart of the steps, each below its premises, with arrows from premises to conclusions.

    A step's layer is the length of the longest chain of steps that it rests on; in a layer, steps stand in the order of
    the means of their premises' places (Sugiyama, Tagawa, Toda, IEEE Trans. Syst. Man Cybern. 11 (1981) 109).

    >>> from tnsim import prove
    >>> chart = proof_graph(prove("sum(1/(n*(n+1)), n=1..oo) = 1").certificate)
    >>> chart.traces[1].labels
    ('(1) telescope', '(2) linear')
    """
    steps = certificate.steps
    places = _places(steps)
    edges = [(premise, k) for k, step in enumerate(steps) for premise in sorted(set(step.premises))]
    nodes = Nodes(
        tuple(x for x, _ in places),
        tuple(y for _, y in places),
        tuple(f"({k}) {step.rule}" for k, step in enumerate(steps, 1)),
        tuple(_said(step.conclusion) for step in steps),
        chosen=len(steps) - 1,
    )
    arrows = Arrows(tuple(places[tail] for tail, _ in edges), tuple(places[head] for _, head in edges))
    claim = _shortened(f"{to_unicode(certificate.claim.expression)} = 0")
    return Chart(claim, (arrows, nodes), axes=False)


def _places(steps: Sequence[Step]) -> list[tuple[float, float]]:
    depths: list[int] = []
    for step in steps:
        depths.append(1 + max((depths[premise] for premise in step.premises), default=-1))
    layers: dict[int, list[int]] = defaultdict(list)
    for k, depth in enumerate(depths):
        layers[depth].append(k)
    column: dict[int, float] = {}
    for members in layers.values():
        _stand(members, column)
    users = defaultdict(list)
    for k, step in enumerate(steps):
        for premise in step.premises:
            users[premise].append(k)
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        for depth in sorted(layers, reverse=not downwards):
            neighbours = {k: steps[k].premises if downwards else users[k] for k in layers[depth]}
            layers[depth].sort(key=lambda k: _mean([column[m] for m in neighbours[k]], column[k]))
            _stand(layers[depth], column)
    return [(column[k], -float(depths[k])) for k in range(len(steps))]


def _stand(members: Sequence[int], column: dict[int, float]) -> None:
    """Put the steps of a layer side by side, centred."""
    for position, k in enumerate(members):
        column[k] = position - (len(members) - 1) / 2


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _said(statement: Statement) -> str:
    left = to_unicode(statement.left)
    if statement.right is not None:
        return _shortened(f"{left} = {to_unicode(statement.right)}")
    return _shortened(f"{left}: {statement.kind}")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 3]}..."
