"""Distributions of time on a regular grid, held as spectra, so that calls in series are one multiplication.

A grid has N points, `step` seconds apart. Mass is put on the points so that means stay exact (each bit is
split between its two neighbours). Before the transform, mass is damped by r^k with r^N = 1e-6: what would
wrap round the end comes back a million times smaller, so no padding is needed (Abate and Whitt, 1992). Mass
beyond the end is left out, so the sum over the grid is P(time < end) and nothing below the end is touched by
it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
    Spectrum: TypeAlias = NDArray[np.complex128]
else:
    Array = Spectrum = Any

DAMPING = 1e-6
CACHED = 4096


class Grid:
    """The points k · step for k < count, and what is needed to go to and fro."""

    def __init__(self, end: float, count: int) -> None:
        """`end` in seconds; `count` a power of two."""
        import numpy as np

        self.np = np
        self.count, self.end, self.step = count, end, end / count
        self.size = count // 2 + 1
        self.times = np.arange(count) * self.step
        self.damp = DAMPING ** (np.arange(count) / count)
        self.undamp = 1.0 / self.damp
        angle = np.exp(-2j * np.pi * np.arange(self.size) / count)
        self.shift: Spectrum = (DAMPING ** (1.0 / count)) * angle
        self._parseval = np.full(self.size, 2.0 / count)
        self._parseval[0] = self._parseval[-1] = 1.0 / count
        self._leaves: dict[tuple[float, float], tuple[Spectrum, Spectrum]] = {}

    # -- to and fro --------------------------------------------------------------------------------

    def spectrum(self, mass: Array) -> Spectrum:
        """Damped Fourier transform of `count` masses: count / 2 + 1 complex values."""
        return self.np.fft.rfft(mass * self.damp)

    def mass(self, spectrum: Spectrum) -> Array:
        """The `count` masses at the points that have this spectrum; the inverse of `spectrum`."""
        found: Array = self.np.fft.irfft(spectrum, self.count) * self.undamp
        return found

    def inner(self, adjoint: Spectrum, spectrum: Spectrum) -> float:
        """Sum over the points of the product of two real series, given by their spectra (Parseval)."""
        real = self.np.dot(adjoint.real * self._parseval, spectrum.real)
        return float(real + self.np.dot(adjoint.imag * self._parseval, spectrum.imag))

    def at(self, time: float) -> Spectrum:
        """All mass at one time, split between the two nearest points; nothing beyond the end."""
        place = time / self.step
        low = math.floor(place)
        mass = self.np.zeros(self.count)
        if low + 1 < self.count:
            mass[low], mass[low + 1] = 1.0 - (place - low), place - low
        return self.spectrum(mass)

    # -- distributions -----------------------------------------------------------------------------

    def work(self, p50: float, sigma: float) -> tuple[Spectrum, Spectrum]:
        """Log-normal work through its median, and the spectrum of its mass times time."""
        key = (p50, sigma)
        found = self._leaves.get(key)
        if found is None:
            if len(self._leaves) >= CACHED:
                self._leaves.clear()
            found = self._leaves[key] = self._work(p50, sigma)
        return found

    def _work(self, p50: float, sigma: float) -> tuple[Spectrum, Spectrum]:
        if p50 <= 0.0:
            return self.np.ones(self.size, complex), self.np.zeros(self.size, complex)
        if sigma <= 0.0:
            fixed = self.at(p50)
            return fixed, fixed * p50
        mass = self._spread(self._log_normal(p50, sigma))
        return self.spectrum(mass), self.spectrum(mass * self.times)

    def _log_normal(self, p50: float, sigma: float) -> Array:
        """The integral of the distribution function from 0 to each point and one more."""
        np = self.np
        t = np.arange(1, self.count + 1) * self.step
        z = np.log(t / p50) / sigma
        limited = p50 * math.exp(sigma**2 / 2.0) * normal_cdf(z - sigma) + t * (1.0 - normal_cdf(z))
        integral: Array = np.concatenate(([0.0], t - limited))
        return integral

    def _spread(self, integral: Array) -> Array:
        """Mass that keeps the mean: second differences of the integral of the distribution function."""
        first = self.np.diff(integral) / self.step
        mass: Array = self.np.maximum(self.np.diff(first, prepend=0.0), 0.0)
        return mass

    def wait(self, probability: float, mean: float) -> tuple[Spectrum, Spectrum]:
        """A wait: 0 with probability 1 − p, else exponential; `mean` is that of those who wait.

        The closed form of the geometric series, so no transform is needed.
        """
        d = self.step / mean
        stay, decay = -math.expm1(-d) / d, math.exp(-d)
        tail = self.np.reciprocal(1.0 - decay * self.shift)
        ahead = (probability * stay * -math.expm1(-d)) * self.shift * tail
        return ahead + (1.0 - probability * stay), self.step * ahead * tail

    # -- reading -----------------------------------------------------------------------------------

    def percentiles(self, mass: Array, shares: tuple[float, ...]) -> list[float | None]:
        """The times by which such shares have ended; None beyond the end of the grid."""
        np = self.np
        upper = np.cumsum(mass)
        middle = upper - mass / 2.0  # half of a point's mass lies before it
        found: list[float | None] = []
        for share in shares:
            if share <= upper[0]:
                found.append(0.0)
                continue
            place = int(np.searchsorted(middle, share))
            if place >= self.count:
                found.append(None)
                continue
            low = middle[place - 1] if place else 0.0
            part = (share - low) / (middle[place] - low)
            found.append(float((place - 1 + part) * self.step))
        return found


@lru_cache(maxsize=64)
def grid(end: float, count: int) -> Grid:
    """The grid with an end, made once: its cached spectra make a small step of the traffic cheap."""
    return Grid(end, count)


_TABLE_STEP, _TABLE_REACH = 1e-3, 9.0


@lru_cache(maxsize=1)
def _table() -> tuple[Any, Any]:
    import numpy as np

    points = np.arange(-_TABLE_REACH, _TABLE_REACH + 2 * _TABLE_STEP, _TABLE_STEP)
    values = np.array([0.5 * math.erfc(-z / math.sqrt(2.0)) for z in points])
    slopes = np.exp(-points * points / 2.0) / math.sqrt(2.0 * math.pi) * _TABLE_STEP
    return values, slopes


def normal_cdf(z: Any) -> Any:
    """The standard normal distribution function, to 1e-11: Hermite interpolation in a table of erfc."""
    import numpy as np

    values, slopes = _table()
    place = (np.clip(z, -_TABLE_REACH, _TABLE_REACH) + _TABLE_REACH) / _TABLE_STEP
    low = place.astype(np.int64)
    u = place - low
    a, b, da, db = values[low], values[low + 1], slopes[low], slopes[low + 1]
    return a + u * (da + u * (3.0 * (b - a) - 2.0 * da - db + u * (2.0 * (a - b) + da + db)))
