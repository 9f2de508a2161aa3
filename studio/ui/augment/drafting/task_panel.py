"""The left column: what a language model shall write, and which model."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.assist.prompts import TASKS as TASK_KEYS
from studio.assist.prompts import Task
from studio.ui.augment.drafting.model_choice import ModelChoice
from studio.ui.augment.drafting.words import TASKS
from studio.ui.augment.parts import scrolled
from studio.ui.controls import Picker, label
from studio.ui.theme import GRID
from studio.words import _


class TaskPanel(QWidget):
    """Under the task stands what it does, and what is checked and cannot be."""

    task_chosen = Signal(object)  # Task

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task = Picker(_("What is written"))
        self.task.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key in TASK_KEYS:
            self.task.addItem(_(TASKS[key].title), key)
        self.does, self.checked = label("", wrap=True), label("", "caption", wrap=True)
        self.model = ModelChoice()
        self.task.activated.connect(self._on_task)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for each in (label(_("What is written"), "title"), self.task, self.does, self.checked):
            column.addWidget(each)
        column.addSpacing(GRID)
        column.addWidget(self.model)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    def show_task(self, task: Task) -> None:
        """Show which task is chosen."""
        self.task.setCurrentIndex(TASK_KEYS.index(task))
        self.does.setText(_(TASKS[task].does))
        self.checked.setText(_(TASKS[task].checked))

    def _on_task(self) -> None:
        self.task_chosen.emit(self.task.currentData())
