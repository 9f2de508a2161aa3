"""Tokens that were kept are those that would be made, else they are made."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from studio.core.example import Message
from studio.runs.folder import RunFolder

TEXTS = ("fièvre", "déficit et vomissements", "Quel âge avez-vous ? " * 9, "")


def conversation(at, text):
    from studio.engine.rows import Row

    return Row(at, (Message(role="user", content=text or "a"), Message(role="assistant", content=text)))


@pytest.fixture
def rows():
    return tuple(conversation(at, text) for at, text in enumerate(TEXTS))


@pytest.fixture
def first(tmp_path: Path, tiny_model: Path):
    """The first run of a project; its last row teaches nothing and the third is cut."""
    from studio.engine.base_model import BaseModel
    from studio.engine.token_cache import TokenCache
    from studio.engine.tokenizer import load_tokenizer

    base = shutil.copytree(tiny_model, tmp_path / "model")
    run = RunFolder(tmp_path / "runs" / "0001-a")
    run.path.mkdir(parents=True)
    return TokenCache(run, base, load_tokenizer(BaseModel(str(base), base), "auto"), 90, "answers")


@pytest.fixture
def second(first):
    """Another run with the same options."""
    run = RunFolder(first.run.path.with_name("0002-b"))
    run.path.mkdir()
    return replace(first, run=run)


def encode(cache, rows, part="train", smallest=0):
    """The rows, and what progress was told while they were made: one by one, or all in one go."""
    told = []
    return cache.encode_rows(part, rows, told.append, smallest=smallest), told


def kept(cache):
    return [file.relative_to(cache.run.path).parts[0] for file in cache.run.path.rglob("rows.parquet")]


MADE, READ = [1, 2, 3, 4], [4]


def test_another_run_reads_what_the_first_made(first, second, rows) -> None:
    from studio.engine.rows import encode_rows

    fresh = encode_rows(first.tokenizer, rows, 90, lambda _done: None)
    assert (len(fresh.rows), len(fresh.remarks), fresh.shortened) == (3, 2, 1)
    assert encode(first, rows) == (fresh, MADE)
    assert encode(first, rows) == (fresh, READ)
    assert encode(second, rows) == (fresh, READ)
    # By this their packed sequences are known.
    assert encode(first, rows)[0].key == encode(second, rows)[0].key != encode(second, rows[:2], smallest=99)[0].key
    assert (kept(first), kept(second)) == (["tokens"], [])
    shutil.rmtree(first.run.path)
    assert encode(second, rows) == (fresh, MADE)


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


@pytest.mark.parametrize("name", ["rows.parquet", "manifest.json"])
@pytest.mark.parametrize("damage", [flip, cut, Path.unlink])
def test_damaged_tokens_are_made_again(first, second, rows, name, damage, caplog) -> None:
    whole, _ = encode(first, rows)
    damage(next(first.run.path.rglob(name)))
    assert encode(second, rows) == (whole, MADE)
    assert (kept(first), kept(second)) == ([], ["tokens"])
    assert "damaged" in caplog.text
    caplog.clear()


def test_whatever_tokens_depend_on_makes_them_anew(first, second, rows) -> None:
    encode(first, rows)
    template = first.tokenizer.chat_template
    assert encode(replace(second, max_length=91), rows)[1] == MADE
    assert encode(replace(second, learn="all"), rows)[1] == MADE
    assert encode(second, (*rows[:3], conversation(3, "Surveillance.")))[1] == MADE
    second.tokenizer.chat_template = template.replace("<|im_end|>", "</s>")
    assert encode(second, rows)[1] == MADE
    second.tokenizer.chat_template = template
    assert encode(second, rows)[1] == READ
    (second.base / "added_tokens.json").write_text("{}", "utf-8")
    assert encode(second, rows)[1] == MADE
    # Of each part a run keeps its latest alone.
    assert kept(second) == ["tokens"]


def test_only_whole_lasting_and_large_sets_are_kept(first, rows, monkeypatch) -> None:
    encode(first, rows, smallest=10_000)
    assert kept(first) == []
    template = first.tokenizer.chat_template
    first.tokenizer.chat_template = "{{ strftime_now('%d') and '' }}" + template
    encode(first, rows)
    assert kept(first) == []
    first.tokenizer.chat_template = template.replace("{% for", "{{ raise_exception('no') }}{% for")
    assert encode(first, rows)[0].refusal
    assert kept(first) == []
    first.tokenizer.chat_template = template
    monkeypatch.setattr("studio.engine.kept_tables.LARGEST", 10)
    encode(first, rows)
    assert kept(first) == []


def test_a_disk_that_refuses_keeps_nothing_and_stops_nothing(first, rows, caplog) -> None:
    (first.run.path / "tokens").write_text("a file where the folder should be", "utf-8")
    assert encode(first, rows)[1] == MADE
    assert "not kept" in caplog.text
    caplog.clear()
