"""XLSX, written row by row: openpyxl would lay the texts into the system's temporary folder first."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape as escape_xml
from zipfile import ZIP_DEFLATED, ZipFile

from studio.data.cell_text import escape
from studio.data.exporters.cells import cell
from studio.data.exporters.layouts import DoesNotFit, FieldType
from studio.data.exporters.rows import Fields
from studio.data.exporters.writing import Write
from studio.data.formulas import neutralise
from studio.errors import ExportFailed
from studio.words import _

LONGEST_CELL = 32_767
"""UTF-16 units; Excel cuts what is longer."""
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_NAME = 255
"""Of a column, as in Excel’s own tables."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FRAME = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="Atelier" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    # Format 49 is text: Excel neither computes nor turns “1-2” into a date when a cell is edited. The second is bold.
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
_BEFORE_ROWS = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
_AFTER_ROWS = "</sheetData></worksheet>"
_TEXT_STYLE, _HEADER_STYLE = 1, 2


@contextmanager
def write_workbook(path: Path, types: Mapping[str, FieldType]) -> Iterator[Write]:
    """One sheet of texts under a bold header; raises ExportFailed beyond Excel's numbers of rows and columns."""
    if len(types) > MOST_COLUMNS or any(len(name) > LONGEST_NAME for name in types):
        raise _too_large(
            _("An Excel sheet holds {count} columns at most, with names of {length} characters at most.").format(
                count=MOST_COLUMNS, length=LONGEST_NAME
            )
        )
    with path.open("wb") as raw, ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        for name, content in _FRAME.items():
            archive.writestr(name, _HEAD + content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            rows = _Rows(sheet)
            sheet.write(_BEFORE_ROWS.encode())
            rows.write([neutralise(name) for name in types], _HEADER_STYLE)

            def write(fields: Fields) -> None:
                rows.write([neutralise(cell(fields.get(name), type)) for name, type in types.items()], _TEXT_STYLE)

            yield write
            sheet.write(_AFTER_ROWS.encode())


class _Rows:
    """The rows of a sheet as XML."""

    def __init__(self, sheet: IO[bytes]) -> None:
        self._sheet, self._count = sheet, 0

    def write(self, cells: list[str], style: int) -> None:
        texts = [escape(text) for text in cells]
        if any(_is_too_long(text) for text in texts):
            raise DoesNotFit(_("A cell of an Excel sheet holds {count} characters at most.").format(count=LONGEST_CELL))
        self._count += 1
        if self._count > MOST_ROWS:
            raise _too_large(_("An Excel sheet holds {count} rows at most.").format(count=MOST_ROWS - 1))
        row = "".join(
            f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape_xml(text)}</t></is></c>'
            if text
            else "<c/>"
            for text in texts
        )
        self._sheet.write(f"<row>{row}</row>".encode())


def _is_too_long(text: str) -> bool:
    if len(text) > LONGEST_CELL:
        return True
    return len(text) > LONGEST_CELL // 2 and len(text.encode("utf-16-le")) > 2 * LONGEST_CELL


def _too_large(message: str) -> ExportFailed:
    return ExportFailed(message, hint=_("Choose another format, such as Parquet or JSONL, or fewer rows."))
