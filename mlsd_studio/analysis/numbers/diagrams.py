"""Reduced ordered binary decision diagrams: the smallest exact form of a monotone function, within a
budget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

MAX_VARIABLES = 400
"""Deepest diagram: combining is recursive over the variables, well inside Python's limit."""


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
        """The diagram that is true when a variable is; lower numbers stand nearer the top."""
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
        neutral, absorbing = (1, 0) if conjunction else (0, 1)
        if first in (second, absorbing) or second == neutral:
            return first
        if first == neutral or second == absorbing:
            return second
        key = (conjunction, first, second) if first < second else (conjunction, second, first)
        found = self._memo.get(key)
        if found is None:
            (top_a, low_a, high_a), (top_b, low_b, high_b) = self._nodes[first], self._nodes[second]
            top = min(top_a, top_b)
            low = self._combine(
                conjunction, low_a if top_a == top else first, low_b if top_b == top else second
            )
            high = self._combine(
                conjunction, high_a if top_a == top else first, high_b if top_b == top else second
            )
            found = self._memo[key] = self._node(top, low, high)
        return found

    def probability(self, diagram: int, chance: Callable[[int], float]) -> float:
        """Probability that a diagram is true when its variables are independent, each true with its
        chance.
        """
        order: list[int] = []
        seen, stack = {self.FALSE, self.TRUE}, [diagram]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                order.append(node)
                stack.extend(self._nodes[node][1:])
        values = {self.FALSE: 0.0, self.TRUE: 1.0}
        for node in sorted(order):
            variable, low, high = self._nodes[node]
            p = chance(variable)
            values[node] = p * values[high] + (1.0 - p) * values[low]
        return values[diagram]
