"""*What must it do?*: a few answers, the pattern that they recommend with its reasons, and a start from it.

Whatever is left blank counts as unknown. The advice follows every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDoubleValidator, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.forms.choice import Combo
from mlsd_studio.panels.forms.entry import repolish
from mlsd_studio.panels.naming import named

NUMBERS = (
    ("p95_ms", "Answer within (p95)", "100", "ms", 1.0),
    ("qps_peak", "Peak traffic", "1000", "rps", 1.0),
    ("availability", "Available", "99.9", "%", 0.01),
    ("freshness_max_s", "Data at most", "5", "min old", 60.0),
    ("cost_month_max", "Budget", "10000", "$ / month", 1.0),
    ("team_engineers", "Team", "4", "engineers", 1.0),
)
"""Input, words, an example, unit, and what a number in the unit is multiplied with."""
CHOICES = (
    ("trigger", "The answer is needed"),
    ("inputs_enumerable", "Inputs known before"),
    ("task", "The model does"),
    ("decision_effect", "Effect on people"),
)
PERSONAL = "personal_data"
EMPTY = "Say when the answer is needed, or how fast: a pattern is recommended as you answer."
CELL, NARROWEST = 124, 300
"""Least width of a field with its words, and of the whole."""
LIMITS = {"availability": 100.0}
NEVER = "Nothing is always available: give less than 100 %"


class Asking(QFrame):
    """`start_requested` brings the id of the recommended pattern and the answers."""

    start_requested = Signal(str, object)

    def __init__(self, look: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("asking")
        self.setAccessibleName("What must it do?")
        self.fields: dict[str, QLineEdit] = {}
        self.choices: dict[str, QComboBox] = {}
        self.recommended: str | None = None
        self._units: list[QLabel] = []
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._advise)
        self._lay_out()
        self.set_theme(look)
        self._show(None, EMPTY)

    # -- putting together ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 18)
        box.setSpacing(4)
        box.addWidget(named("heading", "What must it do?"))
        box.addWidget(
            named("muted", "A few numbers are enough for first verdicts. Leave blank what you do not know.")
        )
        box.addSpacing(8)
        self.grids = [
            Cells(
                [
                    (words, self._number(name, words, example, unit))
                    for name, words, example, unit, _ in NUMBERS
                ]
            ),
            Cells([(words, self._choice(name, words)) for name, words in CHOICES] + [("", self._personal())]),
        ]
        for grid in self.grids:
            box.addWidget(grid)
            box.addSpacing(6)
        box.addSpacing(10)
        self.rule = QFrame()
        self.rule.setProperty("role", "rule")
        box.addWidget(self.rule)
        box.addSpacing(6)
        box.addLayout(self._verdict())

    def minimumSizeHint(self) -> QSize:
        """Narrow: the cells break."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def _personal(self) -> QWidget:
        self.personal = QCheckBox("Personal data")
        self.personal.setToolTip("Data of people in the EU: the GDPR is stated as a requirement")
        self.personal.toggled.connect(lambda _: self._later.start())
        return self.personal

    def _number(self, name: str, words: str, example: str, unit: str) -> QWidget:
        field = self.fields[name] = QLineEdit(placeholderText=example)
        field.setAccessibleName(f"{words}, {unit}")
        field.setToolTip(f"{words} in {unit}; blank: not known")
        field.setMinimumWidth(84)
        checks = QDoubleValidator(0.0, LIMITS.get(name, 1e12), 6, field)
        checks.setNotation(QDoubleValidator.Notation.StandardNotation)
        checks.setLocale(field.locale().c())
        field.setValidator(checks)
        field.textChanged.connect(self._later.start)
        field.returnPressed.connect(self._start)
        label = QLabel(unit)
        label.setContentsMargins(0, 0, 9, 0)
        self._units.append(label)
        inside = QHBoxLayout(field)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addStretch(1)
        inside.addWidget(label)
        field.setTextMargins(0, 0, label.sizeHint().width() - 4, 0)
        return field

    def _choice(self, name: str, words: str) -> QWidget:
        from mlsd_studio.analysis.advising import inputs

        box = self.choices[name] = Combo()
        box.setAccessibleName(words)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setMinimumWidth(80)
        box.addItem("not known", None)
        for value, said in inputs()[name]["choices"].items():
            box.addItem(str(said), value)
        box.currentIndexChanged.connect(lambda _: self._later.start())
        return box

    def _verdict(self) -> QHBoxLayout:
        self.title, self.chip, self.reasons = QLabel("Recommended"), QLabel(), QLabel()
        self.reasons.setProperty("role", "muted")
        self.reasons.setWordWrap(True)
        self.start = QPushButton("Start from this")
        self.start.setProperty("role", "primary")
        self.start.clicked.connect(self._start)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.title)
        line.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.reasons, 1)
        line.addWidget(self.start)
        return line

    # -- answers and advice --------------------------------------------------------------------------

    @property
    def answers(self) -> dict[str, Any]:
        """What is known, by the names of the advisor's inputs, in its units."""
        found: dict[str, Any] = {}
        for name, _, _, _, factor in NUMBERS:
            try:
                value = float(self.fields[name].text())
            except ValueError:
                continue
            if value > 0 and (name not in LIMITS or value < LIMITS[name]):
                found[name] = value * factor
        found |= {name: box.currentData() for name, box in self.choices.items() if box.currentData()}
        if self.personal.isChecked():
            found[PERSONAL] = True
        return found

    def _advise(self) -> None:
        from mlsd_studio.analysis.advising import advise, value_words, words

        self._mark_wrong()
        known = {name: value for name, value in self.answers.items() if name != PERSONAL}
        advice = advise(known)
        best = advice.best
        if best is None:
            self._show(None, EMPTY)
            return
        good = sorted((one for one in best.reasons if one.points), key=lambda one: -one.points)
        said = [f"{words(one.statement)} {one.points:+d}".replace("-", "−") for one in good]
        text = f"{best.points} points · " + " · ".join(said)
        if advice.turning is not None:
            from mlsd_studio.analysis.advising import inputs

            name, value = advice.turning
            second = advice.ranking[1]
            turned = f"{inputs()[name]['short'].rstrip(':')} {value_words(name, value)}"
            text += f" — {_short(second.pattern.name)} ({second.points}) would win with {turned}."
        self._show(best.pattern.id, text, _short(best.pattern.name), self._overlays(advice.overlays))

    def _mark_wrong(self) -> None:
        for name, limit in LIMITS.items():
            field, text = self.fields[name], self.fields[name].text()
            wrong = "true" if text.replace(".", "", 1).isdigit() and float(text) >= limit else "false"
            if field.property("wrong") != wrong:
                field.setProperty("wrong", wrong)
                field.setAccessibleDescription(NEVER if wrong == "true" else "")
                field.setToolTip(NEVER if wrong == "true" else "Available in %; blank: not known")
                repolish(field)

    def _overlays(self, ids: tuple[str, ...]) -> str:
        from mlsd_studio.catalog import patterns

        names = [_short(one.name) for one in patterns() if one.id in ids]
        return f" Also think of: {', '.join(names)}." if names else ""

    def _show(self, id: str | None, reasons: str, name: str = "", more: str = "") -> None:
        self.recommended = id
        self.title.setVisible(id is not None)
        self.chip.setVisible(id is not None)
        self.chip.setText(name)
        self.reasons.setText(reasons + more)
        self.start.setEnabled(id is not None)
        self.start.setToolTip(
            f"A new design from {name}, with these answers stated as requirements" if id else EMPTY
        )

    def _start(self) -> None:
        if self._later.isActive():
            self._later.stop()
            self._advise()
        if self.recommended is not None:
            self.start_requested.emit(self.recommended, self.answers)

    def set_theme(self, look: Mapping[str, str] | Theme) -> None:
        """Take another theme's colours."""
        self.setStyleSheet(
            f"#asking {{ background: {look['card']}; border: 1px solid {look['line']}; border-radius: 10px; }}"
            " #asking QLabel { background: transparent; }"
        )
        for unit in self._units:
            unit.setStyleSheet(f"color: {look['muted']};")
        self.chip.setStyleSheet(
            f"color: {look['ml']}; background: {look['hover']}; border-radius: 6px; padding: 4px 8px;"
            " font-weight: 600;"
        )


def _short(name: str) -> str:
    return name.partition(" (")[0]


class Cells(QWidget):
    """Fields with their words above, in as many columns as there is room for."""

    def __init__(self, parts: list[tuple[str, QWidget]]) -> None:
        super().__init__()
        self.columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._parts = []
        for words, part in parts:
            label = named("muted", words)
            label.setWordWrap(False)
            self._parts.append((label, part))
        self._arrange(len(parts))

    def minimumSizeHint(self) -> QSize:
        """Two columns are enough."""
        return QSize(2 * CELL, super().minimumSizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Break where a column has no room."""
        fitting = max(2, self.width() // CELL)
        many = len(self._parts)
        self._arrange(many if fitting >= many else 3 if fitting >= 3 else 2)

    def _arrange(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.columns = columns
        for place, (label, part) in enumerate(self._parts):
            row, column = divmod(place, columns)
            self._grid.addWidget(label, 2 * row, column)
            self._grid.addWidget(part, 2 * row + 1, column)
        for column in range(len(self._parts)):
            self._grid.setColumnStretch(column, int(column < columns))
        self.updateGeometry()
