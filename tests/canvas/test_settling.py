"""A big design is shown with sketched flows at once, and with its real routes soon after."""

from __future__ import annotations

import gc

from mlsd_studio.canvas import Canvas
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.geometry import AT_ONCE, Geometry
from mlsd_studio.drawing.settling import Settling
from mlsd_studio.model import Document
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.records import Boundary, Component, Flow, Placement
from mlsd_studio.session import Session

CARDS = 200


def big() -> Document:
    components = [Component(id=f"c{n}", kind="backend_service", name=f"Service {n}") for n in range(CARDS)]
    pairs = [(n, m) for n in range(CARDS) for m in (n + 1, n + 21) if m < CARDS]
    flows = [Flow(id=f"c{a}-c{b}", source=f"c{a}", target=f"c{b}", kind="request") for a, b in pairs]
    region = Boundary(id="eu", kind="region", members=tuple(f"c{n}" for n in range(40)))
    layout = {f"c{n}": Placement(n % 20 * 280, n // 20 * 160) for n in range(CARDS)}
    return Document([*components, region, *flows], layout)


def test_sketches_are_replaced_by_the_routes_of_a_patient_geometry():
    document = big()
    assert len(document.flows) > AT_ONCE
    quick, patient = Geometry(document, quick=True), Geometry(document)
    assert not quick.settled
    assert quick.routes.keys() == patient.routes.keys()
    settling = Settling(quick)
    settling.run()
    assert quick.take(settling)
    assert quick.settled
    assert quick.routes == patient.routes
    assert quick.bounds() == patient.bounds()


def test_an_edit_makes_the_answer_of_a_settling_stale():
    document = big()
    scene = Scene(document, quick=True)
    settling = Settling(scene.geometry)
    settling.run()
    change = place(document, {"c0": Placement(0, -400)})
    document.apply(change)
    scene.update(change)
    assert not scene.settle(settling)
    assert not scene.geometry.settled
    assert scene.geometry.routes["c0-c1"].points[0][1] < -300, "the moved card's flow follows at once"


def test_a_settling_of_another_document_is_refused():
    one, other = Geometry(big(), quick=True), Geometry(big(), quick=True)
    settling = Settling(one)
    settling.run()
    assert not other.take(settling)


def test_the_canvas_settles_by_itself_also_after_an_edit(qtbot):
    session = Session(big())
    canvas = Canvas(session)
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    session.apply(place(session.document, {"c5": Placement(5 * 280, -300)}))
    qtbot.waitUntil(lambda: canvas.scene.geometry.settled, timeout=20_000)
    expected = Geometry(session.document).routes
    assert canvas.scene.geometry.routes == expected
    canvas.grab()


def test_flows_are_found_by_place_before_and_after_settling():
    document = big()
    scene = Scene(document, quick=True)
    area = scene.area(["c21"])
    assert area is not None
    found = scene.flows_in(area)
    assert {"c20-c21", "c21-c22"} <= set(found)
    settling = Settling(scene.geometry)
    settling.run()
    scene.settle(settling)
    assert {"c20-c21", "c21-c22"} <= set(scene.flows_in(area))


def test_a_canvas_that_goes_while_it_settles_leaves_the_collector_on(qtbot):
    canvas = Canvas(Session(big()))
    canvas.resize(900, 600)
    canvas.show()
    qtbot.waitUntil(lambda: not gc.isenabled() or canvas.scene.geometry.settled, timeout=20_000)
    canvas.close()
    canvas.deleteLater()
    with qtbot.waitSignal(canvas.destroyed):
        pass
    assert gc.isenabled()
