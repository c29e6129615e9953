"""Words and buttons over the middle of the canvas where nothing is drawn; clicks beside them pass through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class OverCanvas(QWidget):
    """Stays in the middle of a canvas, as large as its layout wishes."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        canvas.installEventFilter(self)

    def show_while(self, wanted: bool) -> None:
        """Be there or not; the focus goes back to the canvas where it was in here."""
        if not wanted and self.isAncestorOf(self._canvas.window().focusWidget() or self._canvas):
            self._canvas.setFocus()
        self.setVisible(wanted)
        if wanted:
            self.arrange()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.arrange()
        return False

    def arrange(self) -> None:
        """Take the middle of the canvas."""
        layout = self.layout()
        layout.invalidate()
        layout.activate()
        size = layout.sizeHint().boundedTo(self._canvas.size())
        x, y = (self._canvas.width() - size.width()) // 2, (self._canvas.height() - size.height()) // 2
        self.setGeometry(max(0, x), max(0, y), size.width(), size.height())
