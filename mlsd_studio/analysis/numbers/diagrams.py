"""Reduced ordered binary decision diagrams: the smallest exact form of a monotone function, within a
budget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

MAX_VARIABLES = 20_000
"""Deepest diagram."""


class BudgetExceededError(RuntimeError):
    """The function needs more nodes, or more variables, than allowed."""


class Diagrams:
    """Nodes that share equal parts. A diagram is the number of its node; 0 is false, 1 is true."""

    FALSE = 0
    TRUE = 1

    def __init__(self, budget: int) -> None:
        """At most `budget` nodes are made; then BudgetExceededError."""
        self._budget = budget
        self._nodes: list[tuple[int, int, int]] = [(1 << 30, 0, 0), (1 << 30, 1, 1)]
        self._index: dict[tuple[int, int, int], int] = {}
        self._memo: dict[tuple[bool, int, int], int] = {}
        self._variables: set[int] = set()

    def variable(self, number: int) -> int:
        """The diagram that is true when a variable is; lower numbers stand nearer the top.

        Raises BudgetExceededError beyond MAX_VARIABLES variables.
        """
        self._variables.add(number)
        if len(self._variables) > MAX_VARIABLES:
            raise BudgetExceededError(f"more than {MAX_VARIABLES} variables")
        return self._node(number, self.FALSE, self.TRUE)

    def _node(self, variable: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (variable, low, high)
        found = self._index.get(key)
        if found is None:
            if len(self._nodes) >= self._budget:
                raise BudgetExceededError(f"more than {self._budget} nodes")
            found = self._index[key] = len(self._nodes)
            self._nodes.append(key)
        return found

    def all_of(self, parts: Iterable[int]) -> int:
        """True when every part is."""
        result = self.TRUE
        for part in parts:
            result = self._combine(True, result, part)
        return result

    def any_of(self, parts: Iterable[int]) -> int:
        """True when any part is."""
        result = self.FALSE
        for part in parts:
            result = self._combine(False, result, part)
        return result

    def at_least(self, k: int, parts: Sequence[int]) -> int:
        """True when at least k parts are."""
        if k <= 0:
            return self.TRUE
        reached = [self.TRUE] + [self.FALSE] * k
        for part in parts:
            for n in range(k, 0, -1):
                with_part = self._combine(True, part, reached[n - 1])
                reached[n] = self._combine(False, reached[n], with_part)
        return reached[k]

    def _combine(self, conjunction: bool, first: int, second: int) -> int:
        """The diagram of both, or of either. On a stack of its own: diagrams may be thousands deep."""
        found = self._known(conjunction, first, second)
        if found is not None:
            return found
        memo, nodes = self._memo, self._nodes
        start = (conjunction, first, second) if first < second else (conjunction, second, first)
        stack = [start]
        while stack:
            key = stack[-1]
            if key in memo:
                stack.pop()
                continue
            (top_a, low_a, high_a), (top_b, low_b, high_b) = nodes[key[1]], nodes[key[2]]
            top = top_a if top_a < top_b else top_b
            if top_a != top:
                low_a = high_a = key[1]
            if top_b != top:
                low_b = high_b = key[2]
            low = self._known(conjunction, low_a, low_b)
            if low is None:
                stack.append((conjunction, low_a, low_b) if low_a < low_b else (conjunction, low_b, low_a))
                continue
            high = self._known(conjunction, high_a, high_b)
            if high is None:
                stack.append(
                    (conjunction, high_a, high_b) if high_a < high_b else (conjunction, high_b, high_a)
                )
                continue
            memo[key] = self._node(top, low, high)
            stack.pop()
        return memo[start]

    def _known(self, conjunction: bool, first: int, second: int) -> int | None:
        """What needs no work: a constant, the same twice, or done before."""
        neutral, absorbing = (1, 0) if conjunction else (0, 1)
        if first in (second, absorbing) or second == neutral:
            return first
        if first == neutral or second == absorbing:
            return second
        return self._memo.get(
            (conjunction, first, second) if first < second else (conjunction, second, first)
        )

    def probability(self, diagram: int, chance: Callable[[int], float]) -> float:
        """Probability that a diagram is true when its variables are independent, each true with its
        chance.
        """
        found: float = self.evaluate(diagram, chance)
        return found

    def _below(self, diagram: int) -> list[int]:
        """The nodes of a diagram, children first; constants left out."""
        reached: set[int] = set()
        stack = [diagram]
        while stack:
            node = stack.pop()
            if node > self.TRUE and node not in reached:
                reached.add(node)
                stack.extend(self._nodes[node][1:])
        return sorted(reached)

    def evaluate(self, diagram: int, chance: Callable[[int], Any]) -> Any:
        """As `probability`, for arrays of chances."""
        return self._values(self._below(diagram), chance)[diagram]

    def _values(self, order: list[int], chance: Callable[[int], Any]) -> dict[int, Any]:
        values = {self.FALSE: 0.0, self.TRUE: 1.0}
        for node in order:
            variable, low, high = self._nodes[node]
            p = chance(variable)
            values[node] = p * values[high] + (1.0 - p) * values[low]
        return values

    def gradient(self, diagram: int, chance: Callable[[int], float]) -> tuple[float, dict[int, float]]:
        """The probability of `probability`, and its slope in the chance of every variable of the diagram."""
        order = self._below(diagram)
        values = self._values(order, chance)
        weight = dict.fromkeys(order, 0.0)
        weight[diagram] = 1.0
        slopes: dict[int, float] = {}
        for node in reversed(order):
            variable, low, high = self._nodes[node]
            p, at = chance(variable), weight[node]
            slopes[variable] = slopes.get(variable, 0.0) + at * (values[high] - values[low])
            for child, share in ((high, p), (low, 1.0 - p)):
                if child > self.TRUE:
                    weight[child] += at * share
        return values[diagram], slopes
