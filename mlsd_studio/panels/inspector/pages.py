"""The pages beside the selected element: what is required, what is given, and what is planned."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model import Change
from mlsd_studio.model.edits.rows import add_row, state_journeys
from mlsd_studio.model.targets import METRICS
from mlsd_studio.panels.inspector.offers import components
from mlsd_studio.panels.inspector.rows import Offer, RecordRow, RecordSection, offer_buttons
from mlsd_studio.panels.naming import name_of, named
from mlsd_studio.session import Session

CATEGORIES = (
    ("business", "Business", "What the business wants from it."),
    ("ml", "ML", "How good and how fresh the models are to be."),
    ("system", "System", "How fast, how reliable, how dear it may be."),
)
GIVEN = (
    ("data", "Data", "volume", "Volumes, sources and what may be done with them."),
    ("compute", "Compute", "accelerators", "Machines and accelerators there are."),
    ("team", "Team", "resources", "People: “4 engineers” lets the operating burden be judged."),
    ("integration", "Integration", "existing system", "Systems and interfaces to fit in with."),
)
PLAN = (
    ("phases", "Phases", "Phase", "What is built first, and what later."),
    ("risks", "Risks", "Risk", "What may go wrong, and what is done then."),
    ("tests", "Tests", "Test", "How each claim will be proved."),
    ("rollout", "Rollout", "Step", "How new versions reach people."),
)
METRIC_CATEGORY = {"feature_freshness": "ml", "model_age": "ml", "label_delay": "ml", "cost": "business"}
USUAL = (
    ("latency_p95", "<= 100 ms", "Answers fast: p95 within 100 ms"),
    ("availability", ">= 99.9 %", "Stays up: 99.9 % of the time"),
    ("throughput", ">= 1000 rps", "Bears the peak: 1 000 requests a second"),
    ("cost", "<= 10000 {currency}/month", "Stays affordable: 10 000 {currency} a month"),
)


class ListPage(QScrollArea):
    """A page of sections; a field of any of its records can be asked for by id."""

    tables: tuple[str, ...] = ()

    def __init__(self, session: Session, look: Theme, name: str) -> None:
        super().__init__()
        self._session, self._look = session, look
        self.sections: list[RecordSection] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        page = QWidget()
        page.setProperty("role", "page")
        self.box = QVBoxLayout(page)
        self.box.setContentsMargins(16, 8, 12, 16)
        self.box.setSpacing(4)
        self._build()
        self.box.addStretch(1)
        self.setWidget(page)
        self._stale = True
        session.changed.connect(self._on_change)
        session.replaced.connect(self.refresh)
        session.numbers_changed.connect(self._on_numbers)

    def _build(self) -> None:
        raise NotImplementedError

    def _section(
        self, table: str, title: str, offers: Sequence[Offer], empty: str, category: str = ""
    ) -> None:
        section = RecordSection(self._session, table, title, self._look, offers, empty, category)
        section.adding = lambda offer: self.add(table, offer)
        self.sections.append(section)
        self.box.addWidget(section)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the page was out of sight is shown now."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Show everything as it is now; while out of sight, later."""
        self._stale = not self.isVisible()
        if not self._stale:
            for section in self.sections:
                section.refresh()

    def _on_change(self, change: Change) -> None:
        if change.touched(*self.tables):
            if not self.isVisible():
                self._stale = True
                return
            for section in self.sections:
                section.refresh(change.touched(section.table))
        elif change.touched("components", "boundaries", "flows", "groups"):
            self._renamed(change)

    def _renamed(self, change: Change) -> None:
        """Names and the elements that can be linked may have changed."""
        named = change.touched("components", "boundaries", "flows", "groups")
        document = self._session.document
        touched = {
            id for element in named for table, id in document.referrers(element) if table in self.tables
        }
        for row in self.rows():
            if row.id in touched or row.head.isChecked():
                row.refresh()

    def _on_numbers(self) -> None:
        return

    def rows(self) -> list[RecordRow]:
        """Every row there is."""
        return [row for section in self.sections for row in section.rows.values()]

    def row(self, table: str, id: str) -> RecordRow | None:
        """The row of a record."""
        return next((row for row in self.rows() if (row.table, row.id) == (table, id)), None)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        for section in self.sections:
            section.set_theme(look)

    def add(self, table: str, offer: Offer) -> None:
        """Add a record and open it, with the cursor where it is to be filled in."""
        change, id = add_row(self._session.document, table, offer.name, **offer.fields)
        if self._session.apply(change):
            self.focus_field(table, id, offer.field)

    def focus_field(self, table: str, id: str, field: str) -> None:
        """Open a record with the cursor in a field."""
        self.refresh()
        row = self.row(table, id)
        if row is None:
            return
        row.focus_field(field)
        self.widget().layout().activate()
        inside = row.focusWidget()
        self.ensureWidgetVisible(row, 0, 24)
        if inside is not None:
            self.ensureWidgetVisible(inside, 0, 40)


