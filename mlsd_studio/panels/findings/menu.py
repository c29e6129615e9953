"""The menu of the selected findings: show, fix, decide, read the rule, copy, list others like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from mlsd_studio.analysis.decisions import decidable
from mlsd_studio.analysis.findings import Finding, Fix
from mlsd_studio.panels.findings.desk import Desk

if TYPE_CHECKING:
    from mlsd_studio.panels.findings.panel import FindingsPanel


def findings_menu(panel: FindingsPanel, findings: list[Finding]) -> QMenu:
    """The menu for these findings; a fix under the mouse is shown as a ghost."""
    menu = QMenu(panel)
    desk = panel.desk
    menu.aboutToHide.connect(lambda: desk.preview(None))
    one = findings[0] if len(findings) == 1 else None
    if one is not None:
        menu.addAction("Show on the canvas", lambda: panel.view.shown.emit(one))
        for n, fix in enumerate(one.fixes):
            _add_fix(menu, desk, fix, "F" if n == 0 else "")
        menu.addSeparator()
    open_to = [finding for finding in findings if decidable(finding)]
    decided = [finding for finding in findings if finding.decision or finding.former]
    if open_to:
        words = "Edit decision …" if all(finding.decision for finding in open_to) else "Decide …"
        number = f" ({len(open_to)})" if len(open_to) > 1 else ""
        _keyed(menu.addAction(f"{words}{number}", lambda: desk.decide(open_to)), "D")
    if decided:
        word = "Withdraw decision" if len(decided) == 1 else f"Withdraw {len(decided)} decisions"
        _keyed(menu.addAction(word, lambda: desk.withdraw(decided)), "Del")
    menu.addSeparator()
    if one is not None:
        _keyed(menu.addAction(f"About {one.code}", lambda: desk.explain(one.code)), "F1")
        menu.addAction(f"List only {one.code}", lambda: panel.head.field.setText(one.code))
    _keyed(menu.addAction("Copy as text", lambda: desk.copy(findings)), "Ctrl+C")
    menu.addSeparator()
    menu.addAction("Open all groups", lambda: panel.keeper.fold(opened=True))
    menu.addAction("Fold all groups", lambda: panel.keeper.fold(opened=False))
    return menu


def _add_fix(menu: QMenu, desk: Desk, fix: Fix, key: str) -> None:
    action = menu.addAction(fix.label, lambda: desk.apply(fix))
    action.hovered.connect(lambda: desk.preview(fix))
    _keyed(action, key)


def _keyed(action: QAction, key: str) -> None:
    """Show the key that does the same in the list; the list itself listens to it."""
    if key:
        action.setShortcut(QKeySequence(key))
        action.setShortcutVisibleInContextMenu(True)
