"""Which rows a dialog works on: those on show, or the whole data set."""

from PySide6.QtWidgets import QWidget

from studio.data.records import RowQuery
from studio.ui.controls import Picker
from studio.ui.data.rows_wanted import Scope
from studio.ui.formats import examples
from studio.words import _, ngettext


class ScopePicker(Picker):
    """Offers the rows on show first when a filter leaves some out."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(_("Which examples"), parent)
        if scope.query.is_filtered:
            words = ngettext("The {examples} on show", "The {examples} on show", scope.shown)
            self.addItem(words.format(examples=examples(scope.shown)), scope.query)
        whole = scope.query.model_copy(update=_unfiltered(scope))
        words = ngettext("The whole data set ({examples})", "The whole data set ({examples})", scope.dataset.rows)
        self.addItem(words.format(examples=examples(scope.dataset.rows)), whole)

    def query(self) -> RowQuery:
        """The rows chosen."""
        chosen: RowQuery = self.currentData()
        return chosen


def _unfiltered(scope: Scope) -> dict[str, object]:
    plain = RowQuery(dataset_id=scope.dataset.id, sort=scope.query.sort, descending=scope.query.descending)
    return {name: getattr(plain, name) for name in RowQuery.model_fields}
