"""Who reviews: asked once, remembered in the settings, told to the project’s writer."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.data.review.head import NameQuestion
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext


class Reviewer(QObject):
    """The answer to the question; until it is given the system’s user stands in."""

    named = Signal(object)  # str

    def __init__(self, project: ProjectContext, messages: Messages, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._project, self._messages, self._settings = project, messages, settings
        # Shown without a parent it would be a window for a moment, and take the keys with it.
        self.question = NameQuestion(parent)
        self.question.answered.connect(self._on_answered)
        if not settings.author and not project.read_only:
            self.question.ask(settings.signature)

    def ask_again(self) -> None:
        """Let the name be changed."""
        self.question.ask(self._settings.signature)
        self.question.name.setFocus()
        self.question.name.selectAll()

    def _on_answered(self, name: str) -> None:
        self._settings.author = name
        if not self._project.read_only:
            self._project.sign(name, self._messages.problem)
        self.named.emit(name)
        try:
            self._settings.save()
        except StudioError as error:
            self._messages.problem(error)
