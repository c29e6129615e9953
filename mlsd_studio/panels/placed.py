"""How panels with a list are put together: a head above, and below it the list or words in its place."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget


def below_head(panel: QWidget, head: QWidget | QLayout, *pages: QWidget) -> QStackedLayout:
    """Lay a panel out without margins: the head, and one of the pages at a time under it."""
    stack = QStackedLayout()
    whole = QVBoxLayout(panel)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    if isinstance(head, QWidget):
        whole.addWidget(head)
    else:
        whole.addLayout(head)
    whole.addLayout(stack, 1)
    for page in pages:
        stack.addWidget(page)
    return stack


def words_page(words: QLabel, step: QPushButton, above: QSize | None = None) -> QWidget:
    """What stands where a list has nothing: the words with the next step under them, in the middle.

    With `above` they stand at the top, so far from the edges.
    """
    page = QWidget()
    column = QVBoxLayout(page)
    if above is None:
        column.addStretch(1)
    else:
        column.setContentsMargins(above.width(), above.height(), above.width(), above.width())
    column.addWidget(words)
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(step)
    middle.addStretch(1)
    column.addLayout(middle)
    column.addStretch(1)
    return page
