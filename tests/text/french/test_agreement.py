"""Hand-checked sentences, as they are and for the other sex, or with the reason why they are left alone."""

import json
from pathlib import Path
from random import Random

import pytest

from studio.text.augment.case import Case
from studio.text.augment.sex import BOUND, MIXED, NAMED, SEVERAL, UNKNOWN, UNSURE, Sex
from studio.text.augment.transformation import Changed, Refusal
from studio.text.french.sexes import sexes_lexicon

ROWS = [json.loads(line) for line in Path(__file__).with_name("agreement.jsonl").read_text("utf-8").splitlines()]
REASONS = {"bound": BOUND, "mixed": MIXED, "named": NAMED, "several": SEVERAL, "unknown": UNKNOWN, "unsure": UNSURE}
SEX = Sex(sexes_lexicon())


def swap(text: str) -> Changed | Refusal:
    return SEX.apply(Case((text,)), 1.0, Random(0))


@pytest.mark.parametrize("row", [row for row in ROWS if "other" in row], ids=lambda row: row["text"][:40])
def test_what_agrees_with_the_patient_changes_and_nothing_else(row: dict[str, str]) -> None:
    done = swap(row["text"])
    assert isinstance(done, Changed), done
    assert done.case.texts == (row["other"],)


@pytest.mark.parametrize("row", [row for row in ROWS if "refused" in row], ids=lambda row: row["text"][:40])
def test_what_cannot_be_swapped_is_left_alone_with_its_reason(row: dict[str, str]) -> None:
    done = swap(row["text"])
    assert isinstance(done, Refusal), done
    assert done.reason.message == REASONS[row["refused"]]


def test_swapping_twice_gives_the_text_back() -> None:
    again = {row["text"]: swap(row["other"]) for row in ROWS if "other" in row}
    different = {text: done for text, done in again.items() if isinstance(done, Changed) and done.case.texts != (text,)}
    assert not different
    assert sum(isinstance(done, Changed) for done in again.values()) > len(again) * 0.8


def test_there_are_sixty_sentences() -> None:
    assert len(ROWS) >= 60
