"""The main window: the rooms put together."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMainWindow,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.app.appearance import Appearance
from mlsd_studio.app.commands import command_palette, install, window_actions
from mlsd_studio.app.docks import Dock, Tabs
from mlsd_studio.app.files import Files, examples
from mlsd_studio.app.helping import Helping
from mlsd_studio.app.outline_actions import connect_outline, outline_actions
from mlsd_studio.app.overlays import overlay_actions
from mlsd_studio.app.regions import Regions
from mlsd_studio.app.settings import OpenFile, Place, Settings
from mlsd_studio.app.settings_dialog import SettingsDialog
from mlsd_studio.app.takeaway import TakeAway
from mlsd_studio.app.view_commands import view_actions
from mlsd_studio.app.windows import Windows
from mlsd_studio.canvas import Canvas, canvas_actions
from mlsd_studio.catalog import patterns
from mlsd_studio.drawing.theme import THEME_NAMES, ThemeName
from mlsd_studio.drawing.theme import theme as theme_of
from mlsd_studio.panels.bottlenecks import BottlenecksPanel
from mlsd_studio.panels.failures import FailuresPanel
from mlsd_studio.panels.findings import FindingsPanel
from mlsd_studio.panels.inspector import InspectorTabs
from mlsd_studio.panels.outline import Outline
from mlsd_studio.panels.palette import Palette
from mlsd_studio.panels.start.hints import HintStrip
from mlsd_studio.panels.start.welcome import Welcome
from mlsd_studio.panels.start_page import StartPage
from mlsd_studio.panels.status_bar import StatusBar
from mlsd_studio.panels.top_bar import TopBar
from mlsd_studio.panels.verdicts import VerdictStrip
from mlsd_studio.panels.views import NothingShown, ViewTabs
from mlsd_studio.session import Session
from mlsd_studio.session.actions import Actions
from mlsd_studio.session.checker import Checker
from mlsd_studio.session.overlays.data_classes import data_class_actions
from mlsd_studio.session.overlays.failure import FailureOverlay
from mlsd_studio.session.overlays.heat import HeatOverlay
from mlsd_studio.session.overlays.live import LiveOverlay
from mlsd_studio.session.overlays.questions import Switch
from mlsd_studio.session.style import apply_style

LAYOUT_VERSION = 3
ROOMY = 1500
"""From this width on, the panels below have their full height."""
FIRST_SIZE = 1280, 800
"""Pixels of a window that nobody has sized: the docks are arranged with this much room."""
ASIDE = ("palette", "outline")
"""The docks left of the canvas, as tabs: at 1280 × 800 each needs the whole height."""
BELOW = ("findings", "bottlenecks", "failures")
"""The docks below the canvas, in the order of their tabs."""


class MainWindow(QMainWindow):
    """One window with one design, or the start page while there is none."""

    def __init__(
        self,
        settings: Settings,
        theme: str = "light",
        recovery_folder: Path | None = None,
        windows: Windows | None = None,
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.resize(*FIRST_SIZE)
        self.settings = settings
        self.session = Session(parent=self)
        self.checker = Checker(self.session, self)
        self.files = Files(self.session, settings, self, recovery_folder)
        self.take_away = TakeAway(self.session, settings, self)
        self.helping = Helping(self.session, self)
        self.appearance = Appearance(self, settings)
        self._build()
        self._connect()
        self.set_theme(theme)
        self.appearance.apply()
        self.regions = Regions(self)
        self.show_start_page()
        self.windows = windows or Windows(settings, recovery_folder)
        self.windows.add(self)

    # -- putting together --------------------------------------------------------------------------

    def _build(self) -> None:
        self.canvas = Canvas(self.session)
        self.palette_panel = Palette(self.session, memory=self.settings.memory("palette"))
        self.outline = Outline(self.session)
        self.inspector = InspectorTabs(self.session, memory=self.settings.memory("inspector"))
        self.findings_panel = FindingsPanel(self.session, memory=self.settings.words("findings"))
        self.heat = HeatOverlay(self.session)
        self.failure = FailureOverlay(self.session)
        self.bottlenecks = BottlenecksPanel(self.session, self.heat)
        self.failures = FailuresPanel(self.session)
        self.start_page = StartPage(
            recent=self.settings.recent, examples=examples(), patterns=list(patterns())
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start_page)
        self.verdicts = VerdictStrip(self.session)
        self.hints = HintStrip(self.session, self.settings.memory("hints"))
        self.view_tabs = ViewTabs(self.session)
        self.stack.addWidget(_above(self.canvas, self.hints, self.verdicts, self.view_tabs))
        core = [one for one in patterns() if one.core][:4]
        self.welcome = Welcome(self.session, self.canvas, core, examples(), theme_of("light"))
        self.nothing_shown = NothingShown(self.session, self.canvas)
        self.setCentralWidget(self.stack)
        self._build_docks()
        self.actions_by_id = Actions()
        self.actions_by_id.add(*canvas_actions(self.canvas), *window_actions(self))
        live = LiveOverlay(self.session)
        self.actions_by_id.add(*overlay_actions(self, Switch(self.session, live)))
        self.actions_by_id.add(*data_class_actions(self.session, live))
        self.actions_by_id.add(*view_actions(self.session, self.view_tabs), *outline_actions(self))
        self.commands = command_palette(self)
        self.menu = install(self, self.actions_by_id)
        self.top_bar = TopBar(self.session, self.actions_by_id)
        self.top_bar.set_menu(self.menu)
        self.setMenuWidget(self.top_bar)
        self.status = StatusBar(self.session)
        self.setStatusBar(self.status)

    def _build_docks(self) -> None:
        area = Qt.DockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)
        self.docks = {
            "palette": Dock("palette", "Components", self.palette_panel, self),
            "outline": Dock("outline", "Outline", self.outline, self),
            "inspector": Dock("inspector", "Inspector", self.inspector, self),
            "findings": Dock("findings", "Findings", self.findings_panel, self),
            "bottlenecks": Dock("bottlenecks", "Bottlenecks", self.bottlenecks, self),
            "failures": Dock("failures", "Failure modes", self.failures, self),
        }
        for name in ASIDE:
            self.addDockWidget(area.LeftDockWidgetArea, self.docks[name])
        self.addDockWidget(area.RightDockWidgetArea, self.docks["inspector"])
        for name in BELOW:
            self.addDockWidget(area.BottomDockWidgetArea, self.docks[name])
        for place in (area.LeftDockWidgetArea, area.BottomDockWidgetArea):
            self.setTabPosition(place, QTabWidget.TabPosition.North)
        self.aside = Tabs(self, [self.docks[name] for name in ASIDE], "Panels left of the canvas")
        self.below = Tabs(self, [self.docks[name] for name in BELOW], "Panels below the canvas")
        for tabs in (self.aside, self.below):
            tabs.looked_at.connect(self._look_at)
        self.arrange_docks()

    def arrange_docks(self) -> None:
        """The first arrangement: palette left before the outline, inspector right, findings below."""
        for dock in self.docks.values():
            dock.setFloating(False)
        for before, after in pairwise(BELOW):
            self.tabifyDockWidget(self.docks[before], self.docks[after])
        self._size_docks()
        for before, after in pairwise(ASIDE):
            self.tabifyDockWidget(self.docks[before], self.docks[after])
        for front in ("palette", "findings"):
            self.docks[front].raise_()

    def _size_docks(self) -> None:
        side, small = [self.docks["palette"], self.docks["inspector"]], self.width() < ROOMY
        self.resizeDocks(side, [240, 340], Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks["findings"]], [200 if small else 240], Qt.Orientation.Vertical)

    def _connect(self) -> None:
        session = self.session
        self.files.opened.connect(self.show_design)
        connect_outline(self)
        self.verdicts.requirements_requested.connect(self._show_requirements)
        self.bottlenecks.traffic_requested.connect(self._show_requirements)
        self.palette_panel.activated.connect(self.canvas.add_at_centre)
        self.findings_panel.count_changed.connect(self._show_count)
        self.checker.busy_changed.connect(self.status.set_busy)
        self.checker.failed.connect(self.status.set_trouble)
        self.checker.refining.connect(self.status.set_refining)
        self.canvas.zoom_changed.connect(self.status.set_zoom)
        self.status.zoom_requested.connect(self._zoom)
        session.state_changed.connect(self._show_title)
        session.edit_requested.connect(lambda *_: self.docks["inspector"].show())

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def on_start_page(self) -> bool:
        """True while no design is shown."""
        return self.stack.currentWidget() is self.start_page

    def show_start_page(self) -> None:
        """Show the start page alone."""
        self._hidden = {name: dock.isHidden() for name, dock in self.docks.items()}
        self.stack.setCurrentWidget(self.start_page)
        self._show_frame(False)
        self._show_title()

    def show_design(self) -> None:
        """Show the open design, fitted."""
        self.stack.setCurrentIndex(1)
        self._show_frame(True)
        if not self._restored:
            self._size_docks()
        self._show_title()
        self.canvas.setFocus()
        QTimer.singleShot(0, self.canvas, self.canvas.fit)

    def _show_frame(self, shown: bool) -> None:
        self.top_bar.setVisible(shown)
        self.status.setVisible(shown)
        for name, dock in self.docks.items():
            dock.setVisible(shown and not (self._restored and self._hidden.get(name, False)))

    _restored = False
    importing: QDialog | None = None
    place_wanted: Place | None = None
    """Where the canvas is to look once the window is shown."""
    _hidden: dict[str, bool]

    def _show_title(self) -> None:
        star = "*" if self.session.dirty else ""
        title = "MLSD Studio" if self.on_start_page else f"{star}{self.session.title} — MLSD Studio"
        self.setWindowTitle(title)
        self.setWindowModified(False)

    def _show_count(self, count: int) -> None:
        self.docks["findings"].heading.set_title(f"Findings  {count}")

    def _look_at(self, name: str, on: bool) -> None:
        panel = self.docks[name].panel
        if isinstance(panel, (BottlenecksPanel, FailuresPanel, Outline)):
            panel.set_looked_at(on)

    def _show_requirements(self) -> None:
        self.docks["inspector"].show()
        self.docks["inspector"].raise_()
        self.inspector.show_page(self.inspector.requirements)

    def _zoom(self, wish: object) -> None:
        if isinstance(wish, (int, float)):
            self.canvas.zoom_to(float(wish))
        else:
            self.canvas.fit()

    def set_theme(self, name: str) -> None:
        """One of the themes, everywhere at once; light where there is none of this name."""
        self.theme_name: ThemeName = next((one for one in THEME_NAMES if one == name), "light")
        tokens = theme_of(self.theme_name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_style(app, tokens)
        for part in (
            self.palette_panel,
            self.outline,
            self.inspector,
            self.findings_panel,
            self.bottlenecks,
            self.failures,
            self.verdicts,
            self.view_tabs,
            self.start_page,
            self.status,
            self.top_bar,
            self.helping,
            self.commands,
            self.welcome,
            self.hints,
            *(dock.heading for dock in self.docks.values()),
        ):
            part.set_theme(tokens)
        self.canvas.set_theme(self.theme_name)
        self.take_away.theme = tokens.exported

    def toggle_theme(self) -> None:
        """Light becomes dark, dark and high contrast become light; remembered."""
        self.appearance.choose("dark" if self.theme_name == "light" else "light")

    def show_settings(self) -> None:
        """The dialog of settings."""
        self.settings_dialog = SettingsDialog(self.settings, self.appearance, self)
        self.settings_dialog.open()

    # -- coming and going --------------------------------------------------------------------------

    def come_forward(self) -> None:
        """Be seen, in front of the others."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def say(self, words: str) -> None:
        """Tell something where the user looks: on the start page, or in the status bar."""
        if self.on_start_page:
            self.start_page.say(words)
        else:
            self.session.message.emit(words)

    def restore_layout(self) -> None:
        """Take the arrangement of last time."""
        geometry, state = self.settings.layout("geometry"), self.settings.layout("state")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if state is not None and self.restoreState(state, LAYOUT_VERSION):
            self._restored = True
            self._hidden = {name: dock.isHidden() for name, dock in self.docks.items()}
            self._show_frame(not self.on_start_page)

    def restore_place(self) -> None:
        """Look where the canvas was when this design was closed: same view, same zoom."""
        if self.place_wanted is not None and not self.on_start_page:
            view, zoom, x, y = self.place_wanted
            self.session.viewing.open(view or None)
            self.canvas.places.go((zoom, (x, y)))
        self.place_wanted = None

    def as_open_file(self) -> OpenFile | None:
        """What opens this window's file again at the next start; None without a file."""
        if self.on_start_page or self.session.path is None:
            return None
        zoom, (x, y) = self.canvas.places.now
        place = (self.session.viewing.current or "", zoom, x, y)
        return OpenFile(self.session.path, place, bytes(self.saveGeometry().data()))

    def event(self, event: QEvent) -> bool:
        """What the window shows and does is of its own design's team, whichever window is in front."""
        if "session" in self.__dict__:  # Qt sends the first events while it is still being made
            self.session.enter()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """The window in front says which team's kinds and rules count."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.session.follow_team()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved edits; keep the arrangement; end the checker."""
        if not self.windows.leaving and not self.files.may_go():
            event.ignore()
            return
        self.files.end()
        self.windows.gone(self)
        self.settings.set_layout("geometry", self.saveGeometry())
        if not self.on_start_page:
            self.settings.set_layout("state", self.saveState(LAYOUT_VERSION))
        self.settings.sync()
        self.checker.stop()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Design files may be dropped anywhere on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped files."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            for path in paths:
                self.windows.open(path, self)


def _above(canvas: QWidget, *strips: QWidget) -> QWidget:
    """The canvas with the strips above it."""
    desk = QWidget()
    box = QVBoxLayout(desk)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for strip in strips:
        box.addWidget(strip)
    box.addWidget(canvas, 1)
    return desk
