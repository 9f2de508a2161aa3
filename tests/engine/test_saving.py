"""A library that could not write: what is raised, and that nothing else is mistaken for it."""

import errno
from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from studio.engine.saving import system_errors
from tests.data.exporters.test_full_disk import room_for


def test_a_full_disk_is_told_as_one(tmp_path: Path) -> None:
    with room_for(100), pytest.raises(OSError, match="File too large") as raised, system_errors():
        save_file({"a": torch.ones(1_000)}, tmp_path / "model.safetensors")
    assert raised.value.errno == errno.EFBIG


def test_a_damaged_file_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"no header")
    with pytest.raises(SafetensorError), system_errors():
        load_file(tmp_path / "model.safetensors")
