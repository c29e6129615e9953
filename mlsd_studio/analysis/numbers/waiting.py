"""Waiting at a station with several servers: Erlang's formulas and Allen and Cunneen's approximation.

Offered load `a` is arrivals times mean service time, in Erlang. Sources: Erlang (1917); Allen, *Probability,
Statistics and Queueing Theory* (1990), section 5.3; for one server the approximation is Pollaczek and
Khinchine's exact formula, for exponential service Erlang's.
"""

from __future__ import annotations

import math

FINEST = 1e-17
"""Terms below this share of their sum change no digit of it."""

RAREST = 1e300
"""From here on blocking is as good as impossible, and its inverse near the end of what a number holds."""


def erlang_b(servers: int, offered: float) -> float:
    """Probability that an arrival finds all of `servers` busy when nobody waits.

    The inverse is 1 + n/a + n(n − 1)/a² + …, summed until its terms stop to matter: with n near a that takes
    about √n of them, so that a station with a million places costs no more than one with a few.
    """
    if offered <= 0.0:
        return 0.0 if servers else 1.0
    inverse = term = 1.0
    for n in range(servers, 0, -1):
        term *= n / offered
        inverse += term
        if inverse > RAREST or (term < FINEST * inverse and n <= offered):
            break
    return 1.0 / inverse


def erlang_c(servers: int, offered: float) -> float:
    """Probability that an arrival waits; 1 from an offered load of `servers` on."""
    if offered >= servers:
        return 1.0
    blocked = erlang_b(servers, offered)
    return servers * blocked / (servers - offered * (1.0 - blocked))


def mean_wait(servers: int, offered: float, service: float, service_scv: float) -> float:
    """Mean wait in the unit of `service` (mean service time), by Allen and Cunneen for Poisson arrivals.

    `service_scv` is the squared coefficient of variation of the service time. Infinite from an offered load
    of `servers` on.
    """
    if offered >= servers:
        return math.inf
    return wait_of(erlang_c(servers, offered), servers, offered, service, service_scv)


def wait_of(waits: float, servers: int, offered: float, service: float, service_scv: float) -> float:
    """As `mean_wait` below an offered load of `servers`, given the probability of waiting."""
    return waits * service / (servers - offered) * (1.0 + service_scv) / 2.0


def mean_queue(servers: int, offered: float, service_scv: float = 1.0) -> float:
    """Mean number waiting (Little's law on `mean_wait`)."""
    return offered * mean_wait(servers, offered, 1.0, service_scv)


def retry_factor(failure: float, retries: int) -> float:
    """Calls made for each call wanted: up to `retries` more, each failing with probability `failure`."""
    if failure >= 1.0:
        return float(retries + 1)
    return (1.0 - failure ** (retries + 1)) / (1.0 - failure)