class RequirementsPage(ListPage):
    """Traffic, then requirements by whose they are, each with its verdict."""

    tables = ("requirements", "journeys")

    def __init__(self, session: Session, look: Theme) -> None:
        super().__init__(session, look, "Requirements")

    def _build(self) -> None:
        self._section(
            "journeys", "Traffic", (Offer("Add a journey", "journey", {}),),
            "What users do, and how often: load, latency and cost rest on it.",
        )  # fmt: skip
        self.sections[0].adding = lambda _: self._add_journey()
        self.stating = offer_buttons((Offer("State the traffic", "", {}),), lambda _: self.state_traffic())
        self.sections[0].put_below(self.stating)
        self.first = named("muted", "Nothing is required yet. Usual first requirements:")
        self.box.addWidget(self.first)
        self.usual = offer_buttons(self._usual(), lambda offer: self.add("requirements", offer))
        self.box.addWidget(self.usual)
        for category, title, empty in CATEGORIES:
            self._section("requirements", title, _requirement_offers(category), empty, category)

    def _usual(self) -> list[Offer]:
        currency = self._session.document.design.currency or "USD"
        return [
            Offer(words.format(currency=currency), metric.replace("_", " "), {
                "category": METRIC_CATEGORY.get(metric, "system"), "metric": metric,
                "target": target.format(currency=currency), "priority": "must",
            }, "target")
            for metric, target, words in USUAL
        ]  # fmt: skip

    def refresh(self) -> None:
        """The usual offers show until they are stated, or something else is."""
        super().refresh()
        self._show_offers()

    def _on_change(self, change: Change) -> None:
        super()._on_change(change)
        self._show_offers()

    def _on_numbers(self) -> None:
        if not self.isVisible():
            self._stale = True
            return
        for row in self.rows():
            row.judge()
        self._show_offers()

    def _show_offers(self) -> None:
        document = self._session.document
        stated = {one.metric for one in document.requirements.values()}
        usual = [metric for metric, _, _ in USUAL]
        offered = stated < set(usual)
        self.first.setText("Also usual:" if stated else "Nothing is required yet. Usual first requirements:")
        self.first.setVisible(offered)
        self.usual.setVisible(offered)
        for metric, button in zip(usual, self.usual.findChildren(QPushButton), strict=True):
            button.setVisible(metric not in stated)
        self.stating.setVisible(not document.journeys and bool(self._implied()))

    def _implied(self) -> dict[str, str]:
        """Entries of the journeys that the drawing implies, with names for them."""
        document, numbers = self._session.document, self._session.numbers
        if document.journeys or numbers is None:
            return {}
        return {id: name_of(document, id) for id in numbers.journeys if id in document.components}

    def state_traffic(self) -> None:
        """State the journeys that the drawing implies, with the cursor in the rate of the first."""
        change, ids = state_journeys(self._session.document, self._implied())
        if ids and self._session.apply(change):
            self.focus_field("journeys", ids[0], "rate")

    def _add_journey(self) -> None:
        if self._implied():
            self.state_traffic()
            return
        taken = {one.entry for one in self._session.document.journeys.values()}
        entries = components(self._session.document)
        entry = next((id for id, _ in entries if id not in taken), entries[0][0] if entries else None)
        if entry is None:
            self._session.message.emit("Draw a component first: a journey enters the design at one")
            return
        name = f"{name_of(self._session.document, str(entry))} journey"
        self.add("journeys", Offer("", name, {"entry": entry, "name": name}, "rate"))


def _requirement_offers(category: str) -> list[Offer]:
    usual = {metric: target for metric, target, _ in USUAL if "{" not in target}
    metrics = sorted(METRICS, key=lambda metric: METRIC_CATEGORY.get(metric, "system") != category)
    typed = [
        Offer(METRICS[metric].title, metric.replace("_", " "),
              {"category": category, "metric": metric, "target": usual.get(metric)}, "target")
        for metric in metrics
    ]  # fmt: skip
    in_words = Offer("In words …", f"{category} requirement", {"category": category, "text": "New requirement"},
                     "text")  # fmt: skip
    regime = Offer("Compliance …", "compliance", {"category": category, "compliance": "gdpr"}, "compliance")
    return [*typed, in_words, regime]


class ConstraintsPage(ListPage):
    """What the team cannot choose."""

    tables = ("constraints",)

    def __init__(self, session: Session, look: Theme) -> None:
        super().__init__(session, look, "Constraints")

    def _build(self) -> None:
        for category, title, aspect, empty in GIVEN:
            offer = Offer("Add", f"{category} {aspect}", {"category": category, "aspect": aspect}, "value")
            self._section("constraints", title, (offer,), empty, category)


class PlanPage(ListPage):
    """How it will be built and proved."""

    tables = ("phases", "risks", "tests", "rollout")

    def __init__(self, session: Session, look: Theme) -> None:
        super().__init__(session, look, "Plan")

    def _build(self) -> None:
        for table, title, one, empty in PLAN:
            self._section(table, title, (Offer("Add", one, {"name": f"New {one.lower()}"}, "name"),), empty)
