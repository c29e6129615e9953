"""Layers along the reading direction: longest path, then every card is pulled towards its neighbours."""

from __future__ import annotations

ROUNDS = 4


def layer(count: int, pairs: list[tuple[int, int, float]]) -> list[int]:
    """The layer of every vertex so that all pairs (which must be free of cycles) lead to a later layer."""
    after: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    before: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for a, b, weight in pairs:
        after[a].append((b, weight))
        before[b].append((a, weight))
    order = _topological(after, before)
    layers = [0] * count
    for v in order:
        layers[v] = max((layers[u] + 1 for u, _ in before[v]), default=0)
    for turn in range(ROUNDS):
        for v in reversed(order) if turn % 2 == 0 else order:
            _pull(v, layers, after, before)
    lowest = min((layers[v] for v in range(count)), default=0)
    return [at - lowest for at in layers]


def _pull(
    v: int, layers: list[int], after: list[list[tuple[int, float]]], before: list[list[tuple[int, float]]]
) -> None:
    """Move a vertex within its slack to where the weighted length of its flows is least."""
    if not after[v]:
        if before[v]:
            layers[v] = max(layers[u] for u, _ in before[v]) + 1
        return
    high = min(layers[w] for w, _ in after[v]) - 1
    low = max((layers[u] for u, _ in before[v]), default=high - 1) + 1
    balance = sum(w for _, w in after[v]) - sum(w for _, w in before[v])
    layers[v] = high if balance > 0 else low


def _topological(after: list[list[tuple[int, float]]], before: list[list[tuple[int, float]]]) -> list[int]:
    waiting = [len(group) for group in before]
    order = [v for v, count in enumerate(waiting) if not count]
    for v in order:
        for w, _ in after[v]:
            waiting[w] -= 1
            if not waiting[w]:
                order.append(w)
    return order
