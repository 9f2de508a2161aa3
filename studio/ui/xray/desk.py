"""Everything slow that the X-ray asks for; what needs the model's tokenizer happens in child processes."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.core.tokens import Checked, RowTokens
from studio.data.kept_child import KeptChild
from studio.ui.background import Background, Progress
from studio.ui.project_context import ProjectContext
from studio.ui.xray.presenter import Listing
from studio.ui.xray.subject import Subject


class XrayDesk(QObject):
    """`leave` must be called; it ends the child that shows rows, and a check that is under way."""

    listed = Signal(object)  # Listing
    list_failed = Signal(object)  # StudioError
    shown = Signal(object)  # tuple[RowTokens, ...]
    show_failed = Signal(object)  # StudioError
    checked = Signal(object)  # Checked
    check_failed = Signal(object)  # StudioError

    def __init__(self, project: ProjectContext, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._background = project, background
        # To load the libraries takes a hundred times as long as to show a row.
        self._child = KeptChild()
        self._left = Progress(self)
        self.checking = Progress(self)

    def list_rows(self, subject: Subject) -> None:
        """`listed` or `list_failed` follows."""
        self._background.run(partial(_listing, self._project.path, subject), self.listed.emit, self.list_failed.emit)

    def show_rows(self, subject: Subject, ids: Sequence[int]) -> None:
        """`shown` or `show_failed` follows; rows that are gone meanwhile have no tokens."""
        work = partial(_tokens, self._project.path, subject, tuple(ids), self._child, self._left)
        self._background.run(work, self.shown.emit, self.show_failed.emit)

    def check(self, subject: Subject) -> None:
        """`checked` or `check_failed` follows; `checking` tells from now on how far it is."""
        self.checking = Progress(self)
        work = partial(check, self._project.path, subject, self.checking)
        self._background.run(work, self.checked.emit, self.check_failed.emit)

    def leave(self) -> None:
        """End everything that is under way."""
        self._left.cancel()
        self.checking.cancel()
        self._child.close()


def check(path: Path, subject: Subject, progress: Progress) -> Checked:
    """Check every row of the subject; called in the background."""
    from studio.xray import check_dataset

    return check_dataset(
        path, subject.dataset_id, subject.recipe, progress=progress.report, cancelled=progress.cancelled
    )


def _listing(path: Path, subject: Subject) -> Listing:
    from studio.data.reader import ProjectReader
    from studio.data.training_rows import training_ids
    from studio.runs.cards import cards

    with ProjectReader(path) as reader:
        ids = training_ids(reader, subject.dataset_id, only_approved=subject.recipe.data.only_approved)
    return Listing(tuple(ids.tolist()), bool(cards().gpus))


def _tokens(
    path: Path, subject: Subject, ids: tuple[int, ...], child: KeptChild, left: Progress
) -> tuple[RowTokens, ...]:
    from studio.data.reader import ProjectReader
    from studio.data.training_rows import label_sets
    from studio.xray import show_rows

    recipe = subject.recipe
    with ProjectReader(path) as reader:
        contents = {row.id: row.content.model_dump_json() for row in reader.rows(ids)}
        labels = []
        if subject.kind == "classification":
            labels = label_sets(reader, subject.dataset_id, only_approved=recipe.data.only_approved)
    known = [each for each in ids if each in contents]
    found = show_rows(recipe, [contents[each] for each in known], labels, cancelled=left.cancelled, ask=child.rows)
    shown = dict(zip(known, found, strict=True))
    return tuple(shown.get(each, RowTokens((), 0, added_end=False)) for each in ids)
