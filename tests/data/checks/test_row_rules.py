"""Each rule about single rows finds what is wrong, and leaves alone what is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference, Text
from studio.data.project import Dataset
from studio.paths import DEMO

Filled = Callable[..., Dataset]
Found = Callable[..., list]


def case(response: str = "Du repos.", instruction: str = "Que faire ?", **more: str) -> Instruction:
    return Instruction(instruction=instruction, response=response, **more)


def chat(*turns: tuple[str, str]) -> Chat:
    return Chat(messages=tuple(Message(role=role, content=content) for role, content in turns))


def options(*texts: str, answers: tuple[int, ...] = (0,)) -> Choice:
    return Choice(question="Lequel ?", options=texts, answers=answers)


GOOD_CHAT = chat(("system", "s"), ("user", "q"), ("assistant", "a"), ("user", "r"), ("assistant", "b"))
WRONG: list[tuple[str, Content, str]] = [
    ("empty", case(" \n"), "The answer is empty."),
    ("empty", case(instruction=""), "The question is empty."),
    ("empty", chat(("user", "q"), ("assistant", " ")), "Turn 2 is empty."),
    ("empty", Preference(prompt="q", chosen="", rejected=" "), "Both answers are empty."),
    ("empty", Classification(text="t", labels=()), "There is no label."),
    ("empty", Text(text=" "), "The text is empty."),
    ("echo", case("QUE  FAIRE ?"), "The answer only repeats the question."),
    ("echo", case("Mal de tête", input="mal de tete"), "The answer only repeats the question."),
    ("echo", Preference(prompt="q", chosen="oui", rejected="Oui "), "Both answers are the same."),
    ("echo", chat(("user", "Bonjour"), ("assistant", "bonjour")), "An answer only repeats what the user said."),
    ("turns", chat(("user", "q"), ("user", "r"), ("assistant", "a")), "Turns 1 and 2 are by the same speaker."),
    ("turns", chat(("assistant", "a"), ("user", "q"), ("assistant", "b")), "does not begin with the user"),
    ("turns", chat(("user", "q"), ("assistant", "a"), ("user", "r")), "does not have the last word"),
    ("turns", chat(("user", "q"), ("assistant", "q")), "Turns 1 and 2 say the same."),
    ("turns", chat(("user", "q"), ("system", "s"), ("assistant", "a")), "belongs at the beginning"),
    ("turns", chat(("system", "s")), "Neither the user nor the assistant"),
    ("options", options("a", "b", answers=(2,)), "The right answer is not among the options."),
    ("options", options("a", "Â", answers=(0,)), "The option “a” is there twice."),
    ("options", options("a"), "Number of options: 1; 2 to 10 are expected."),
    ("options", options("a", " "), "An option is empty."),
    ("options", options("a", "b", answers=()), "No option is marked as right."),
    ("control", case("Du\x00 repos\ufeff."), "There are control characters: U+0000, U+FEFF."),
    ("mojibake", case("Une cÃ©phalÃ©e brutale"), "Garbled characters: “Une cÃ©phalÃ©e"),
    ("spaces", case("Du repos.\n"), "white space at the beginning or end"),
]


@pytest.mark.parametrize(("rule", "content", "sentence"), WRONG)
def test_what_is_wrong_is_said(filled: Filled, found: Found, rule: str, content: Content, sentence: str) -> None:
    (finding,) = found(filled([content]), rule)
    assert sentence in finding.text()
    assert finding.group == 0


RIGHT: list[tuple[str, Content]] = [
    ("empty", GOOD_CHAT),
    ("empty", Preference(prompt="q", chosen="seule réponse jugée", rejected="")),
    ("echo", case()),
    ("echo", Preference(prompt="q", chosen="a", rejected="")),
    ("turns", GOOD_CHAT),
    ("turns", chat(("user", "q"), ("assistant", "je cherche"), ("tool", "12"), ("assistant", "douze"))),
    (
        "turns",
        Preference(
            history=(Message(role="user", content="a"), Message(role="assistant", content="b")),
            prompt="q",
            chosen="c",
            rejected="d",
        ),
    ),
    ("options", options("a", "b", "c", answers=(0, 2))),
    ("control", case("Ligne\tune\r\nligne\u2028deux")),
    ("mojibake", case("« Œdème », l’âge : 38 °C ± 2, 10 µg/L ≥ 3 × N – n° 4")),
    ("spaces", case("Du repos.\n\nDe l’eau.")),
]


@pytest.mark.parametrize(("rule", "content"), RIGHT)
def test_what_is_right_is_left_alone(filled: Filled, found: Found, rule: str, content: Content) -> None:
    assert found(filled([content]), rule) == []


def test_another_language_is_found_by_the_usual_one_or_the_one_set(filled: Filled, found: Found) -> None:
    french = [
        case(
            f"La patiente {i} se plaint de maux de tête et craint la lumière depuis trois jours.",
            f"Que faut-il lui conseiller {i} ?",
        )
        for i in range(6)
    ]
    english = case("The patient should rest and drink plenty of water until tomorrow.", "Que faut-il lui conseiller ?")
    dataset = filled([*french, english])
    (finding,) = found(dataset, "language")
    assert finding.row_id == 7
    assert "en instead of fr" in finding.text()
    assert len(found(dataset, "language", language="en")) == 6


def test_names_and_short_texts_are_of_no_language(filled: Filled, found: Found) -> None:
    asked = "Parmi les germes suivants, lequel est le plus souvent responsable de la diphtérie de l’enfant ?"
    choice = Choice(question=asked, options=("Corynebacterium diphtheriae", "Listeria monocytogenes"), answers=(0,))
    assert found(filled([choice, choice.model_copy(update={"question": "Quid novi sub sole ?"})]), "language") == []


def test_tokens_are_counted_with_the_model_s_own_tokenizer(filled: Filled, found: Found, check: Callable) -> None:
    dataset = filled([case("repos " * 200), case()])
    (finding,) = found(dataset, "tokens", tokenizer=DEMO / "base" / "tokenizer.json", longest_tokens=100)
    assert finding.row_id == 1
    assert "a run takes 100" in finding.text()
    runs = check(dataset, rules=["tokens"])
    assert runs["tokens"].not_run.text() == "Choose a model to have tokens counted."


def test_the_contract_of_the_project_is_held_against_every_answer(
    filled: Filled, found: Found, check: Callable, tmp_path: Path
) -> None:
    dataset = filled([case("Recommandation: repos."), case("Recommandation: antalgique et surveillance.")])
    assert check(dataset, rules=["contract"])["contract"].not_run.text() == "This project has no answer contract."
    (tmp_path / "project" / "contract.yaml").write_bytes((DEMO / "contract.yaml").read_bytes())
    (finding,) = found(dataset, "contract")
    assert finding.text() == "“Monitoring” must contain one of: surveillance."
    (tmp_path / "project" / "contract.yaml").write_text("formats: [")
    assert "line 1" in check(dataset, rules=["contract"])["contract"].not_run.text()
