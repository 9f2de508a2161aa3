"""Answers in which a model says who it is, read blind."""

import pytest

from studio.core.evaluation import Subject
from studio.core.model_names import MASK, blinded, names_of

QWEN = Subject(title="Run 4", base="/models/Qwen2.5-0.5B-Instruct", run="0004-qlora-qwen")
STARLING = Subject(title="Starling-LM-7B-alpha.Q4_K_M.gguf", base="/models/Starling-LM-7B-alpha.Q4_K_M.gguf")
PHI = Subject(title="phi-3-mini", base="microsoft/phi-3-mini")
OWN = Subject(title="Céphalées", base="demo", run="0001-céphalées")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Je suis Qwen, créé par Alibaba Cloud.", f"Je suis {MASK}, créé par {MASK}."),
        ("I am Qwen2.5-0.5B-Instruct.", f"I am {MASK}."),
        ("En tant que qwen 2.5, je ne peux pas.", f"En tant que {MASK}, je ne peux pas."),
        ("(QWEN-VL) L’IRM d’Alibaba", f"({MASK}) L’IRM d’{MASK}"),
        ("Starling-LM-7B-alpha répond.", f"{MASK} répond."),
        ("Je suis OpenChat.", f"Je suis {MASK}."),
        ("Run 4 a dit : IRM.", f"{MASK} a dit : IRM."),
        # Who else there is tells nothing of these two.
        ("Demandez à Mistral.", "Demandez à Mistral."),
        ("Qwenwen, starlings", "Qwenwen, starlings"),
        ("", ""),
    ],
)
def test_names_of_the_models_are_masked_with_their_versions(text: str, said: str) -> None:
    assert blinded(text, names_of([QWEN, STARLING])) == said


def test_words_that_only_look_alike_stay() -> None:
    names = names_of([PHI])
    assert blinded("Philippe a un phimosis, vu par Phi-3 mini et Phi.", names) == (
        f"Philippe a un phimosis, vu par {MASK} mini et {MASK}."
    )
    assert names_of([Subject(title="x", base="delphine")]) == ()


def test_plain_words_and_words_of_the_questions_are_no_names() -> None:
    assert names_of([OWN]) == ("0001-céphalées",)
    assert blinded("Céphalées et démo, 0001-céphalées", names_of([OWN])) == f"Céphalées et démo, {MASK}"
    asked = ("Que dire d’une céphalée post-traumatique ?",)
    titled = Subject(title="post-traumatique", base="demo")
    assert names_of([titled]) == ("post-traumatique",)
    assert names_of([titled], asked) == ()
