"""Files that grow by one line of fields at a time."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from studio.data.exporters.arrow import write_datasets, write_parquet
from studio.data.exporters.cells import cell
from studio.data.exporters.layouts import FieldType
from studio.data.exporters.rows import Fields
from studio.data.exporters.workbook import write_workbook
from studio.data.exporters.writing import Write
from studio.data.formulas import neutralise


@dataclass(frozen=True)
class Columns:
    """The fields of every line, in order; `delimiter` and `with_header` count in CSV only."""

    types: Mapping[str, FieldType]
    delimiter: str = ","
    with_header: bool = True


def open_writer(format: str, path: Path, columns: Columns) -> AbstractContextManager[Write]:
    """Begin a new file or folder of a format at `path`; it is complete when the block ends."""
    match format:
        case "jsonl":
            return _write_jsonl(path)
        case "csv":
            return _write_csv(path, columns)
        case "xlsx":
            return write_workbook(path, columns.types)
        case "parquet":
            return write_parquet(path, columns.types)
        case _datasets:
            return write_datasets(path, columns.types)


@contextmanager
def _write_jsonl(path: Path) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="\n") as file:

        def write(fields: Fields) -> None:
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")

        yield write


@contextmanager
def _write_csv(path: Path, columns: Columns) -> Iterator[Write]:
    # Excel reads accents right only after a byte order mark.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=columns.delimiter)
        if columns.with_header:
            writer.writerow([neutralise(name) for name in columns.types])

        def write(fields: Fields) -> None:
            writer.writerow([neutralise(cell(fields.get(name), type)) for name, type in columns.types.items()])

        yield write
