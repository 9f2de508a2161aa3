"""One sitting: the window, the project open in it, and what happens when another is asked for."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from studio import paths
from studio.errors import StudioError
from studio.settings import Settings, ThemeName
from studio.ui.archives.moving import ProjectMoving
from studio.ui.background import Background
from studio.ui.checkup import examine_machine
from studio.ui.dialogs import AboutDialog, NewProject, NewProjectDialog, TextDialog
from studio.ui.main_window import MainWindow, Page
from studio.ui.messages import Messages, Offer
from studio.ui.opening import Opened, create_project, is_project, open_sample, opening, run_in_progress
from studio.ui.pages import Pages
from studio.ui.project_context import ProjectContext
from studio.ui.qt_words import translate_qt
from studio.ui.theme import Theme
from studio.ui.welcome import Welcome
from studio.words import Language, _, use_language


class Session(QObject):
    """Builds everything once and passes it on; owns the only ProjectContext."""

    def __init__(self, settings: Settings, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        self._messages = Messages(self)
        self._background = Background(self)
        self._moving = ProjectMoving(self._background, self._messages, self)
        self._moving.unpacked.connect(self.open)
        self._project: ProjectContext | None = None
        self._pages: Pages | None = None
        self._tab = "data"
        self._ended = False
        self.window = self._make_window()

    @property
    def project(self) -> ProjectContext | None:
        """The open project."""
        return self._project

    @property
    def messages(self) -> Messages:
        """The door to the user."""
        return self._messages

    @property
    def background(self) -> Background:
        """The door to slow work."""
        return self._background

    def show(self, project: Path | None, tab: str | None = None) -> None:
        """Show the window now; open the project, the last one or the sample once it has been painted."""
        self._tab = tab or self._tab
        self._wanted = project or next(filter(is_project, self._settings.recent_projects), None)
        self.window.show_starting(_("Opening the project…") if self._wanted else _("Preparing the sample project…"))
        self.window.show()
        QTimer.singleShot(0, self, self._on_shown)

    def open(self, path: Path) -> None:
        """Open another project in this window."""
        if self._project is None or path != self._project.path:
            self._open(opening(path))

    def end(self) -> None:
        """Keep what is being typed, let go of the project, wait for what is under way."""
        if self._ended:
            return
        self._ended = True
        self._moving.close()
        self._leave_project()
        self._background.close()
        self._save_settings()

    def _make_window(self) -> MainWindow:
        window = MainWindow(self._settings, self._messages)
        menus = window.menus
        for signal, slot in (
            (menus.new_wanted, self._on_new_wanted),
            (menus.open_wanted, self._on_open_wanted),
            (menus.sample_wanted, self._on_sample_wanted),
            (menus.import_wanted, self._on_import_wanted),
            (menus.pack_wanted, self._on_pack_wanted),
            (menus.unpack_wanted, self._on_unpack_wanted),
            (menus.recent_chosen, self.open),
            (menus.theme_chosen, self._on_theme_chosen),
            (menus.language_chosen, self._on_language_chosen),
            (menus.checkup_wanted, self._on_checkup_wanted),
            (menus.about_wanted, self._on_about_wanted),
            (window.files_dropped, self._on_files_dropped),
            (window.activated, self._on_activated),
            (window.closed, self.end),
        ):
            signal.connect(slot)
        window.run_in_progress = self._run_in_progress
        return window

    def _on_shown(self) -> None:
        self._open(opening(self._wanted))

    def _open(self, work: Callable[[], Opened]) -> None:
        self._background.write(work, self._on_opened, self._on_open_failed)

    def _on_opened(self, opened: Opened) -> None:
        from studio.data.project import ProjectReader

        self._leave_project()
        if opened.writer is not None:
            opened.writer.author = self._settings.signature
        reader = ProjectReader(opened.path)
        self._project = ProjectContext(opened.path, reader, opened.writer, self._background, self)
        self._settings.opened(opened.path)
        self._save_settings()
        self._fill_window(self._project)

    def _fill_window(self, project: ProjectContext) -> None:
        window = self.window
        window.show_project(project.path, read_only=project.read_only)
        window.menus.show_recent(self._settings.recent_projects)
        window.menus.import_action.setEnabled(not project.read_only)
        window.menus.pack_action.setEnabled(True)
        if project.read_only:
            window.show_banner(
                _("Read only: another window or command is working on this project."),
                _("You can look, search and follow runs here. To make changes, close the other one first."),
                Offer(_("Try again"), self._on_try_again),
            )
        else:
            window.clear_banner()
        self._pages = Pages(project, self._background, self._messages, self._settings)
        self._pages.sample_wanted.connect(self._on_sample_wanted)
        self._pages.summary_changed.connect(window.counts.setText)
        self._pages.tab_wanted.connect(window.show_tab)
        self._pages.network_changed.connect(window.show_network)
        window.show_pages(
            [
                Page("data", _("Data"), "table", self._pages.build_data),
                Page("augment", _("Augment"), "copy", self._pages.build_augment),
                Page("presets", _("Presets"), "save", self._pages.build_presets),
                Page("train", _("Train"), "curve", self._pages.build_training),
                Page("evaluate", _("Evaluate"), "view", self._pages.build_evaluation),
                Page("export", _("Export"), "export", self._pages.build_export),
            ],
            self._tab,
        )
        window.show_actions(self._pages.edit_actions(), self._pages.export_actions())

    def _on_open_failed(self, error: StudioError) -> None:
        self._messages.problem(error)
        if self._project is None:
            self._show_welcome()

    def _show_welcome(self) -> None:
        welcome = Welcome()
        welcome.new_wanted.connect(self._on_new_wanted)
        welcome.open_wanted.connect(self._on_open_wanted)
        welcome.sample_wanted.connect(self._on_sample_wanted)
        welcome.unpack_wanted.connect(self._on_unpack_wanted)
        self.window.show_welcome(welcome)

    def _leave_project(self) -> None:
        if self._pages is not None:
            self._pages.leave()
            self._pages = None
        if self._project is not None:
            self._project.close()
            self._project.deleteLater()
            self._project = None

    def _run_in_progress(self) -> bool:
        return self._project is not None and run_in_progress(self._project.path)

    def _on_new_wanted(self) -> None:
        dialog = NewProjectDialog(self.window)
        dialog.wanted.connect(self._on_new_project)
        _open_once(dialog)

    def _on_new_project(self, wanted: NewProject) -> None:
        self._open(lambda: create_project(wanted))

    def _on_open_wanted(self) -> None:
        dialog = QFileDialog(self.window, _("Open a project: choose its folder"), str(paths.data_folder() / "projects"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_folder_chosen)
        _open_once(dialog)

    def _on_folder_chosen(self, folder: str) -> None:
        self.open(Path(folder))

    def _on_sample_wanted(self) -> None:
        if self._project is None or self._project.path != paths.default_project():
            self._open(open_sample)

    def _on_pack_wanted(self) -> None:
        if self._project is not None:
            self._moving.pack(self._project.path, self.window)

    def _on_unpack_wanted(self) -> None:
        self._moving.unpack(self.window)

    def _on_try_again(self) -> None:
        if self._project is not None:
            self._open(opening(self._project.path))

    def _on_import_wanted(self) -> None:
        if self._pages is not None:
            self.window.show_tab("data")
            self._pages.choose_file()

    def _on_files_dropped(self, files: tuple[Path, ...]) -> None:
        projects = [path for path in files if is_project(path)]
        if projects:
            self.open(projects[0])
        elif self._pages is not None:
            self.window.show_tab("data")
            self._pages.import_files(files)

    def _on_activated(self) -> None:
        # Nobody tells a read-only window what the other one has written meanwhile.
        if self._project is not None and self._project.read_only:
            self._project.announce_unknown()

    def _on_theme_chosen(self, name: ThemeName) -> None:
        self._settings.theme = name
        self._theme.use(name)
        self._save_settings()

    def _on_language_chosen(self, language: Language) -> None:
        self._settings.language = language
        self._save_settings()
        use_language(language)
        translate_qt()
        self._tab = self.window.current_tab() or self._tab
        before, self.window = self.window, self._make_window()
        self.window.setGeometry(before.geometry())
        if self._pages is not None:
            self._pages.leave()
        if self._project is not None:
            self._fill_window(self._project)
        else:
            self._show_welcome()
        self.window.show()
        before.retire()

    def _on_checkup_wanted(self) -> None:
        self._messages.notice(_("Examining this machine… this takes some seconds."))
        self._background.run(examine_machine, self._on_examined, self._messages.problem)

    def _on_examined(self, report: str) -> None:
        dialog = TextDialog(_("This machine"), "", report, self.window)
        _open_once(dialog)

    def _on_about_wanted(self) -> None:
        _open_once(AboutDialog(version("studio"), self.window))

    def _save_settings(self) -> None:
        try:
            self._settings.save()
        except StudioError as error:
            self._messages.problem(error)


def _open_once(dialog: NewProjectDialog | QFileDialog | TextDialog | AboutDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
