"""What the selected component does to the design: its shares of latency, downtime and cost, and its load."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mlsd_studio.analysis.numbers.results import Numbers
from mlsd_studio.analysis.numbers.wording import grouped, money_words, percent, time_words, used_words
from mlsd_studio.drawing.outcome import utilisation_token
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.naming import name_of, named
from mlsd_studio.panels.verdicts.bars import ShareBar
from mlsd_studio.session import Session

UNKNOWN = "unknown"


class Effect(QWidget):
    """Four bars for one component; hidden for everything else and while nothing is computed."""

    def __init__(self, session: Session, look: Theme) -> None:
        super().__init__()
        self._session = session
        self._id: str | None = None
        self.bars = {
            "latency": ShareBar("Share of p95 latency", look),
            "downtime": ShareBar("Share of downtime", look),
            "cost": ShareBar("Share of cost", look),
            "load": ShareBar("Utilisation", look),
        }
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 4)
        box.setSpacing(4)
        box.addWidget(named("strong", "What it does to the design"))
        for bar in self.bars.values():
            box.addWidget(bar)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        for bar in self.bars.values():
            bar.set_theme(look)

    def show_element(self, id: str | None) -> None:
        """Show one component's effect."""
        self._id = id
        self.refresh()

    def refresh(self) -> None:
        """Show the numbers as they are now."""
        numbers, id = self._session.numbers, self._id
        shown = numbers is not None and id is not None and id in self._session.document.components
        self.setVisible(shown)
        if numbers is None or id is None or not shown:
            return
        self._latency(numbers, id)
        self._downtime(numbers, id)
        self._cost(numbers, id)
        self._load(numbers, id)

    def _latency(self, numbers: Numbers, id: str) -> None:
        found = {name: one.latency for name, one in numbers.journeys.items() if id in one.latency.shares}
        bar = self.bars["latency"]
        bar.setVisible(bool(found))
        if not found:
            return
        journey = max(found, key=lambda name: found[name].shares[id])
        share, whole = found[journey].shares[id], found[journey].p95.value
        time = f" of {time_words(whole)}" if whole is not None else ""
        bar.show_share(share, f"{percent(share)}{time}", "ml", f"In the journey {self._name(journey)}")

    def _downtime(self, numbers: Numbers, id: str) -> None:
        units = [
            (one.share, one.minutes, journey)
            for journey, each in numbers.journeys.items()
            for one in each.units
            if one.kind == "component" and one.subject == id
        ]
        bar = self.bars["downtime"]
        bar.setVisible(bool(units))
        if units:
            share, minutes, journey = max(units)
            tip = f"{time_words(minutes * 60.0)} a year in the journey {self._name(journey)}; shares overlap"
            bar.show_share(min(1.0, share), percent(min(1.0, share)), "bad", tip)

    def _cost(self, numbers: Numbers, id: str) -> None:
        cost, total = numbers.costs.by_component.get(id), numbers.costs.total.value
        bar = self.bars["cost"]
        bar.setVisible(cost is not None)
        if cost is None:
            return
        open_ends = f"; open: {', '.join(cost.missing)}" if cost.missing else ""
        if not total or (cost.missing and not cost.total):
            bar.show_share(None, UNKNOWN, "accent", f"Not known{open_ends}")
            return
        words = money_words(cost.total, numbers.costs.currency)
        tip = f"{words} ({cost.origin}){open_ends}"
        bar.show_share(cost.total / total, f"{percent(cost.total / total)}, {words}", "accent", tip)

    def _load(self, numbers: Numbers, id: str) -> None:
        one = numbers.components.get(id)
        bar = self.bars["load"]
        bar.setVisible(one is not None)
        if one is None:
            return
        load = "" if one.load is None else f" at {grouped(one.load)} rps"
        if one.utilisation is None:
            missing = (
                f"Unknown until stated: {', '.join(one.missing)}" if one.missing else "No limit is known"
            )
            bar.show_share(None, f"{UNKNOWN}{load}", "muted", missing)
            return
        wait = "" if not one.wait or one.wait > 1e6 else f"A call waits {time_words(one.wait)} on average"
        token = utilisation_token(one.utilisation)
        bar.show_share(
            one.utilisation, f"{used_words(one.utilisation)}{load}", token, wait or "Load over capacity"
        )

    def _name(self, journey: str) -> str:
        return name_of(self._session.document, journey)
