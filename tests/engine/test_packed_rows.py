"""Packed rows that were kept are those that would be packed."""

from pathlib import Path

import pytest

from studio.runs.folder import RunFolder

ROWS = [[at] * (3 + at % 5) for at in range(40)]


@pytest.fixture
def runs(tmp_path: Path):
    """Two runs of one project."""
    found = [RunFolder(tmp_path / "runs" / name) for name in ("0001-a", "0002-b")]
    for each in found:
        each.path.mkdir(parents=True)
    return found


def pack(run: RunFolder | None, key="a", rows=ROWS, length=16, smallest=0):
    from studio.engine.encode import Encoded
    from studio.engine.packed_rows import KeptTokens, pack_rows
    from studio.engine.rows import EncodedRow, Row

    encoded = [
        EncodedRow(Row(at, ()), Encoded(tuple(row), (-100, *row[1:]), truncated=False)) for at, row in enumerate(rows)
    ]
    return pack_rows(encoded, length, run and KeptTokens(run, key), smallest=smallest)


def packs_of(run: RunFolder) -> list[str]:
    return [each.name for each in run.path.glob("tokens/packed-*")]


def test_another_run_is_given_what_it_would_have_packed(runs) -> None:
    first, second = runs
    fresh = pack(None)
    made, read = pack(first), pack(second)
    assert fresh[:] == made[:] == read[:]
    assert fresh.features == read.features
    assert (len(packs_of(first)), packs_of(second)) == (1, [])


@pytest.mark.parametrize("change", [{"length": 17}, {"key": "b", "rows": ROWS[::-1]}, {"rows": ROWS[:-1]}])
def test_other_rows_or_another_length_are_packed_anew(runs, change) -> None:
    first, second = runs
    pack(first)
    assert pack(second, **change)[:] == pack(None, **change)[:]
    assert len(packs_of(second)) == 1


def test_damaged_small_and_nameless_ones_are_packed_anew(runs, caplog) -> None:
    first, second = runs
    pack(first)
    file = next(first.path.rglob("rows.parquet"))
    file.write_bytes(file.read_bytes()[:-9])
    assert pack(second)[:] == pack(None)[:]
    assert "damaged" in caplog.text
    caplog.clear()
    pack(first, smallest=10_000, length=20)
    pack(first, key="")
    assert packs_of(first) == []
