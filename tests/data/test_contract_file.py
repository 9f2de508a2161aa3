"""contract.yaml is read as it is and replaced whole, and a wrong one never takes the place of a right one."""

from pathlib import Path

import pytest

from studio.core.contract import parse_contract
from studio.data.contract_file import CONTRACT_FILE, read_contract, read_contract_text, write_contract
from studio.errors import ProjectFailed
from studio.paths import DEMO

TEXT = (DEMO / "contract.yaml").read_text("utf-8")


def test_a_folder_without_a_contract_has_none(tmp_path: Path) -> None:
    assert read_contract(tmp_path) is None
    assert read_contract_text(tmp_path) == ""


def test_what_a_person_wrote_is_kept_to_the_letter(tmp_path: Path) -> None:
    write_contract(tmp_path, TEXT)
    assert read_contract_text(tmp_path) == TEXT
    assert [file.name for file in tmp_path.iterdir()] == [CONTRACT_FILE]


def test_a_contract_is_written_so_that_it_reads_the_same(tmp_path: Path) -> None:
    contract = parse_contract(TEXT)
    write_contract(tmp_path, contract)
    assert read_contract(tmp_path) == contract
    assert "Pour préciser:" in read_contract_text(tmp_path)


def test_a_wrong_contract_is_refused_and_the_old_one_stays(tmp_path: Path) -> None:
    write_contract(tmp_path, TEXT)
    with pytest.raises(ProjectFailed, match="line 1"):
        write_contract(tmp_path, "formats: [")
    assert read_contract_text(tmp_path) == TEXT


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProjectFailed, match=r"contract\.yaml could not be written"):
        write_contract(tmp_path / "gone", TEXT)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / CONTRACT_FILE).write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert read_contract(tmp_path) == parse_contract(TEXT)
