"""Tokens are counted as the model would, from tokenizer.json alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from studio import paths
from studio.data.tokens import TokenCounter, counter_for
from studio.errors import StudioError

DEMO = paths.DEMO_MODEL / "tokenizer.json"


def test_texts_are_counted_one_by_one_and_together() -> None:
    counter = TokenCounter(DEMO)
    texts = ["", "mal de tête", "Céphalée brutale\r\n, vomissements\u2028 !", "x" * 5_000]
    assert counter.counts(texts).tolist() == [counter.count(text) for text in texts]
    assert counter.count("") == 0
    assert counter.count("mal de tête") > 0
    assert counter.count("x" * 5_000) > 512, "nothing is cut"


def test_no_token_is_added_that_the_text_does_not_have() -> None:
    counter = TokenCounter(DEMO)
    assert counter.count("a a") <= 2 * counter.count("a") + 1


def test_a_counter_is_kept_until_its_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_bytes(DEMO.read_bytes())
    first = counter_for(file)
    assert counter_for(file) is first
    file.write_text("{}", "utf-8")
    with pytest.raises(StudioError):
        counter_for(file)


@pytest.mark.parametrize("stored", [b"", b"{", b"[]", b'{"model": 3}', b"\xff\xfe"])
def test_a_damaged_file_is_a_sentence(tmp_path: Path, stored: bytes) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_bytes(stored)
    with pytest.raises(StudioError, match="cannot be read"):
        TokenCounter(file)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="cannot be read"):
        counter_for(tmp_path / "none.json")


def test_counting_needs_no_torch() -> None:
    asked = "import sys, studio.data.tokens; print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", asked], text=True).strip() == "[]"
