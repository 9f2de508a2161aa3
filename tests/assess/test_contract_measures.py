"""The contract's metrics against a table worked out by hand, with references that break the contract themselves."""

from dataclasses import replace

import pytest

from studio.assess.answered import AnsweredRow
from studio.assess.contract_measures import METRICS, contract_measures, contract_results, guards
from studio.assess.contract_verdicts import row_verdict
from studio.core.contract import Contract, parse_contract
from studio.core.evaluation import Answer
from studio.core.example import Chat, Classification, Instruction, Message
from studio.paths import DEMO

ASK = "Pour préciser: Depuis quand ? Vraiment ? | Une fièvre récente ? | Un choc récent ?"
TWO = ASK.rpartition(" | ")[0]
URGENT = "Recommandation: IRM cérébrale en urgence devant : fièvre."
CALM = "Recommandation: antalgique et surveillance, sans imagerie en urgence."
FREE_URGENT = "Il faut réaliser sans délai une IRM."
FREE_CALM = "Une IRM n'est pas nécessaire en urgence."
TORN = "Recommandation: IRM cérébrale en urgence inutile."

# Reference, answer; then whether the form is kept, the kind is right, urgency is expected, urgency is given.
ROWS = [
    (ASK, ASK, True, True, False, False),
    (ASK, TWO, False, False, False, False),
    (ASK, URGENT, True, False, False, True),
    (URGENT, URGENT, True, True, True, True),
    (URGENT, FREE_URGENT, False, False, True, True),
    (URGENT, CALM, True, False, True, False),
    (URGENT, "Recommandation: IRM cérébrale en urgence si aggravation, surveillance.", True, True, True, False),
    (CALM, CALM, True, True, False, False),
    (CALM, FREE_CALM, False, False, False, False),
    (CALM, URGENT, True, False, False, True),
    (FREE_URGENT, URGENT, True, None, True, True),
    (TORN, URGENT, True, True, None, True),
    ("", URGENT, True, None, None, True),
]


def answered(at: int, reference: str, answer: str) -> AnsweredRow:
    content = Instruction(instruction="Que faire ?", input="Céphalée.", response=reference)
    return AnsweredRow(at, content, Answer(id=at, asked="", text=answer))


@pytest.fixture(scope="module")
def contract() -> Contract:
    return parse_contract((DEMO / "contract.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def rows() -> list[AnsweredRow]:
    return [answered(at, *each[:2]) for at, each in enumerate(ROWS)]


def values(contract: Contract, rows: list[AnsweredRow]) -> dict[str, tuple[float, int]]:
    return {each.metric: (round(each.value, 6), len(each.ids)) for each in contract_measures(contract, rows)}


def test_every_verdict_is_as_worked_out_by_hand(contract: Contract, rows: list[AnsweredRow]) -> None:
    for row, (_reference, _answer, compliant, right, expected, given) in zip(rows, ROWS, strict=True):
        verdict = row_verdict(contract, row)
        same = verdict.kind_given == verdict.kind_expected if verdict.kind_expected else None
        told = (verdict.compliant, same, verdict.urgent_expected, verdict.urgent_given)
        assert told == (compliant, right, expected, given), row
        assert bool(verdict.violations) != compliant


def test_metrics_are_as_worked_out_by_hand(contract: Contract, rows: list[AnsweredRow]) -> None:
    assert values(contract, rows) == {
        "format_compliance": (round(10 / 13, 6), 13),
        "kind_accuracy": (round(5 / 11, 6), 11),
        "question_accuracy": (round(1 / 3, 6), 3),
        "red_flag_recall": (round(3 / 5, 6), 5),
        # Six rows are truly not urgent; two of their answers are urgent.
        "red_flag_specificity": (round(4 / 6, 6), 6),
        "red_flag_specificity_decided": (round(2 / 3, 6), 3),
    }
    assert [each.name for each in METRICS] == list(values(contract, rows))


def test_references_that_break_the_contract_are_named(contract: Contract, rows: list[AnsweredRow]) -> None:
    broken = {each.id: each.problems[0].text() for each in contract_results(contract, rows).broken_references}
    assert list(broken) == [10, 11]
    assert broken[10].startswith("The answer begins with none of")
    assert broken[11] == "The words and the kind “Urgent brain MRI” disagree on “Urgent brain MRI”."


def test_confusion_counts_each_row_once(contract: Contract, rows: list[AnsweredRow]) -> None:
    confusion = contract_results(contract, rows).confusion()
    assert sorted(at for ids in confusion.values() for at in ids) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]
    assert confusion["three_questions", "urgent_brain_mri"] == (2,)
    assert confusion["urgent_brain_mri", ""] == (4,)


def test_why_tells_from_what_urgency_was_read(contract: Contract) -> None:
    def why(answer: str) -> str:
        said = row_verdict(contract, answered(1, URGENT, answer)).why
        return said.text() if said else ""

    assert why(CALM) == "The answer denies “Urgent brain MRI”."
    assert why("IRM en urgence si fièvre.") == "The answer asks for “Urgent brain MRI” only should something happen."
    assert why("IRM en urgence. Pas d'IRM en urgence.") == "The answer asks for “Urgent brain MRI” and denies it."
    assert why("Repos.") == "The answer does not ask for “Urgent brain MRI”."


def test_answers_without_thought_are_found_out(contract: Contract, rows: list[AnsweredRow]) -> None:
    told = {name: {each.metric: each.value for each in found} for name, found in guards(contract, rows).items()}
    assert (told["always_urgent"]["red_flag_recall"], told["always_urgent"]["red_flag_specificity"]) == (1, 0)
    assert (told["always_questions"]["question_accuracy"], told["always_questions"]["red_flag_recall"]) == (1, 0)
    assert (told["echo"]["format_compliance"], told["echo"]["red_flag_specificity"]) == (0, 1)


def test_conversations_count_by_their_last_answer_and_labels_do_not(contract: Contract) -> None:
    turns = (("user", "Céphalée."), ("assistant", ASK), ("user", "Fièvre."), ("assistant", URGENT))
    chat = Chat(messages=tuple(Message(role=role, content=text) for role, text in turns))
    row = replace(answered(1, "", URGENT), content=chat)
    labelled = replace(answered(2, "", URGENT), content=Classification(text="Céphalée.", labels=("urgent",)))
    assert values(contract, [row, labelled])["red_flag_recall"] == (1, 1)
    assert values(contract, [labelled]) == {}


def test_a_contract_that_tells_no_urgency_has_no_red_flags(contract: Contract, rows: list[AnsweredRow]) -> None:
    formless = contract.model_copy(update={"urgent": None, "formats": contract.formats[:1]})
    assert set(values(formless, rows)) == {"format_compliance", "kind_accuracy", "question_accuracy"}
    assert row_verdict(formless, rows[0]).why is None


def test_decomposed_letters_are_the_same_letters(contract: Contract) -> None:
    from unicodedata import normalize

    assert row_verdict(contract, answered(1, URGENT, normalize("NFD", ASK))).compliant
