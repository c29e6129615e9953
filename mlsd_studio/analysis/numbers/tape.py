"""Sums, mixtures and maxima of independent times, recorded so that one pass backwards tells what each part
added.

The one idea: a percentile of a journey is a function of every distribution under it. The pass backwards (the
chain rule, as in automatic differentiation) gives, for every part at once, its expected time given how long
the whole took. Parts are taken as independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mlsd_studio.analysis.numbers.grid import Array, Grid, Spectrum

LEAF, PRODUCT, POWER, MIX, LARGEST, CAP = range(6)

Part = tuple[str, str]
"""(component or flow, `own`, `wait`, `hop` or `timeout`)."""


@dataclass(slots=True)
class _Node:
    op: int
    inputs: tuple[int, ...] = ()
    extra: Any = None


@dataclass
class Tape:
    """Nodes in the order they were made, each with the spectrum of its distribution."""

    grid: Grid
    nodes: list[_Node] = field(default_factory=list)
    values: list[Spectrum] = field(default_factory=list)

    def _add(self, op: int, inputs: tuple[int, ...], value: Spectrum, extra: Any = None) -> int:
        self.nodes.append(_Node(op, inputs, extra))
        self.values.append(value)
        return len(self.nodes) - 1

    # -- forwards ----------------------------------------------------------------------------------

    def leaf(self, part: Part, value: Spectrum, weighted: Spectrum) -> int:
        """A part with its spectrum, and that of its mass times time."""
        return self._add(LEAF, (), value, (part, weighted))

    def never(self) -> int:
        """A time without end: no mass anywhere."""
        return self._add(MIX, (), self.grid.np.zeros(self.grid.count // 2 + 1, complex), ())

    def product(self, inputs: list[int]) -> int:
        """Independent times one after another: the spectra multiply (convolution theorem)."""
        if len(inputs) == 1:
            return inputs[0]
        value = self.values[inputs[0]]
        for other in inputs[1:]:
            value = value * self.values[other]
        return self._add(PRODUCT, tuple(inputs), value)

    def power(self, one: int, times: int) -> int:
        """The same, independently, so many times one after another."""
        return one if times == 1 else self._add(POWER, (one,), self.values[one] ** times, times)

    def mix(self, parts: list[tuple[float, int]], nothing: float = 0.0) -> int:
        """One of the parts, each with its probability; `nothing` is the probability of no time at all."""
        if len(parts) == 1 and nothing == 0.0 and parts[0][0] == 1.0:
            return parts[0][1]
        value = self.grid.np.full(self.grid.count // 2 + 1, complex(nothing))
        for weight, node in parts:
            value += weight * self.values[node]
        return self._add(MIX, tuple(node for _, node in parts), value, tuple(w for w, _ in parts))

    def largest(self, parts: list[tuple[int, float]]) -> int:
        """All at once, until the last has ended; each (node, how many of it)."""
        if len(parts) == 1 and parts[0][1] == 1.0:
            return parts[0][0]
        np = self.grid.np
        inputs = tuple(node for node, _ in parts)
        upper = [np.maximum(np.cumsum(self.grid.mass(self.values[node])), 0.0) for node in inputs]
        counts = tuple(count for _, count in parts)
        raised = [_raised(one, count) for one, count in zip(upper, counts, strict=True)]
        whole = raised[0]
        for one in raised[1:]:
            whole = whole * one
        value = self.grid.spectrum(np.diff(whole, prepend=0.0))
        return self._add(LARGEST, inputs, value, (upper, raised, counts))

    def cap(self, one: int, time: float, after: int | None, part: Part) -> int:
        """At most a time; what takes longer is given up, and `after` follows."""
        place = min(round(time / self.grid.step), self.grid.count)
        if place >= self.grid.count:
            return one
        mass = self.grid.mass(self.values[one])
        mass[place + 1 :] = 0.0
        given_up = max(0.0, 1.0 - float(mass.sum()))
        follows = self.grid.shift**place
        if after is not None:
            follows = follows * self.values[after]
        value = self.grid.spectrum(mass) + given_up * follows
        inputs = (one,) if after is None else (one, after)
        return self._add(CAP, inputs, value, (place, given_up, follows, part))

    def repeated(self, one: int, calls: float, *, at_once: bool) -> int:
        """So many calls, one after another or all at once; a fraction is a probability."""
        whole, rest = int(calls), calls - int(calls)
        if rest < 1e-12:
            rest = 0.0
        if at_once and calls >= 1.0:
            return self.largest([(one, calls if rest else float(whole))])
        parts = [self.power(one, whole)] if whole else []
        if rest:
            parts.append(self.mix([(rest, one)], 1.0 - rest))
        return self.product(parts)

    # -- backwards ---------------------------------------------------------------------------------

    def expected(self, root: int, time: float) -> dict[Part, float]:
        """Expected time in each part given that the whole took `time`, in seconds."""
        np, grid = self.grid.np, self.grid
        place = min(int(time / grid.step), grid.count - 2)
        share = min(max(time / grid.step - place, 0.0), 1.0)
        window = np.zeros(grid.count)
        window[place], window[place + 1] = 1.0 - share, share
        seed = np.fft.rfft(window * grid.undamp)
        density = grid.inner(seed, self.values[root])
        if density <= 0.0:
            return {}
        bars: dict[int, Spectrum] = {root: seed}
        found: dict[Part, float] = {}
        for node in range(root, -1, -1):
            bar = bars.pop(node, None)
            if bar is not None:
                self._back(node, bar, bars, found)
        return {part: max(0.0, value / density) for part, value in found.items()}

    def _back(self, node: int, bar: Spectrum, bars: dict[int, Spectrum], found: dict[Part, float]) -> None:
        one = self.nodes[node]
        if one.op == LEAF:
            part, weighted = one.extra
            found[part] = found.get(part, 0.0) + self.grid.inner(bar, weighted)
        elif one.op == MIX:
            for weight, source in zip(one.extra, one.inputs, strict=True):
                _give(bars, source, weight * bar)
        elif one.op == POWER:
            value = self.values[one.inputs[0]]
            _give(bars, one.inputs[0], bar * (one.extra * value ** (one.extra - 1)).conj())
        elif one.op == PRODUCT:
            self._back_product(one.inputs, bar, bars)
        elif one.op == LARGEST:
            self._back_largest(one, bar, bars)
        else:
            self._back_cap(one, bar, bars, found)

    def _back_product(self, inputs: tuple[int, ...], bar: Spectrum, bars: dict[int, Spectrum]) -> None:
        after: list[Spectrum] = [bar]
        for node in reversed(inputs[1:]):
            after.append(after[-1] * self.values[node].conj())
        before: Spectrum | None = None
        for node, rest in zip(inputs, reversed(after), strict=True):
            _give(bars, node, rest if before is None else rest * before)
            conjugate = self.values[node].conj()
            before = conjugate if before is None else before * conjugate

    def _back_largest(self, one: _Node, bar: Spectrum, bars: dict[int, Spectrum]) -> None:
        np, grid = self.grid.np, self.grid
        upper, raised, counts = one.extra
        window = np.fft.irfft(bar, grid.count) * grid.damp
        steps = window - np.append(window[1:], 0.0)
        for place, node in enumerate(one.inputs):
            slope = _slope(upper[place], counts[place])
            for other, factor in enumerate(raised):
                if other != place:
                    slope = slope * factor
            on_mass: Array = np.cumsum((steps * slope)[::-1])[::-1]
            _give(bars, node, np.fft.rfft(on_mass * grid.undamp))

    def _back_cap(
        self, one: _Node, bar: Spectrum, bars: dict[int, Spectrum], found: dict[Part, float]
    ) -> None:
        np, grid = self.grid.np, self.grid
        place, given_up, follows, part = one.extra
        window = np.fft.irfft(bar, grid.count)
        window[place + 1 :] = 0.0
        _give(bars, one.inputs[0], np.fft.rfft(window))
        found[part] = found.get(part, 0.0) + given_up * grid.inner(bar, follows) * place * grid.step
        if len(one.inputs) > 1:
            _give(bars, one.inputs[1], given_up * bar * (grid.shift**place).conj())


def _give(bars: dict[int, Spectrum], node: int, bar: Spectrum) -> None:
    found = bars.get(node)
    bars[node] = bar if found is None else found + bar


def _raised(upper: Array, count: float) -> Array:
    whole, rest = int(count), count - int(count)
    value = upper**whole
    return value * (1.0 - rest + rest * upper) if rest else value


def _slope(upper: Array, count: float) -> Array:
    whole, rest = int(count), count - int(count)
    slope: Array = whole * upper ** (whole - 1)
    if rest:
        slope = slope * (1.0 - rest + rest * upper) + rest * upper**whole
    return slope
