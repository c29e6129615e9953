"""Data classes follow the flows: what is carried where, what stops it, and that the search always ends."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.data_classes import CARRYING, DataClasses
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component, Flow, Group

from .designs import design
from .rules.test_guards import parts

CLASSES = ("pii", "financial", "predictions")
KINDS = (
    "backend_service",
    "relational_db",
    "event_stream",
    "privacy_filter",
    "object_store",
    "model_endpoint",
)
FLOW_KINDS = ("request", "async", "data", "artifact", "control", "telemetry", "feedback", "replicate")


def classes(components: str, flows: str = "", rest: str = "") -> DataClasses:
    return Facts(design(parts(components, flows, rest))).classes


PII = "a:data_source{data_classes: [pii]}"


@pytest.mark.parametrize("kind", FLOW_KINDS)
def test_which_flows_bring_what_their_source_holds(kind: str) -> None:
    found = classes(f"{PII}; b:batch_processing", f"a>b:{kind}")
    carried = kind in CARRYING
    assert found.at("b") == (("pii",) if carried else ())
    assert found.on("f0") == (("pii",) if carried else ())


def test_a_request_to_a_store_carries_both_ways_and_any_other_only_what_it_states() -> None:
    found = classes(
        "api:backend_service; db:relational_db{data_classes: [pii]}; web:client_web; other:backend_service;"
        "log:nosql_db",
        "api>db:request; web>api:request; api>other:request; api>log:request",
    )
    assert found.at("api") == found.at("log") == ("pii",)
    assert found.inherited("log", "pii") == ("db", "f0", "api", "f3", "log")
    assert found.at("web") == found.at("other") == ()
    assert found.on("f1") == found.on("f2") == ()
    assert found.on("f0") == found.on("f3") == ("pii",)


def test_a_call_that_writes_nothing_only_brings_back() -> None:
    found = classes(
        f"{PII}; api:backend_service; c:relational_db{{data_classes: [financial]}}; d:relational_db",
        "a>api:data; api>c:request{write: false}; api>d:request{write: false}",
    )
    assert found.at("api") == ("pii", "financial")
    assert found.at("d") == ()
    assert found.on("f2") == ()


@pytest.mark.parametrize("kind", ["request", "async", "data"])
def test_what_a_flow_states_goes_on_from_its_target(kind: str) -> None:
    found = classes(
        "web:client_web; api:backend_service; bus:event_stream; lake:data_lake",
        f"web>api:{kind}{{data_classes: [pii]}}; api>bus:async; bus>lake:data",
    )
    assert found.at("web") == ()
    assert found.inherited("lake", "pii") == ("web", "f0", "api", "f1", "bus", "f2", "lake")
    assert found.origin("lake", "pii") == found.origin("f2", "pii") == "f0"
    assert [(one.name, one.value, one.origin) for one in found.evidence("lake", ["pii"])] == [
        ("pii comes from", "web → api", "structure")
    ]


@pytest.mark.parametrize("kind", ["artifact", "control", "telemetry"])
def test_a_class_stated_on_a_delivery_stays_on_it(kind: str) -> None:
    found = classes("a:backend_service; b:metrics_monitor", f"a>b:{kind}{{data_classes: [pii]}}")
    assert found.on("f0") == ("pii",)
    assert found.inherited("f0", "pii") == ("f0",)
    assert found.at("b") == ()


@pytest.mark.parametrize(
    "middle",
    [
        "m:privacy_filter",
        "m:guardrail{attributes: {provides: [privacy_filter]}}",
        "m:guardrail{technology: privacy_filter}",
        "m:batch_processing{data_classes: [internal]}",
    ],
)
def test_what_stops_personal_data(middle: str) -> None:
    found = classes(f"{PII}; {middle}; b:data_lake", "a>m:data; m>b:data")
    assert found.on("f0") == ("pii",)
    assert found.at("b", found.personal) == ()
    assert found.on("f1", found.personal) == ()


def test_a_filter_lets_pass_what_is_not_sensitive_and_a_plain_guardrail_filters_nothing() -> None:
    found = classes(
        "a:data_source{data_classes: [predictions]}; m:privacy_filter; b:data_lake", "a>m:data; m>b:data"
    )
    assert found.at("b") == ("predictions",)
    found = classes(f"{PII}; m:guardrail; b:data_lake", "a>m:data; m>b:data")
    assert found.at("b") == ("pii",)


def test_groups_and_boundaries_stand_for_their_members() -> None:
    rest = (
        "groups:\n  - {id: g, members: [x, y]}\n"
        "boundaries:\n  - {id: r, kind: region, members: [a, x]}\n  - {id: s, kind: region, members: [z]}\n"
    )
    found = classes(f"{PII}; x:data_lake; y:data_lake; z:backup", "a>g:data; r>s:replicate", rest)
    assert found.at("x") == found.at("y") == found.at("z") == ("pii",)
    assert found.on("f1") == ("pii",)


def test_where_nothing_is_stated_nothing_is_known() -> None:
    found = classes("a:data_source; b:data_lake", "a>b:data")
    assert found.occurring == found.at("b") == ()
    assert found.inherited("b", "pii") == ()
    assert found.origin("b", "pii") is None
    assert found.evidence("b", ["pii"]) == ()


# -- any design ------------------------------------------------------------------------------------------


@st.composite
def designs(draw: st.DrawFn) -> Document:
    count = draw(st.integers(1, 7))
    ids = [f"c{n}" for n in range(count)]
    stated = st.none() | st.lists(st.sampled_from(CLASSES), unique=True, max_size=2).map(tuple)
    records: list[object] = [
        Component(id=id, kind=draw(st.sampled_from(KINDS)), data_classes=draw(stated)) for id in ids
    ]
    ends = ids
    if count > 2 and draw(st.booleans()):
        records.append(Group(id="g", members=tuple(ids[:2])))
        ends = [*ids, "g"]
    for n in range(draw(st.integers(0, 12))):
        source, target = draw(st.sampled_from(ends)), draw(st.sampled_from(ends))
        if source == target:
            continue
        records.append(
            Flow(
                id=f"f{n}",
                source=source,
                target=target,
                kind=draw(st.sampled_from(FLOW_KINDS)),  # type: ignore[arg-type]
                data_classes=draw(stated),
                write=draw(st.none() | st.booleans()),
            )
        )
    return Document(records)  # type: ignore[arg-type]


def by_hand(document: Document) -> dict[str, set[str]]:
    """The definition, applied again and again until nothing changes."""
    facts = Facts(document)
    holds = {id: set(c.data_classes or ()) for id, c in document.components.items()}

    def given_by(id: str) -> set[str]:
        kept = {"predictions"} if document.components[id].kind == "privacy_filter" else set(CLASSES)
        return holds[id] & kept

    while True:
        before = msgspec.json.encode({id: sorted(found) for id, found in holds.items()})
        for flow in document.flows.values():
            for source in facts.ends(flow.source, flow.kind):
                for target in facts.ends(flow.target, flow.kind):
                    store = target in facts.group("STORE")
                    stated = flow.data_classes
                    forth = flow.kind in CARRYING or (
                        flow.kind == "request" and (stated is not None or (store and flow.write is not False))
                    )
                    for there, here, goes in (
                        (source, target, forth),
                        (target, source, flow.kind == "request" and store),
                    ):
                        if goes and document.components[here].data_classes is None:
                            holds[here] |= given_by(there) if stated is None else set(stated)
        if before == msgspec.json.encode({id: sorted(found) for id, found in holds.items()}):
            return holds


@given(designs())
def test_the_search_finds_what_the_definition_says(document: Document) -> None:
    found = Facts(document).classes
    assert {id: set(found.at(id)) for id in document.components} == by_hand(document)


@given(designs())
def test_a_stated_component_has_what_it_states_and_nothing_else(document: Document) -> None:
    found = Facts(document).classes
    for record in (*document.components.values(), *document.flows.values()):
        if record.data_classes is not None:
            shown = found.at(record.id) if isinstance(record, Component) else found.on(record.id)
            assert set(shown) == set(record.data_classes)


@given(designs())
def test_every_path_leads_from_a_statement_over_flows_that_carry_the_class(document: Document) -> None:
    facts = Facts(document)
    found = facts.classes
    for cls in found.occurring:
        spread = found.spread(cls)
        for id in (*spread.components, *spread.flows):
            path = found.inherited(id, cls)
            assert path[-1] == id
            assert len(path) == len(set(path))
            if path[0] in document.flows:  # back at the sender of the flow that states it
                path = path[1:]
            for before, flow, after in zip(path[::2], path[1::2], path[2::2], strict=False):
                ends = document.flows[flow]
                sides = [set(facts.ends(end, ends.kind)) for end in (ends.source, ends.target)]
                assert (before in sides[0] and after in sides[1]) or (
                    before in sides[1] and after in sides[0]
                )
                assert flow in spread.flows
            origin = document.find(found.origin(id, cls))
            assert origin is not None
            assert cls in origin[1].data_classes


@given(designs(), st.data())
def test_another_flow_or_another_class_stated_takes_nothing_away(
    document: Document, data: st.DataObject
) -> None:
    before = Facts(document).classes
    records = [r for table in ("components", "groups", "flows") for r in document.table(table).values()]
    ids = list(document.components)
    if len(ids) > 1:
        source, target = data.draw(st.permutations(ids))[:2]
        kind = data.draw(st.sampled_from(FLOW_KINDS))
        records.append(Flow(id="more", source=source, target=target, kind=kind))  # type: ignore[arg-type]
    stating = [n for n, r in enumerate(records) if isinstance(r, Component) and r.data_classes is not None]
    if stating:
        n = data.draw(st.sampled_from(stating))
        records[n] = msgspec.structs.replace(records[n], data_classes=CLASSES)
    after = Facts(Document(records)).classes
    for id in ids:
        assert set(before.at(id)) <= set(after.at(id))
