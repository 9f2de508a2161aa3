"""Beside the example: what may be wrong with it, what was decided before, and who changed what when."""

import time
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from studio.ui.data.differences import difference_html
from studio.ui.data.review.looking import PastChange, RowPast, RowView
from studio.ui.formats import moment
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import N_, _

if TYPE_CHECKING:
    from studio.data.reviewing import Decision, Review

_DECISIONS: "dict[Decision, str]" = {
    "approved": N_("Approved"),
    "rejected": N_("Rejected"),
    "corrected": N_("Corrected"),
    "reopened": N_("Opened again"),
}
_COLUMNS = {
    "family": N_("family"),
    "split": N_("split"),
    "status": N_("status"),
    "tags": N_("tags"),
    "note": N_("note"),
}


class AsidePane(QTextBrowser):
    """Drawn anew for each example and when the colours change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: RowView | None = None
        self._past: RowPast | None = None
        self.setAccessibleName(_("What is known of this example"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(GRID / 2)
        self.setStyleSheet("QTextBrowser { border: none; background: transparent; padding: 0; }")

    def show_view(self, view: RowView | None) -> None:
        """Show what is known at once; the past follows."""
        same = view is not None and self._view is not None and view.row.id == self._view.row.id
        self._view = view
        self._past = self._past if same else None
        self._draw(keep_place=same)

    def show_past(self, past: RowPast) -> None:
        """Show what became of the example, if it is still the one on show."""
        if self._view is not None and past.row_id == self._view.row.id:
            self._past = past
            self._draw(keep_place=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._view is not None:
            self._draw(keep_place=True)

    def _draw(self, *, keep_place: bool) -> None:
        place = self.verticalScrollBar().value()
        self.setHtml("".join(self._html(colours_for(self.palette()))))
        self.verticalScrollBar().setValue(place if keep_place else 0)

    def _html(self, colours: Colours) -> Iterator[str]:
        view = self._view
        if view is None:
            return
        yield _heading(_("Worth a look"))
        if not view.remarks:
            yield _muted(_("Nothing stands out."), colours)
        for remark in view.remarks:
            title = f"{_strong(remark.title)}<br>" if remark.title else ""
            yield _block(f"{title}{escape(remark.text)}", colours.warn)
        if view.row.note.strip():
            yield _heading(_("Note"))
            yield _block(escape(view.row.note).replace("\n", "<br>"), colours.faint)
        if view.decisions:
            yield _heading(_("Earlier decisions"))
        for decision in reversed(view.decisions):
            yield _decision_html(decision, colours)
        if self._past is not None and self._past.changes:
            yield _heading(_("Who changed what"))
            for change in self._past.changes:
                yield _change_html(change, colours)


def _decision_html(review: "Review", colours: Colours) -> str:
    bar = {"approved": colours.good, "rejected": colours.bad}.get(review.decision, colours.accent)
    reason = f"<br>{escape(review.reason)}" if review.reason else ""
    who = _who(review.reviewer, review.at, colours)
    return _block(f"{_strong(_(_DECISIONS[review.decision]))}{reason}<br>{who}", bar)


def _change_html(change: PastChange, colours: Colours) -> str:
    columns = [_(_COLUMNS[each]) for each in change.columns if each in _COLUMNS]
    named = f" ({escape(', '.join(columns))})" if columns else ""
    lines = [f"{_strong(change.label)}{named}", _who(change.author, change.at, colours)]
    for title, pieces in change.texts:
        lines.append(f'<span style="color: {colours.muted}">{escape(title)}</span>')
        lines.append(difference_html(pieces, colours))
    return _block("<br>".join(lines), colours.faint)


def _who(name: str, at: float, colours: Colours) -> str:
    words = "  ·  ".join(filter(None, (name, moment(at, time.time()))))
    return f'<span style="color: {colours.muted}; font-size: 9pt">{escape(words)}</span>'


def _strong(text: str) -> str:
    # The bundled letters have this weight; a bold would be made up.
    return f'<span style="font-weight: 600">{escape(text)}</span>'


def _heading(text: str) -> str:
    return f'<p style="margin: 6px 0 4px 0; font-size: 11pt; font-weight: 600">{escape(text)}</p>'


def _muted(text: str, colours: Colours) -> str:
    return f'<p style="margin: 0 0 8px 0; color: {colours.muted}">{escape(text)}</p>'


def _block(html: str, bar: str) -> str:
    return (
        '<table width="100%" cellspacing="0" cellpadding="0" style="margin: 0 0 8px 0"><tr>'
        f'<td width="3" style="background-color: {bar}"></td>'
        f'<td style="padding: 1px 0 1px 8px">{html}</td></tr></table>'
    )
