"""Small designs for what no reference design holds."""

from __future__ import annotations

from mlsd_studio.model import Document
from tests.analysis.designs import design

STAND_IN = design("""
name: A provider with a stand-in
stage: review
components:
  - {id: web, kind: client_web, name: Web}
  - {id: gateway, kind: api_gateway, name: Gateway, managed: true}
  - {id: api, kind: backend_service, name: API, replicas: 2}
  - {id: first, kind: llm_provider, name: First provider}
  - {id: second, kind: llm_provider, name: Second provider}
  - {id: metrics, kind: metrics_monitor, name: Metrics}
  - {id: traces, kind: llm_observability, name: Traces}
  - {id: alerts, kind: alerting, name: Alerts}
flows:
  - {id: web-gateway, from: web, to: gateway, kind: request}
  - {id: gateway-api, from: gateway, to: api, kind: request}
  - {id: api-first, from: api, to: first, kind: request, timeout: 20 s}
  - {id: api-second, from: api, to: second, kind: request, timeout: 20 s, fallback_of: api-first}
  - {id: api-metrics, from: api, to: metrics, kind: telemetry}
  - {id: api-traces, from: api, to: traces, kind: telemetry}
  - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}
""")

METERS = design("""
name: Readings through a stream
stage: review
journeys:
  - {id: readings, entry: meters, rate: 900 rps}
components:
  - {id: meters, kind: client_device, name: Meters}
  - {id: stream, kind: event_stream, name: Readings stream, replicas: 3, auth: mtls}
  - {id: db, kind: relational_db, name: Readings, replicas: 2, capacity: 600 rps, auth: iam}
  - {id: report, kind: bi_dashboard, name: Report, exposure: internal}
flows:
  - {id: meters-stream, from: meters, to: stream, kind: async, encrypted: true}
  - {id: stream-db, from: stream, to: db, kind: data, encrypted: true}
  - {id: report-db, from: report, to: db, kind: request}
""")

BASES: dict[str, Document] = {"stand-in": STAND_IN, "meters": METERS}
