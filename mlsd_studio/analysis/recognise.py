"""Which of the serving patterns a drawing follows, told from the serving kinds that are drawn."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model import Document


def recognise(document: Document) -> str | None:
    """The pattern, such as `online` or `hybrid (online + stream)`; None while nothing serves.

    Batch: predictions made ahead in a batch job or kept in a prediction store. Online: a model answers
    while the caller waits. Stream: a model in a stream, or features made in one. Edge: a model on the
    device.
    """
    facts = Facts(document)
    called = facts.group("ONLINE_SERVING", "LLM") | facts.with_facet("llm_provider")
    parts = {
        "batch": facts.with_facet("batch_inference"),
        "online": called,
        "stream": _kind(facts, "stream_inference", "stream_processing"),
        "edge": _kind(facts, "edge_model"),
    }
    drawn = [name for name, members in parts.items() if members]
    if drawn in ([], ["stream"]) and not facts.group("SERVING"):
        return "batch" if _kind(facts, "prediction_store") else None
    if facts.group("LLM_APP"):
        apps = "agent" if _kind(facts, "agent") else "retrieval-augmented generation"
        return apps if drawn in ([], ["online"]) else f"{apps} ({' + '.join(drawn)})"
    if len(drawn) < 2:
        return drawn[0] if drawn else None
    return f"hybrid ({' + '.join(drawn)})"


def _kind(facts: Facts, *kinds: str) -> frozenset[str]:
    return frozenset(id for id, component in facts.components.items() if component.kind in kinds)
