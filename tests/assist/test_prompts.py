"""Prompts that ship, those of the user, and what is taken from a reply."""

import pytest

from studio.assist.prompts import TASKS, Prompt, Task, prompt_for, shipped_prompt
from studio.assist.replies import Request, cleaned
from studio.errors import AssistantFailed


@pytest.mark.parametrize("task", TASKS)
def test_the_prompts_that_ship_can_be_used(task: Task) -> None:
    assert prompt_for(task, "") == shipped_prompt(task)
    words = {name: f"<{name}>" for name in ("text", "specification", "examples", "instruction", "contract")}
    steps = prompt_for(task, "").filled(**words)
    assert "{" not in "".join(steps).replace("{reply}", "")


def test_a_text_in_braces_is_no_place() -> None:
    assert Prompt("paraphrase", "Réécris : {text}").filled(text="un {text} {reply}") == ("Réécris : un {text} {reply}",)


def test_the_second_step_quotes_the_reply_to_the_first() -> None:
    steps = Prompt("retell", "Faits de {text}\n---\nRaconte {reply}").filled(text="A")
    assert steps == ("Faits de A", "Raconte {reply}")
    assert Request(steps).step(1, "x {reply}") == "Raconte x {reply}"


@pytest.mark.parametrize(
    ("task", "text", "problem"),
    [
        ("paraphrase", "Réécris.", "{text}"),
        ("retell", "{text} {reply}\n---\n", "below a line"),
        ("new_cases", "Un cas.", "{specification}"),
    ],
)
def test_a_prompt_of_no_use_is_refused(task: Task, text: str, problem: str) -> None:
    with pytest.raises(AssistantFailed, match=problem) as refused:
        prompt_for(task, text)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("  Une patiente.  ", "Une patiente."),
        ("<think>Hum… 39 ?</think>\nUne patiente.", "Une patiente."),
        ("<think>never closed", ""),
        ("Voici le texte réécrit :\n\nUne patiente.", "Une patiente."),
        ("```text\nUne patiente.\n```", "Une patiente."),
        ("« Une patiente. »", "Une patiente."),
        ("« Oui », dit-elle, « non »", "« Oui », dit-elle, « non »"),
        ("Voici trois jours : elle a mal.", "Voici trois jours : elle a mal."),
    ],
)
def test_the_text_alone_is_taken_from_a_reply(reply: str, text: str) -> None:
    assert cleaned(reply) == text
