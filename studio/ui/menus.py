"""The menu bar: every action of the window, with its shortcut, in one place."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from studio.settings import THEMES, Settings, ThemeName
from studio.words import LANGUAGES, N_, Language, _, system_language

THEME_NAMES: dict[ThemeName, str] = {
    "system": N_("Like the system"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "contrast": N_("High contrast"),
}
# A language is offered in its own words, so that everyone finds theirs.
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "fr": "Français"}


class Menus(QObject):
    """Builds the menus and says what was chosen; it does nothing itself."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    import_wanted = Signal()
    pack_wanted = Signal()
    unpack_wanted = Signal()
    recent_chosen = Signal(object)  # Path
    theme_chosen = Signal(object)  # ThemeName
    language_chosen = Signal(object)  # Language
    checkup_wanted = Signal()
    about_wanted = Signal()

    def __init__(self, window: QMainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        bar = window.menuBar()
        self._recent = QMenu(_("&Recent projects"), window)
        self.import_action = self._action(_("&Import a file…"), "Ctrl+I", self.import_wanted)
        self.pack_action = self._action(_("&Pack the project…"), "", self.pack_wanted)
        self._file = bar.addMenu(_("&File"))
        self._fill_file(self._file)
        self._edit = bar.addMenu(_("&Edit"))
        self._fill_view(bar.addMenu(_("&View")), settings)
        help_menu = bar.addMenu(_("&Help"))
        help_menu.addAction(self._action(_("Check this &machine…"), "", self.checkup_wanted))
        help_menu.addAction(self._action(_("&About Atelier"), "", self.about_wanted))
        self.show_recent(settings.recent_projects)

    def show_recent(self, projects: tuple[Path, ...]) -> None:
        """Fill the list of recent projects, newest first."""
        self._recent.clear()
        for path in projects:
            action = self._recent.addAction(f"{path.name}   —   {path.parent}")
            action.setData(path)
            action.triggered.connect(self._on_recent)
        self._recent.setEnabled(bool(projects))

    def show_edit_actions(self, actions: list[QAction]) -> None:
        """What can be edited depends on the page; a separator stands where an action has no text."""
        self._edit.clear()
        self._edit.addActions(actions)

    def show_export_actions(self, actions: list[QAction]) -> None:
        """What can be exported, below the import; actions of a page that is gone left with it."""
        self._file.insertActions(self._exports, actions)

    def _fill_file(self, menu: QMenu) -> None:
        menu.addAction(self._action(_("&New project…"), QKeySequence.StandardKey.New, self.new_wanted))
        menu.addAction(self._action(_("&Open a project…"), QKeySequence.StandardKey.Open, self.open_wanted))
        menu.addMenu(self._recent)
        menu.addAction(self._action(_("Open the &sample project"), "", self.sample_wanted))
        menu.addAction(self._action(_("Open a pac&ked project…"), "", self.unpack_wanted))
        menu.addAction(self.pack_action)
        menu.addSeparator()
        menu.addAction(self.import_action)
        # What can be exported depends on the page.
        self._exports = menu.addSeparator()
        leave = QAction(_("&Quit"), self._window)
        leave.setShortcut(QKeySequence("Ctrl+Q"))
        leave.triggered.connect(self._window.close)
        menu.addAction(leave)

    def _fill_view(self, menu: QMenu, settings: Settings) -> None:
        themes, languages = menu.addMenu(_("&Theme")), menu.addMenu(_("&Language"))
        group = QActionGroup(self)
        for theme in THEMES:
            action = _choice(group, themes, _(THEME_NAMES[theme]), theme, theme == settings.theme)
            action.triggered.connect(self._on_theme)
        group = QActionGroup(self)
        current = settings.language or system_language()
        for language in LANGUAGES:
            action = _choice(group, languages, LANGUAGE_NAMES[language], language, language == current)
            action.triggered.connect(self._on_language)

    def _action(self, text: str, keys: str | QKeySequence.StandardKey, then: SignalInstance) -> QAction:
        action = QAction(text, self._window)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(then)
        return action

    def _on_recent(self) -> None:
        self.recent_chosen.emit(self._data_of_sender())

    def _on_theme(self) -> None:
        self.theme_chosen.emit(self._data_of_sender())

    def _on_language(self) -> None:
        self.language_chosen.emit(self._data_of_sender())

    def _data_of_sender(self) -> object:
        sender = self.sender()
        assert isinstance(sender, QAction)
        return sender.data()


def _choice(group: QActionGroup, menu: QMenu, text: str, data: object, checked: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(checked)
    action.setData(data)
    group.addAction(action)
    return action
