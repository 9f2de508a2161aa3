"""The frame around the pages: menus, messages, tabs, status bar, and files dropped anywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from studio.settings import Settings
from studio.ui.controls import ShortLabel, label
from studio.ui.dialogs import ClosingDialog
from studio.ui.drop_hint import DropHint
from studio.ui.formats import short_path
from studio.ui.icons import give_icon, tint_icons
from studio.ui.menus import Menus
from studio.ui.message_bar import MessageArea, MessageBar
from studio.ui.messages import Message, Messages, Offer
from studio.ui.theme import GRID, colours_for
from studio.words import _

CLOSING_NOTICE = "closing-keeps-the-run"


@dataclass(frozen=True)
class Page:
    """A tab: `build` is called once, when the frame has been painted."""

    key: str
    title: str
    icon: str
    build: Callable[[], QWidget]


class MainWindow(QMainWindow):
    """Owns no page's work: it shows what it is given and passes on what is asked."""

    files_dropped = Signal(object)  # tuple[Path, ...]
    activated = Signal()
    closed = Signal()

    def __init__(self, settings: Settings, messages: Messages) -> None:
        super().__init__()
        self._settings = settings
        self._messages = messages
        self._pages: list[Page] = []
        self._waiting: list[int] = []
        self._banner: MessageBar | None = None
        self.run_in_progress: Callable[[], bool] = _no_run
        self.setWindowTitle("Atelier")
        self.resize(1440, 900)
        self.setMinimumSize(1040, 640)
        self.setAcceptDrops(True)
        self.menus = Menus(self, settings)
        self.area = MessageArea()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for named in (self.tabs, self.tabs.tabBar()):
            named.setAccessibleName(_("Steps of the work"))
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self._lay_out()
        self._fill_status_bar()
        self._drop_hint = DropHint(self)
        messages.posted.connect(self._on_message)

    def _lay_out(self) -> None:
        centre = QWidget()
        self._column = QVBoxLayout(centre)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.area)
        self._column.addWidget(self.tabs, 1)
        self.setCentralWidget(centre)

    def _fill_status_bar(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        # Of a long path its end names the project.
        self.place, self.counts = ShortLabel("", Qt.TextElideMode.ElideMiddle), label("", "caption")
        self.network, self.lock = QLabel(), label("", "caption")
        self.reach = label("", "caption")
        self.show_network()
        bar.addWidget(self.network)
        bar.addWidget(self.reach)
        self.place.setContentsMargins(2 * GRID, 0, 0, 0)
        self.lock.setContentsMargins(0, 0, 2 * GRID, 0)
        bar.addWidget(self.place, 1)
        bar.addPermanentWidget(self.lock)
        bar.addPermanentWidget(self.counts)

    def show_network(self) -> None:
        """Say whether anything may leave this machine."""
        if self._settings.remote_servers:
            says = _("Texts may go to a server that you allowed")
        else:
            says = _("Online") if self._settings.online else _("Offline: nothing leaves this machine")
        leaves = self._settings.online or self._settings.remote_servers
        give_icon(self.network, "online" if leaves else "offline", "muted", 16)
        tint_icons(self.network, colours_for(self.palette()))
        self.reach.setText(says)

    def show_starting(self, text: str) -> None:
        """Before a project is there: one calm line where the pages will be."""
        self._show_alone(_centred(label(text, "muted")))

    def show_welcome(self, welcome: QWidget) -> None:
        """What is shown while no project is open."""
        self._show_alone(welcome)
        self.menus.show_edit_actions([])
        self.menus.import_action.setEnabled(False)
        self.menus.pack_action.setEnabled(False)
        self.show_project(None, read_only=False)

    def show_project(self, path: Path | None, *, read_only: bool) -> None:
        """Name the project in the title and the status bar."""
        self.setWindowTitle(f"{path.name} — Atelier" if path else "Atelier")
        self.place.show_text(short_path(path) if path else "")
        self.lock.setText(_("Read only") if read_only else "")
        self.counts.clear()

    def show_banner(self, text: str, hint: str, *offers: Offer) -> None:
        """A sentence that stays above everything until `clear_banner`."""
        self.clear_banner()
        self._banner = MessageBar(Message("warning", text, hint, offers), lasting=True)
        self._column.insertWidget(0, self._banner)

    def clear_banner(self) -> None:
        """Take the lasting sentence away."""
        if self._banner is not None:
            self._banner.leave()
        self._banner = None

    def show_pages(self, pages: list[Page], first: str) -> None:
        """Tabs in the order of the work; the first is built now, the others when this one has been painted."""
        self._clear_tabs()
        self._pages = list(pages)
        for page in pages:
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, page.title)
        self.tabs.tabBar().setVisible(True)
        keys = [page.key for page in pages]
        at = keys.index(first) if first in keys else 0
        self._waiting = list(range(len(pages)))
        self._build(at)
        self.tabs.setCurrentIndex(at)
        if (front := self.tabs.currentWidget()) is not None:
            front.setFocus()
        QTimer.singleShot(0, self, self._build_next)

    def show_tab(self, key: str) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentIndex([page.key for page in self._pages].index(key))

    def current_tab(self) -> str:
        """The key of the page in front, "" while there is none."""
        return self._pages[self.tabs.currentIndex()].key if self._pages else ""

    def retire(self) -> None:
        """Go without a word: another window has taken this one's place."""
        self._waiting = []
        self.hide()
        self.deleteLater()

    def show_actions(self, edits: list[QAction], exports: list[QAction]) -> None:
        """Fill the Edit menu, and the File menu with what can be exported."""
        self.menus.show_edit_actions(edits)
        self.menus.show_export_actions(exports)
        tint_icons(self, colours_for(self.palette()))

    def _show_alone(self, widget: QWidget) -> None:
        self._clear_tabs()
        self.tabs.addTab(widget, "")
        self.tabs.tabBar().setVisible(False)
        tint_icons(widget, colours_for(self.palette()))

    def _clear_tabs(self) -> None:
        self._pages, self._waiting = [], []
        while count := self.tabs.count():
            # The one in front goes last: else each of the others would come to the front, of a project that is closed.
            at = 0 if self.tabs.currentIndex() > 0 else count - 1
            gone = self.tabs.widget(at)
            self.tabs.removeTab(at)
            if gone is not None:
                gone.deleteLater()

    def _build_next(self) -> None:
        if self._waiting:
            self._build(self._waiting[0])
            QTimer.singleShot(0, self, self._build_next)

    def _build(self, at: int) -> None:
        if at not in self._waiting:
            return
        self._waiting.remove(at)
        holder, made = self.tabs.widget(at), self._pages[at].build()
        layout = holder.layout() if holder is not None else None
        if holder is not None and layout is not None:
            layout.addWidget(made)
            holder.setFocusProxy(made)
            # A layout shows what is added to it only later, and what is not shown takes no focus.
            made.show()
        tint_icons(made, colours_for(self.palette()))

    def _on_tab_changed(self, at: int) -> None:
        if self._pages:
            self._build(at)

    def _on_message(self, message: Message) -> None:
        self.area.show_message(message)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            tint_icons(self, colours_for(self.palette()))
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_files(event):
            event.acceptProposedAction()
            self._drop_hint.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint.hide()
        event.acceptProposedAction()
        self.files_dropped.emit(_local_files(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drop_hint.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.run_in_progress() and self._settings.first_time(CLOSING_NOTICE):
            event.ignore()
            dialog = ClosingDialog(self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(self.close)
            dialog.open()
            return
        event.accept()
        # A page that is built now would ask for a project that is gone.
        self._waiting = []
        self.closed.emit()


def _no_run() -> bool:
    return False


def _local_files(event: QDropEvent) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())


def _centred(widget: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
    return holder
