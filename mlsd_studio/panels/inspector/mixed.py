"""What the inspector says of a selection of different things: how many of each, and a way to have one sort alone."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mlsd_studio.panels.naming import counted, mixed_counts, named
from mlsd_studio.session import Session

MORE = "Fields are shown for elements of one sort:"


class Mixed(QWidget):
    """The counts of a mixed selection, with a button for each sort that selects those alone."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.words, self.hint = named("strong"), named("muted", MORE)
        self.buttons: list[QPushButton] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        self._box.addWidget(self.words)
        self._box.addWidget(self.hint)

    def show_ids(self, ids: tuple[str, ...]) -> None:
        """Count the elements and offer each sort."""
        document = self._session.document
        self.words.setText(f"{len(ids)} elements selected: {mixed_counts(document, ids)}")
        sorts: dict[str, list[str]] = {}
        for id in ids:
            found = document.find(id)
            if found is not None:
                sorts.setdefault(found[0], []).append(id)
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(table, chosen) for table, chosen in sorts.items()]
        self.hint.setVisible(bool(self.buttons))

    def _button(self, table: str, ids: list[str]) -> QPushButton:
        button = QPushButton(f"Only the {counted(len(ids), table)}")
        button.setProperty("role", "link")
        button.setToolTip(f"Select the {table} of this selection and edit what they have in common")
        button.clicked.connect(lambda: self._session.select(ids))
        self._box.addWidget(button)
        return button
