"""Writes the tensors of a GGUF file one after the other, so that none is ever whole in memory."""

import os
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import IO

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type
from numpy.typing import NDArray

from studio.engine.export.gguf.source import Rows
from studio.engine.export.gguf.tensors import Planned
from studio.engine.export.gguf.types import LARGEST_HALF, encoded
from studio.engine.export.watch import Watch
from studio.errors import ExportFailed
from studio.words import _

Encoded = NDArray[np.generic]


def write_tensors(writer: gguf.GGUFWriter, planned: Sequence[Planned], watch: Watch) -> None:
    """The header as the writer has it by now, then every tensor; raises ExportFailed, OSError, StoppedNow."""
    for each in planned:
        writer.add_tensor_info(each.name, each.shape, np.dtype(np.float32), each.size, raw_dtype=each.type)
    try:
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        opened = (writer.fout or [])[0]
        writer.write_padding(opened, opened.tell())
        _write_data(opened, planned, writer, watch)
    finally:
        writer.close()


def _write_data(opened: IO[bytes], planned: Sequence[Planned], writer: gguf.GGUFWriter, watch: Watch) -> None:
    total, done, processors = sum(each.size for each in planned), 0, os.cpu_count() or 1
    with ThreadPoolExecutor(processors) as pool:
        for each in planned:
            with closing(_encoded_blocks(each, pool, processors)) as blocks:
                for block in blocks:
                    watch.obey()
                    # Not by numpy, which does not say why it could not write.
                    opened.write(np.ascontiguousarray(block).data)
                    done += block.nbytes
                    watch.progress(done, total)
            writer.write_padding(opened, each.size)


def _encoded_blocks(planned: Planned, pool: ThreadPoolExecutor, ahead: int) -> Generator[Encoded, None, None]:
    """In order, a few at a time."""
    waiting: deque[Future[Encoded]] = deque()
    with closing(planned.blocks()) as blocks:
        for rows in blocks:
            waiting.append(pool.submit(_checked, rows, planned))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _checked(rows: Rows, planned: Planned) -> Encoded:
    if not np.isfinite(rows).all():
        raise ExportFailed(
            _("The tensor “{name}” holds values that are no numbers.").format(name=planned.name),
            hint=_("The training may have failed; try the model before exporting it."),
        )
    if planned.type == Type.F16 and np.abs(rows).max(initial=0) > LARGEST_HALF:
        raise ExportFailed(
            _("The tensor “{name}” holds values that are too large for 16 bits.").format(name=planned.name),
            hint=_("Choose the type F32 or Q8_0."),
        )
    return encoded(rows, planned.type)
