"""Whether what goes over a flow can be read on the wire."""

from __future__ import annotations

import re

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.watching import joined
from mlsd_studio.model.records import Flow

CLEAR = frozenset(
    {"http", "ws", "ftp", "ldap", "nfs", "telnet", "mqtt", "amqp", "kafka-plaintext", "jdbc-plaintext"}
)
"""Protocols that encrypt nothing unless the flow says so."""
CIPHERED = frozenset(
    {"https", "wss", "ftps", "sftp", "ssh", "ldaps", "mqtts", "amqps", "grpcs", "smtps", "tls", "mtls"}
)
"""Protocols that encrypt by themselves."""

_LOCAL = re.compile(r"\b(localhost|loopback|same pod|sidecar|in[- ]process|unix socket)\b", re.IGNORECASE)


def _protocol(flow: Flow) -> str:
    return (flow.protocol or "").strip().lower().replace(" ", "-")


def ciphered(flow: Flow) -> bool:
    """Whether a flow is known to be encrypted: stated, or by the protocol it speaks."""
    return flow.encrypted is True or (flow.encrypted is None and _protocol(flow) in CIPHERED)


def in_the_clear(flow: Flow) -> str | None:
    """Why a flow is known to be unencrypted, as the end of a sentence; None where it is not, or unknown."""
    if flow.encrypted is False:
        return "is stated to be unencrypted"
    if flow.encrypted is None and _protocol(flow) in CLEAR and flow.auth != "mtls":
        return f"speaks {flow.protocol}, which is in the clear"
    return None


def protected(facts: Facts, flow: Flow) -> bool:
    """Whether the flow never leaves one machine, or a mesh with mutual TLS looks after both of its ends."""
    if _LOCAL.search(f"{flow.protocol or ''} {flow.label or ''}"):
        return True
    meshes = facts.with_facet("service_mesh") | facts.with_facet("mtls")
    if not meshes:
        return False
    ends = [*facts.ends(flow.source, flow.kind), *facts.ends(flow.target, flow.kind)]
    covering = [{other for _, other in joined(facts, id, ("control", "telemetry"))} | {id} for id in ends]
    return bool(covering) and bool(meshes.intersection(*covering))
