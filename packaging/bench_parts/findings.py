"""The findings panel with a thousand findings: filling, an edit, scrolling."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from bench_parts._tools import median_ms, row
from mlsd_studio.analysis.findings import Finding, Fix, Focus, Subject
from mlsd_studio.analysis.reports import Report

COUNT = 1000
FRAME = 1000 / 60


def rows() -> list[dict[str, object]]:
    """Milliseconds on the interface thread."""
    app = QApplication.instance() or QApplication([])
    from mlsd_studio.panels.findings import FindingsPanel
    from mlsd_studio.session import Session

    session = Session()
    panel = FindingsPanel(session)
    panel.resize(1100, 240)
    panel.show()
    found = _findings()

    def show(findings: tuple[Finding, ...]) -> None:
        session.set_report(Report(findings))
        app.processEvents()

    def edit() -> None:
        show(found[: COUNT // 2] + found[COUNT // 2 + 1 :])
        show(found)

    show(found)
    bar = panel.view.verticalScrollBar()

    def scroll() -> None:
        bar.setValue((bar.value() + 137) % max(1, bar.maximum()))
        panel.view.viewport().repaint()

    measured = [
        row(f"one of {COUNT} findings goes and comes", median_ms(edit, 9) / 2, goal=50.0),
        row(f"scroll {COUNT} findings, one frame", median_ms(scroll, 40), goal=FRAME),
    ]
    panel.close()
    return measured


def _findings() -> tuple[Finding, ...]:
    fix = Fix("State the owner", (Focus(("c0",), "owner"),))
    return tuple(
        Finding(
            code="OPS002",
            key=f"OPS002@c{n:04}",
            severity="warning",
            title=f"Component {n} is connected to nothing",
            message="No flow starts or ends here, so nothing can be said of what it is for.",
            subjects=(Subject(f"c{n}", "unconnected"),),
            fixes=(fix,),
        )
        for n in range(COUNT)
    )
