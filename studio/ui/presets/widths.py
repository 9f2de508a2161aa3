"""Texts that are not drawn out over a wide window."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

MOST = 1000


def not_wider(inner: QWidget, widest: int) -> QWidget:
    """What scrolls, at the left of a widget that takes the rest.

    A widget with a greatest width of its own, in a column, is given the height for the width of the column: its texts
    would be cut.
    """
    outer = QWidget()
    outer.setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    inner.setMaximumWidth(widest)
    line = QHBoxLayout(outer)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(inner, MOST)
    line.addStretch(1)
    return outer
