"""Notices that a run came or went in a project, whoever started it."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

# A run's folder is made in several steps.
GATHER_MS = 300


class RunsWatch(QObject):
    """Looks at the folder of the runs, or at the project until there is one."""

    changed = Signal()

    def __init__(self, project: Path, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._runs = project, runs
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._on_gathered)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_directory_changed)
        self._watch()

    def close(self) -> None:
        """Notice nothing more."""
        self._gather.stop()
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)

    def _watch(self) -> bool:
        """Whether another folder is watched from now on."""
        wanted = str(self._runs if self._runs.is_dir() else self._project)
        watched = self._watcher.directories()
        if wanted in watched:
            return False
        if watched:
            self._watcher.removePaths(watched)
        self._watcher.addPath(wanted)
        return True

    def _on_directory_changed(self) -> None:
        self._gather.start()

    def _on_gathered(self) -> None:
        # The project's own folder changes with every write to its database.
        if self._watch() or self._runs.is_dir():
            self.changed.emit()
