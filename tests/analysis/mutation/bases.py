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

AGENT = design("""
name: An agent with tools
stage: review
components:
  - {id: web, kind: client_web, name: Web}
  - {id: gateway, kind: api_gateway, name: Gateway, managed: true}
  - {id: agent, kind: agent, name: Agent, replicas: 2, attributes: {max_steps: 10, budget: 500 USD}}
  - {id: rail, kind: guardrail, name: Guardrail, replicas: 2}
  - {id: models, kind: llm_gateway, name: LLM gateway, replicas: 2}
  - {id: first, kind: llm_provider, name: First provider}
  - {id: second, kind: llm_provider, name: Second provider}
  - {id: orders, kind: backend_service, name: Orders, replicas: 2}
  - {id: manuals, kind: search_engine, name: Manuals, managed: true}
  - {id: traces, kind: llm_observability, name: Traces}
  - {id: metrics, kind: metrics_monitor, name: Metrics}
  - {id: alerts, kind: alerting, name: Alerts}
  - {id: golden, kind: object_store, name: Golden questions, role: eval_set}
  - {id: judge, kind: evaluation, name: Answer evaluation}
  - {id: ci, kind: ci_cd, name: CI}
  - {id: prompts, kind: prompt_store, name: Prompts}
groups:
  - {id: providers, members: [first, second], needs: 1}
flows:
  - {id: web-gateway, from: web, to: gateway, kind: request}
  - {id: gateway-agent, from: gateway, to: agent, kind: request}
  - {id: agent-rail, from: agent, to: rail, kind: request}
  - {id: agent-models, from: agent, to: models, kind: request, timeout: 30 s}
  - {id: models-first, from: models, to: first, kind: request, timeout: 20 s}
  - {id: models-second, from: models, to: second, kind: request, timeout: 20 s}
  - {id: agent-orders, from: agent, to: orders, kind: request, write: true, auth: per_user}
  - {id: agent-manuals, from: agent, to: manuals, kind: request, write: false}
  - {id: prompts-agent, from: prompts, to: agent, kind: artifact}
  - {id: golden-judge, from: golden, to: judge, kind: data}
  - {id: ci-judge, from: ci, to: judge, kind: control}
  - {id: judge-prompts, from: judge, to: prompts, kind: control}
  - {id: agent-traces, from: agent, to: traces, kind: telemetry}
  - {id: agent-answers, from: agent, to: traces, kind: async}
  - {id: agent-metrics, from: agent, to: metrics, kind: telemetry}
  - {id: rail-metrics, from: rail, to: metrics, kind: telemetry}
  - {id: models-metrics, from: models, to: metrics, kind: telemetry}
  - {id: orders-metrics, from: orders, to: metrics, kind: telemetry}
  - {id: traces-alerts, from: traces, to: alerts, kind: telemetry}
  - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}
""")

BASES: dict[str, Document] = {"stand-in": STAND_IN, "meters": METERS, "agent": AGENT}
