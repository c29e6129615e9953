"""Waiting at a station with several servers: Erlang's formulas and Allen and Cunneen's approximation.

Offered load `a` is arrivals times mean service time, in Erlang. Sources: Erlang (1917); Allen, *Probability,
Statistics and Queueing Theory* (1990), section 5.3; for one server the approximation is Pollaczek and
Khinchine's exact formula, for exponential service Erlang's.
"""

from __future__ import annotations

import math


def erlang_b(servers: int, offered: float) -> float:
    """Probability that an arrival finds all of `servers` busy when nobody waits. Time linear in `servers`."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    return blocked


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
    return erlang_c(servers, offered) * service / (servers - offered) * (1.0 + service_scv) / 2.0


def mean_queue(servers: int, offered: float, service_scv: float = 1.0) -> float:
    """Mean number waiting (Little's law on `mean_wait`)."""
    return offered * mean_wait(servers, offered, 1.0, service_scv)


def retry_factor(failure: float, retries: int) -> float:
    """Calls made for each call wanted: up to `retries` more, each failing with probability `failure`."""
    if failure >= 1.0:
        return float(retries + 1)
    return (1.0 - failure ** (retries + 1)) / (1.0 - failure)
