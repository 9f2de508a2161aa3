"""An answer that overlooks a warning sign, or sounds an alarm without one, is found by the project's own lexicon."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.example import Chat, Content, Instruction, Message, Preference
from studio.data.checks.running import run_checks
from studio.data.project import Dataset, Project, ProjectReader
from studio.paths import DEMO

Filled = Callable[..., Dataset]
Found = Callable[..., list]

URGENT = "Recommandation: IRM cérébrale en urgence devant : fièvre."
DENIED = "Recommandation: pas d’IRM cérébrale en urgence, surveillance."
CALM = "Recommandation: antalgique simple et surveillance."
QUESTIONS = "Pour préciser: depuis quand ? | avez-vous vomi ? | un traitement ?"
TREES = """
v: 1
concepts:
  - {id: rot, name: {en: Rot, fr: Pourriture}, red_flag: true, forms: [pourriture]}
  - {id: moss, name: {en: Moss, fr: Mousse}, forms: [mousse]}
"""


@pytest.fixture
def folder(project: Project) -> Path:
    """The project's folder, with the sample's contract and a lexicon of its own."""
    (project.path / "lexicons").mkdir()
    (project.path / "lexicons" / "findings.yaml").write_text(TREES, "utf-8")
    (project.path / "contract.yaml").write_bytes((DEMO / "contract.yaml").read_bytes())
    return project.path


def case(text: str, response: str) -> Instruction:
    return Instruction(instruction="Que faire ?", input=text, response=response)


def chat(*turns: str) -> Chat:
    roles = ("user", "assistant") * len(turns)
    return Chat(messages=tuple(Message(role=role, content=turn) for role, turn in zip(roles, turns, strict=False)))


ROT, NONE, MAYBE = "Pourriture du tronc.", "Pas de pourriture. Mousse.", "Pourriture possible."
WRONG: list[tuple[str, Content, str]] = [
    ("ignored_flag", case(ROT, CALM), "The answer is not urgent, yet the case has: Rot."),
    ("ignored_flag", case(ROT, QUESTIONS), "The answer is not urgent, yet the case has: Rot."),
    ("ignored_flag", case(ROT, DENIED), "The answer is not urgent, yet the case has: Rot."),
    ("ignored_flag", chat("Bonjour", QUESTIONS, ROT, CALM), "yet the case has: Rot."),
    ("ignored_flag", Preference(prompt=ROT, chosen=CALM, rejected=URGENT), "yet the case has: Rot."),
    ("false_alarm", case(NONE, URGENT), "yet these are denied, or not of now or not the patient’s: Rot."),
    ("false_alarm", case("Mousse.", URGENT), "yet the case has no warning sign of the lexicon."),
    ("false_alarm", Preference(prompt=NONE, chosen=URGENT, rejected=CALM), "not the patient’s: Rot."),
]


@pytest.mark.parametrize(("rule", "content", "sentence"), WRONG)
@pytest.mark.usefixtures("folder")
def test_the_sign_is_named(filled: Filled, found: Found, rule: str, content: Content, sentence: str) -> None:
    (finding,) = found(filled([content]), rule)
    assert sentence in finding.text()


RIGHT: list[Content] = [
    case(ROT, URGENT),
    case(MAYBE, URGENT),
    case(MAYBE, CALM),
    case(NONE, CALM),
    case("Mousse.", QUESTIONS),
    case(ROT, " "),
    chat(ROT, URGENT, "Merci", "De rien."),
    Preference(prompt=ROT, chosen=URGENT, rejected=CALM),
]


@pytest.mark.parametrize("rule", ["ignored_flag", "false_alarm"])
@pytest.mark.parametrize("content", RIGHT)
@pytest.mark.usefixtures("folder")
def test_answers_that_fit_are_left_alone(filled: Filled, found: Found, rule: str, content: Content) -> None:
    assert found(filled([content]), rule) == []


NO_URGENCY = "{name: {en: a, fr: a}, formats: [{name: {en: b, fr: b}, begins: Reco}]}"
NOT_RUN = [
    ("contract.yaml", None, "This project has no answer contract."),
    ("contract.yaml", "formats: [", "line 1"),
    ("contract.yaml", NO_URGENCY, "does not tell which answers are urgent"),
    ("lexicons/findings.yaml", "v: 2", "This lexicon cannot be used"),
]


@pytest.mark.parametrize(("file", "text", "reason"), NOT_RUN)
def test_without_what_it_takes_it_says_why_it_does_not_look(
    filled: Filled, check: Callable, folder: Path, file: str, text: str | None, reason: str
) -> None:
    (folder / file).unlink()
    if text is not None:
        (folder / file).write_text(text, "utf-8")
    runs = check(filled([case(ROT, CALM), case(NONE, URGENT)]))
    for rule in ("ignored_flag", "false_alarm"):
        assert reason in runs[rule].not_run.text()
        assert not runs[rule].found


def test_another_lexicon_has_every_row_looked_at_again(
    filled: Filled, found: Found, folder: Path, reader: ProjectReader
) -> None:
    dataset = filled([case("Mousse.", CALM)])
    assert found(dataset, "ignored_flag") == []
    assert "ignored_flag" not in run_checks(reader, dataset.id, rules=["ignored_flag"]).runs
    text = TREES.replace("fr: Mousse}", "fr: Mousse}, red_flag: true")
    (folder / "lexicons" / "findings.yaml").write_text(text, "utf-8")
    (finding,) = found(dataset, "ignored_flag")
    assert "Moss" in finding.text()


@pytest.mark.parametrize("answer", [CALM, URGENT])
def test_a_sign_that_counts_only_beside_others_goes_with_either_answer(
    filled: Filled, check: Callable, folder: Path, answer: str
) -> None:
    text = TREES.replace("forms: [pourriture]", "forms: [pourriture], alone: false")
    (folder / "lexicons" / "findings.yaml").write_text(text, "utf-8")
    runs = check(filled([case(ROT, answer)]), rules=["ignored_flag", "false_alarm"])
    assert [len(run.found) for run in runs.values()] == [0, 0]
