"""A titled part of a form that can be folded, and the row of a form: label, editor, trouble."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.forms.base import Editor
from mlsd_studio.session.icons import qicon

LABEL_WIDTH = 112
TOOL_WIDTH = 28


class Row(QWidget):
    """A label beside an editor (or above it, `wide`), and under it what is wrong with what was typed."""

    def __init__(self, label: str, editor: Editor, *, tooltip: str = "", wide: bool = False) -> None:
        super().__init__()
        self.editor = editor
        self.label = QLabel(label)
        self.label.setProperty("role", "label")
        self.label.setToolTip(tooltip)
        self.label.setWordWrap(True)
        self.label.setBuddy(editor.focusProxy() or editor)
        self.trouble = QLabel()
        self.trouble.setProperty("role", "error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        editor.name_it(label, tooltip)
        editor.troubled.connect(self.show_trouble)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        if wide:
            grid.addWidget(self.label, 0, 0)
            grid.addWidget(editor, 1, 0)
            grid.addWidget(self.trouble, 2, 0)
        else:
            self.label.setFixedWidth(LABEL_WIDTH)
            self.label.setMinimumHeight(30)
            grid.addWidget(self.label, 0, 0, top)
            grid.addWidget(editor, 0, 1)
            grid.addWidget(self.trouble, 1, 1)
            grid.setColumnStretch(1, 1)
        self._grid = grid

    def add_tool(self, tool: QWidget | None) -> None:
        """Stand a small tool at the end of the row, or leave as much room where others have one."""
        gap = 0 if tool is not None else self._grid.horizontalSpacing()  # an empty column has none of its own
        self._grid.setColumnMinimumWidth(2, TOOL_WIDTH + gap)
        if tool is not None:
            self._grid.addWidget(tool, 0, 2, Qt.AlignmentFlag.AlignTop)

    def show_trouble(self, text: str) -> None:
        """Say in place what is wrong; an empty text takes it away."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))


class Section(QWidget):
    """A heading with a chevron over a body that is built when it is first opened."""

    toggled = Signal(str, bool)

    def __init__(
        self, title: str, build: Callable[[QVBoxLayout], None], look: Theme, *, opened: bool
    ) -> None:
        super().__init__()
        self.title = title
        self._build: Callable[[QVBoxLayout], None] | None = build
        self._look = look
        self.head = QToolButton()
        self.head.setProperty("role", "fold")
        self.head.setText(title.replace("&", "&&"))
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setIconSize(QSize(12, 12))
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.setToolTip(f"Show or fold {title}")
        self.head.clicked.connect(lambda: self.set_open(not self.is_open, tell=True))
        self.body = QWidget()
        self._rows = QVBoxLayout(self.body)
        self._rows.setContentsMargins(0, 2, 0, 8)
        self._rows.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.body)
        self.is_open = False
        self.set_open(opened)

    def set_open(self, opened: bool, *, tell: bool = False) -> None:
        """Open or fold; `tell` when the user did it."""
        self.is_open = opened
        if opened and self._build is not None:
            build, self._build = self._build, None
            build(self._rows)
        self.body.setVisible(opened)
        self.set_theme(self._look)
        self.head.setAccessibleName(f"{self.title}, {'open' if opened else 'folded'}")
        if tell:
            self.toggled.emit(self.title, opened)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.head.setIcon(qicon("chevron-down" if self.is_open else "chevron-right", look["muted"], 12))
