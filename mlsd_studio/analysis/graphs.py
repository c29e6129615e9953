"""Strongly connected parts of a directed graph, without recursion: designs may be long chains."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def components_in_order(count: int, successors: Callable[[int], Iterable[int]]) -> list[list[int]]:
    """Strongly connected parts of the graph on 0 … count-1, a part after every part its edges lead to
    (Tarjan).
    """
    index: list[int] = [-1] * count
    low = [0] * count
    on_stack = [False] * count
    stack: list[int] = []
    parts: list[list[int]] = []
    clock = 0
    for start in range(count):
        if index[start] >= 0:
            continue
        work = [(start, iter(successors(start)))]
        index[start] = low[start] = clock
        clock += 1
        stack.append(start)
        on_stack[start] = True
        while work:
            node, rest = work[-1]
            for other in rest:
                if index[other] < 0:
                    index[other] = low[other] = clock
                    clock += 1
                    stack.append(other)
                    on_stack[other] = True
                    work.append((other, iter(successors(other))))
                    break
                if on_stack[other]:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    parts.append(_pop_part(stack, on_stack, node))
    return parts


def _pop_part(stack: list[int], on_stack: list[bool], root: int) -> list[int]:
    part = []
    while True:
        node = stack.pop()
        on_stack[node] = False
        part.append(node)
        if node == root:
            return sorted(part)
