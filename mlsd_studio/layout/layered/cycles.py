"""Which flows run backwards: a small feedback set by the greedy sequence of Eades, Lin and Smyth (1993)."""

from __future__ import annotations

from heapq import heapify, heappop, heappush


def forward_pairs(count: int, pairs: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """The weighted pairs with those that run against the greedy sequence turned round; loops are left out.

    The result has no cycle. Vertices without incoming weight come first, sinks last, and in between the
    vertex with the largest surplus of outgoing weight; ties go to the lower number, so input order decides.
    """
    rank = _sequence(count, [pair for pair in pairs if pair[0] != pair[1]])
    return [(a, b, w) if rank[a] < rank[b] else (b, a, w) for a, b, w in pairs if a != b]


def _sequence(count: int, pairs: list[tuple[int, int, float]]) -> list[int]:
    out: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    back: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    leaving, entering = [0.0] * count, [0.0] * count
    outs, ins = [0] * count, [0] * count
    for a, b, weight in pairs:
        out[a].append((b, weight))
        back[b].append((a, weight))
        leaving[a] += weight
        entering[b] += weight
        outs[a] += 1
        ins[b] += 1
    rank, done = [0] * count, [False] * count
    head, tail = 0, count - 1
    queue = [(_kind(outs[v], ins[v]), entering[v] - leaving[v], v) for v in range(count)]
    heapify(queue)
    while queue:
        kind, surplus, v = heappop(queue)
        if done[v] or kind != _kind(outs[v], ins[v]) or surplus != entering[v] - leaving[v]:
            continue
        done[v] = True
        if kind == 1:
            rank[v], tail = tail, tail - 1
        else:
            rank[v], head = head, head + 1
        for w, weight in out[v]:
            ins[w] -= 1
            entering[w] -= weight
        for w, weight in back[v]:
            outs[w] -= 1
            leaving[w] -= weight
        for w in sorted({w for w, _ in (*out[v], *back[v]) if not done[w]}):
            heappush(queue, (_kind(outs[w], ins[w]), entering[w] - leaving[w], w))
    return rank


def _kind(outs: int, ins: int) -> int:
    """0 a source, 1 a sink, 2 anything else: the order in which the sequence takes vertices."""
    if not ins:
        return 0
    return 1 if not outs else 2
