"""Answers in words: likeness as the libraries have it, and answers that are none."""

import subprocess
import sys
from math import exp

import numpy as np
import pytest
from sacrebleu import sentence_chrf

from studio.assess.normalising import mentioned, normalised
from studio.assess.text_overlap import (
    METRICS,
    ends_in_a_loop,
    overlap_measures,
    overlap_remark,
    repetition,
    text_measures,
)
from studio.assess.unreferenced import EMPTY_ANSWERS
from studio.core.example import Chat, Message, Text
from studio.data.languages import languages_of
from tests.assess.answers import answered, asked, choice, labelled

REFERENCE = "La céphalée à début brutal impose un scanner en urgence."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Œdème de l’œil gauche.", "oedeme de l'oeil gauche"),
        ("« Oui » !", "oui"),
        ("3,5 mg/L", "3.5 mg L"),
        ("Contre-indication", "contre indication"),
        ("tension 12/8", "Tension : 12/8."),
        ("n\u2019y a-t-il pas\u00a0?", "N'y a t il pas"),
    ],
)
def test_alike_by_words(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"), [("< 5", "> 5"), ("-5", "5"), ("3,5", "35"), ("12/8", "128"), ("5 %", "5"), ("3,5", "3 5")]
)
def test_signs_that_mean_something_stay(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_mentions_are_whole_and_not_denied() -> None:
    labels = ("urgent", "non urgent", "différé")
    assert mentioned("C’est non urgent.", labels) == (1,)
    assert mentioned("Ce n’est pas du tout urgent : c’est différé.", labels) == (2,)
    assert mentioned("Non, c’est urgent.", labels) == (0,)
    assert mentioned("Insurgent", labels) == ()


def test_answers_in_words() -> None:
    rows = [
        asked(1, REFERENCE, REFERENCE, tokens=12, loss=6.0, loss_tokens=12),
        asked(2, REFERENCE, "la céphalée à debut brutal impose un scanner, en urgence", tokens=13),
        asked(3, REFERENCE, " \n", ended=False),
        asked(4, REFERENCE, "The sudden headache requires an emergency scan of the head.", loss=2.0, loss_tokens=4),
        answered(5, Text(text="Histoire de la maladie."), loss=4.0, loss_tokens=4),
        labelled(6, ["urgent"], "urgent"),
        choice(7, ["a", "b"], [0], "A"),
    ]
    found = {each.metric: each for each in text_measures(rows, languages_of)}
    assert found["exact_match"].value == 1 / 4
    assert found["normalised_match"].value == 2 / 4
    assert found["answer_tokens"].value == 25 / 4
    assert found[EMPTY_ANSWERS].value == found["cut_answers"].value == 1 / 4
    assert found["same_language"].ids == (1, 2, 4)
    assert found["same_language"].value == pytest.approx(2 / 3)
    assert found["length_ratio"].value == pytest.approx(sum(len(row.answer.text) for row in rows[:4]) / 4 / 56)
    assert found["perplexity"].ids == (1, 4, 5)
    assert found["perplexity"].value == pytest.approx(exp(12 / 20))
    assert found["perplexity"].compute(np.array([1, 1, 2])) == pytest.approx(exp(8 / 12))
    assert {*found, "chrf", "rouge_l"} == {each.name for each in METRICS} | {EMPTY_ANSWERS}


def test_the_last_answer_of_a_conversation_is_expected() -> None:
    turns = [("user", "Bonjour"), ("assistant", "Bonjour."), ("user", "Et ?"), ("assistant", "Scanner.")]
    content = Chat(messages=tuple(Message.model_validate({"role": role, "content": said}) for role, said in turns))
    found = {each.metric: each.value for each in text_measures([answered(1, content, "scanner")])}
    assert (found["exact_match"], found["normalised_match"]) == (0, 1)


def test_likeness_is_that_of_the_libraries() -> None:
    answer = "Une céphalée brutale impose un scanner cérébral en urgence."
    found = {each.metric: each for each in overlap_measures([asked(1, REFERENCE, answer), asked(2, REFERENCE, "")])}
    assert found["chrf"].outcomes is not None
    assert found["chrf"].outcomes.tolist() == pytest.approx([sentence_chrf(answer, [REFERENCE]).score / 100, 0])
    # By hand: céphalée impose un scanner en urgence, 6 words in order, of 10 and of 9.
    assert found["rouge_l"].outcomes is not None
    assert found["rouge_l"].outcomes.tolist() == pytest.approx([2 * (6 / 10) * (6 / 9) / (6 / 10 + 6 / 9), 0])
    assert all(info.weak for info in METRICS if info.name in found)


def test_accented_letters_are_letters() -> None:
    found = overlap_measures([asked(1, "été épée", "ete epee"), asked(2, "ŒDÈME", "œdème"), asked(3, "é", "é")])
    assert next(each for each in found if each.metric == "rouge_l").value == pytest.approx(2 / 3)


def test_without_the_libraries_a_sentence_says_so() -> None:
    tried = (
        "import sys; sys.modules['sacrebleu'] = None; sys.modules['rouge_score'] = None\n"
        "from studio.assess.text_overlap import overlap_remark; print(overlap_remark())"
    )
    said = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, check=True)
    assert "sacrebleu and rouge-score are not installed" in said.stdout
    assert "evaluate" in said.stdout
    assert overlap_remark() == ""


def test_repetition_by_hand() -> None:
    assert repetition("a b c d e f") == 0
    # "a b c d", "b c d a", "c d a b", "d a b c", then "a b c d" again.
    assert repetition("A b c d, a b c d") == pytest.approx(1 / 5)
    assert repetition("oui") == 0


@pytest.mark.parametrize(
    ("text", "looped"),
    [
        (REFERENCE, False),
        ("Il faut un scanner. " * 3, False),
        ("Avant tout. " + "Il faut un scanner en urgence. " * 4, True),
        ("Liste : " + "".join(f"\n{at}. Un examen clinique" for at in range(9)), True),
        ("!" * 80, True),
        ("Il faut un scanner en urgence. " * 4 + "Il faut un sc", True),
        ("Non, non, non.", False),
    ],
)
def test_loops(text: str, looped: bool) -> None:
    assert ends_in_a_loop(text) == looped
