"""What a split can hold in equal shares, and what it can keep together."""

from PySide6.QtWidgets import QSpinBox

from studio.data.records import Dataset
from studio.ui.controls import Picker
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.words import _

LARGEST_SEED = 2**31 - 1


def number_box(least: int, most: int) -> QSpinBox:
    """A field for whole numbers; arrow and Page keys change it too."""
    box = QSpinBox()
    box.setRange(least, most)
    box.lineEdit().setTextMargins(GRID, 0, 0, 0)
    return box


def fill_stratify(picker: Picker, project: ProjectContext, dataset: Dataset) -> None:
    """Offer what the data set has: labels, kinds of answer."""
    from studio.data.contract_file import CONTRACT_FILE

    picker.addItem(_("Nothing in particular"), "")
    if dataset.kind == "classification":
        picker.addItem(_("Labels"), "label")
    if (project.path / CONTRACT_FILE).exists() and dataset.kind in ("instruction", "chat", "preference"):
        picker.addItem(_("Kinds of answer of the contract"), "contract")


def fill_group(picker: Picker, project: ProjectContext, dataset: Dataset) -> None:
    """Offer families, files and the columns of imported files."""
    from studio.data.splitting import group_columns

    picker.addItem(_("Families"), "family")
    picker.addItem(_("Rows from one file"), "source")
    for column in group_columns(project.reader, dataset.id):
        picker.addItem(_("Rows with the same “{column}”").format(column=column), column)
