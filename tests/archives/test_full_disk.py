"""A disk that is full before the archive, or the project out of it, is whole."""

from pathlib import Path

import pytest

from studio.archives.packing import Packed, pack_project
from studio.archives.unpacking import unpack_project
from studio.errors import StudioError
from tests.data.exporters.test_full_disk import room_for


@pytest.mark.parametrize("size", [0, 5_000, 30_000])
def test_a_full_disk_is_a_sentence_and_leaves_nothing(project: Path, whole: Packed, tmp_path: Path, size: int) -> None:
    with room_for(size), pytest.raises(StudioError, match=r"disk is full|could not be read or written"):
        pack_project(project, tmp_path / "a.zip")
    with room_for(size), pytest.raises(StudioError, match="disk is full"):
        unpack_project(whole.written.file, tmp_path / "there")
    assert list(tmp_path.iterdir()) == []
