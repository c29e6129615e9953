"""A random user edits, undoes, copies, pastes, saves and loads; the design stays whole at each step."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mlsd_studio.model import Document, History
from mlsd_studio.model.edits.boundaries import add_boundary, move_into
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.edits.clipboard import Fragment, duplicate, extract, paste
from mlsd_studio.model.edits.components import add_component, rename, set_design, set_fields
from mlsd_studio.model.edits.decisions import decide, withdraw
from mlsd_studio.model.edits.flows import add_flow, flip_flow, reconnect, split_flow
from mlsd_studio.model.edits.folding import set_collapsed
from mlsd_studio.model.edits.placement import lock, place, shift
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.edits.stacking import restack
from mlsd_studio.model.integrity import problems, references
from mlsd_studio.model.quantities import Duration, Rate
from mlsd_studio.model.records import (
    ALL_TABLES,
    SHARED_ID_TABLES,
    TREE_BOUNDARIES,
    Decision,
    Placement,
    Waypoints,
)
from mlsd_studio.paths import resource
from mlsd_studio.storage import dump, load, load_text
from mlsd_studio.storage.snapshot import decode_change, decode_document, encode_change, encode_document

NAMES = st.sampled_from(["Cache", "no", "a: b", "Ä ö", "数据", "x" * 70, "1e3", "# c", "line\nbreak"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "replicas": st.none() | st.integers(1, 9),
        "zones": st.none() | st.sampled_from([("a",), ("a", "b"), ()]),
        "capacity": st.none() | st.integers(1, 999).map(lambda n: Rate(n, "rps")),
        "cold_start": st.just(Duration(1.5, "s")),
        "notes": NAMES,
        "attributes": st.dictionaries(NAMES, st.booleans() | st.integers(-5, 5), max_size=2),
    },
)
STEPS = st.integers(-40, 40).map(lambda n: n * 12.5)
BOUNDARIES = ("region", "zone", "network", "team", "trust")
STATUSES = ("accepted", "mitigated", "not_applicable", "deferred")
FLOWS = ("request", "async", "data", "feedback")


class RandomUser(RuleBasedStateMachine):
    """One open design, a clipboard, a second copy fed by changes only, and a file."""

    @initialize(name=st.sampled_from(["", "shop-ranking.mlsd.yaml", "every-record.mlsd.yaml"]))
    def open(self, name):
        self.open_document(load(resource("examples", name)).document if name else Document())
        self.clipboard = Fragment()
        self.file = dump(self.document)

    def open_document(self, document):
        self.document = document
        self.history = History(document)
        self.twin = decode_document(encode_document(document))
        document.subscribe(lambda change: self.twin.apply(decode_change(encode_change(change))))
        self.states = [document.copy()]
        self.graph = document.graph

    def step(self, change):
        self.history.seal()
        if change:
            self.history.apply(change)
            del self.states[self.at :]
            self.states.append(self.document.copy())

    @property
    def at(self):
        """Which of the states the document is in: one more for every step that can be undone."""
        return len(self.history._done)

    def pick(self, data, *tables, at_most=1):
        ids = [id for table in tables for id in self.document.table(table)]
        return data.draw(st.lists(st.sampled_from(ids), max_size=at_most, unique=True)) if ids else []

    # -- editing -----------------------------------------------------------------------------------

    @rule(name=NAMES, x=STEPS, y=STEPS, data=st.data())
    def add(self, name, x, y, data):
        into = next(iter(self.pick(data, "boundaries")), None)
        if into and self.document.boundaries[into].kind not in TREE_BOUNDARIES:
            into = None
        self.step(add_component(self.document, "cache", name, (x, y), into=into)[0])

    @rule(kind=st.sampled_from(BOUNDARIES), name=NAMES, data=st.data())
    def surround(self, kind, name, data):
        around = self.pick(data, "components", "boundaries", at_most=4)
        if kind not in TREE_BOUNDARIES or all(
            id not in self.document.boundaries or self.document.boundaries[id].kind in TREE_BOUNDARIES
            for id in around
        ):
            self.step(add_boundary(self.document, kind, name, around)[0])

    @rule(kind=st.sampled_from(FLOWS), data=st.data())
    def connect(self, kind, data):
        for source in self.pick(data, "components", "groups", "boundaries"):
            for target in self.pick(data, "components", "boundaries"):
                self.step(add_flow(self.document, source, target, kind)[0])

    @rule(data=st.data())
    def turn_or_reconnect(self, data):
        for flow in self.pick(data, "flows"):
            for target in self.pick(data, "components"):
                self.step(reconnect(self.document, flow, target=target))
            self.step(flip_flow(self.document, flow))

    @rule(fields=FIELDS, data=st.data())
    def set_some_fields(self, fields, data):
        for id in self.pick(data, "components"):
            whole = fields | {"needs": None}  # more needed than there are would be refused
            self.step(set_fields(self.document, "components", id, "Set", **whole))

    @rule(name=NAMES, data=st.data())
    def give_another_name(self, name, data):
        self.step(set_design(self.document, name=name))
        for id in self.pick(data, *(table for table in SHARED_ID_TABLES if table != "groups")):
            self.step(rename(self.document, self.document.find(id)[0], id, name))

    @rule(dx=STEPS, dy=STEPS, data=st.data())
    def drag(self, dx, dy, data):
        ids = self.pick(data, "layout", at_most=5)
        before = self.document.copy()
        self.history.seal()
        undoable = len(self.history._done)
        for part in (0.5, 1.5, 1):
            self.history.apply(shift(self.document, ids, dx * part, dy * part), token="drag")
        self.history.seal()
        if len(self.history._done) > undoable:
            del self.states[self.at :]
            self.states.append(self.document.copy())
        else:
            assert self.document == before

    @rule(data=st.data())
    def bend(self, data):
        self.step(
            place(self.document, {id: Waypoints(((0, 0), (5.5, 9))) for id in self.pick(data, "flows")})
        )

    @rule(data=st.data())
    def move_between_boundaries(self, data):
        trees = [id for id, b in self.document.boundaries.items() if b.kind in TREE_BOUNDARIES]
        into = data.draw(st.sampled_from([None, *trees]))
        ids = [
            id
            for id in self.pick(data, "components", "boundaries", at_most=3)
            if id in trees or id in self.document.components
        ]
        self.step(move_into(self.document, ids, into))

    @rule(closed=st.booleans(), data=st.data())
    def collapse_or_expand(self, closed, data):
        ids = self.pick(data, "boundaries", at_most=3)
        self.step(set_collapsed(self.document, ids, closed))

    @rule(locked=st.booleans(), x=STEPS, y=STEPS, data=st.data())
    def lock_or_unlock(self, locked, x, y, data):
        ids = self.pick(data, "components", "boundaries", "notes", at_most=3)
        self.step(lock(self.document, {id: Placement(x, y, 200, 100) for id in ids}, locked))

    @rule(where=st.sampled_from(["front", "back", "forward", "backward"]), data=st.data())
    def restack(self, where, data):
        for id in self.pick(data, "components"):
            touching = self.pick(data, "components", at_most=4)
            self.step(restack(self.document, "components", id, where, touching))

    @rule(data=st.data())
    def lead_a_flow_through_a_component(self, data):
        for flow in self.pick(data, "flows"):
            for id in self.pick(data, "components"):
                builder = ChangeBuilder(self.document)
                split_flow(builder, flow, id, "request")
                self.step(builder.build("Insert"))

    @rule(data=st.data())
    def delete(self, data):
        ids = self.pick(data, "components", "boundaries", "flows", "notes", "groups", at_most=3)
        self.step(remove(self.document, ids))

    # -- clipboard, history, file ------------------------------------------------------------------

    @rule(reason=NAMES, status=st.sampled_from(STATUSES), data=st.data())
    def decide_about_findings(self, reason, status, data):
        ids = self.pick(data, "components", "flows", "boundaries", at_most=3)
        decisions = [
            Decision(finding=f"RES001@{id}", status=status, reason_code="other", reason=reason) for id in ids
        ]
        if decisions:
            self.step(decide(self.document, decisions))

    @rule(data=st.data())
    def withdraw_decisions(self, data):
        keys = self.pick(data, "decisions", at_most=3)
        self.step(withdraw(self.document, keys))

    @rule(data=st.data())
    def copy(self, data):
        self.clipboard = extract(
            self.document, self.pick(data, "components", "boundaries", "notes", at_most=5)
        )

    @precondition(lambda self: len(self.document.components) < 60)
    @rule(dx=STEPS, data=st.data())
    def paste(self, dx, data):
        trees = [id for id, b in self.document.boundaries.items() if b.kind in TREE_BOUNDARIES]
        into = data.draw(st.sampled_from([None, *trees]))
        change, ids = paste(self.document, self.clipboard, dx, 40, into=into)
        assert all(self.document.find(id) is None for id in ids)
        self.step(change)
        assert all(self.document.find(id) is not None for id in ids)

    @precondition(lambda self: len(self.document.components) < 60)
    @rule(data=st.data())
    def duplicate(self, data):
        self.step(duplicate(self.document, self.pick(data, "components", "boundaries", at_most=3))[0])

    @rule(times=st.integers(1, 4))
    def undo(self, times):
        for _ in range(times):
            self.history.undo()
        assert self.document == self.states[self.at]

    @rule(times=st.integers(1, 4))
    def redo(self, times):
        for _ in range(times):
            self.history.redo()
        assert self.document == self.states[self.at]

    @rule()
    def save(self):
        self.file = dump(self.document)
        self.history.mark_clean()
        assert self.history.is_clean

    @rule()
    def load(self):
        self.open_document(load_text(self.file).document)

    # -- what holds after each step ------------------------------------------------------------------

    @invariant()
    def the_design_is_whole(self):
        assert problems(self.document) == []

    @invariant()
    def references_are_known(self):
        expected = {}
        for table in ALL_TABLES:
            for id, record in self.document.table(table).items():
                for other in references(record):
                    expected.setdefault(other, set()).add((table, id))
        found = {id: set(self.document.referrers(id)) for id in self.document._referrers}
        assert {id: refs for id, refs in found.items() if refs} == expected

    @invariant()
    def the_graph_equals_the_records(self):
        nodes = {
            id: table for table in ("components", "boundaries", "groups") for id in self.document.table(table)
        }
        assert dict(self.document.graph.nx.nodes(data="table")) == nodes
        edges = {(f.source, f.target, f.id, f.kind) for f in self.document.flows.values()}
        assert set(self.document.graph.nx.edges(keys=True, data="kind")) == edges

    @invariant()
    def save_then_load_is_equal_and_byte_stable(self):
        text = dump(self.document)
        loaded = load_text(text)
        assert loaded.document == self.document
        assert dump(loaded.document) == text

    @invariant()
    def the_twin_fed_by_changes_is_equal(self):
        assert self.twin == self.document


RandomUser.TestCase.settings = settings(
    max_examples=120,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestRandomUser = RandomUser.TestCase
