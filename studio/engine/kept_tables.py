"""Tables that runs make of their rows, kept in their folders, so that others of the project need not make them again.

They are the frozen text in another writing, and as private: nothing of them leaves the folder of the run, whose removal
removes them too.
"""

import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from studio.runs.durable import remove_partial, seal_folder, verify_folder
from studio.runs.folder import RunFolder

LARGEST = 2 * 10**9
"""Bytes that the tables of all runs of a project may take together."""
_FILE, _FOLDER = "rows.parquet", "tokens"
# Shares of the free disk that tables may take: checkpoints need it more.
_OF_FREE = 10
_Read = TypeVar("_Read")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeptTables:
    """Those of one run to write, those of all runs of its project to read; by a key of all that they depend on."""

    run: RunFolder

    def recall(self, key: str, read: Callable[[pa.Table], _Read]) -> _Read | None:
        """From whichever run of the project has it; a copy that lost a bit is removed."""
        for copy in sorted(self.run.path.parent.glob(f"*/{_FOLDER}/*-{key}")):
            try:
                if verify_folder(copy):
                    return read(pq.read_table(copy / _FILE))
            except (OSError, pa.ArrowException, KeyError) as error:
                _log.warning("%s", error)
            _log.warning("the tokens in %s are damaged and made again", copy)
            shutil.rmtree(copy, ignore_errors=True)
        return None

    def keep(self, part: str, key: str, table: pa.Table) -> None:
        """In place of the run's former table of this part; a full disk only means that none is kept."""
        place = self.run.path / _FOLDER
        partial = place / f"{part}-{key}.partial-{os.getpid()}"
        try:
            if not self._has_room(table.nbytes):
                return
            for former in place.glob(f"{part}-*"):
                shutil.rmtree(former)
            partial.mkdir(parents=True)
            pq.write_table(table, partial / _FILE, compression="zstd")
            seal_folder(partial, place / f"{part}-{key}", {})
        except (OSError, pa.ArrowException) as error:
            _log.warning("the tokens are not kept: %s", error)
        finally:
            with suppress(OSError):
                remove_partial(partial)

    def _has_room(self, size: int) -> bool:
        """By what they take before they are compressed."""
        kept = sum(file.stat().st_size for file in self.run.path.parent.glob(f"*/{_FOLDER}/*/{_FILE}"))
        return size + kept <= LARGEST and size * _OF_FREE <= shutil.disk_usage(self.run.path).free
