"""A contract in readable form says what is wrong with an answer, and what is wrong with itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.bilingual import Bilingual
from studio.core.contract import AnswerFormat, Contract, contract_text, parse_contract
from studio.core.sentence import read_sentences, store_sentences
from studio.errors import ProjectFailed
from studio.paths import DEMO
from studio.words import use_language

QUESTIONS = "Pour préciser: Depuis quand ? Vraiment ? | Une fièvre récente ? | Un choc récent ?"
URGENT = "Recommandation: IRM cérébrale en urgence devant : fièvre."
CALM = "Recommandation: antalgique et surveillance, sans imagerie en urgence."
BY_PATTERN = r"""
v: 1
name: {en: Headache triage, fr: Orientation des céphalées}
formats:
  - name: {en: Three questions, fr: Trois questions}
    pattern: 'Pour préciser: [^|\n]{8,120}\?(?: \| [^|\n]{8,120}\?){2}'
    parts: 3
    separator: '|'
    longest: 360
  - name: {en: Recommendation, fr: Recommandation}
    pattern: 'Recommandation: (?:IRM cérébrale en urgence\b|[^|\n]*\bsurveillance\b)[^|\n]{0,160}\.'
    longest: 240
urgent:
  name: {en: Urgent brain MRI, fr: IRM cérébrale en urgence}
  pattern: '\bIRM\b(?: cérébrale)? en urgence\b'
  denial: '\b(?:pas|sans|aucune?)\s+(?:d[’'']une\s+|d[’''])?IRM\b'
"""


@pytest.fixture(scope="module")
def contract() -> Contract:
    return parse_contract((DEMO / "contract.yaml").read_text("utf-8"))


def said(contract: Contract, answer: str) -> list[str]:
    return [violation.text() for violation in contract.violations(answer)]


@pytest.mark.parametrize(
    ("answer", "kind", "label"),
    [(QUESTIONS, "Three questions", ""), (URGENT, "Urgent brain MRI", "urgent"), (CALM, "Monitoring", "")],
)
def test_an_answer_is_of_one_kind(contract: Contract, answer: str, kind: str, label: str) -> None:
    found = contract.kind_of(answer)
    assert found is not None
    assert (found.name.en, found.label) == (kind, label)
    assert contract.violations(answer) == ()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("Bonjour.", "The answer begins with none of: Pour préciser: / Recommandation:"),
        (URGENT.rstrip("."), "“Urgent brain MRI” must end with “.”."),
        (CALM.replace("surveillance", "repos"), "“Monitoring” must contain one of: surveillance."),
        (CALM.replace(",", " |"), "“Monitoring” must not contain “|”."),
        (CALM.replace(",", "\n"), "“Monitoring” must be a single line."),
        (CALM.replace("antalgique", "x" * 200), "“Monitoring” may have 240 characters at most; this answer has 259."),
        (QUESTIONS.rpartition(" | ")[0], "“Three questions” has 3 parts separated by “|”; this answer has 2."),
        (QUESTIONS.replace("Un choc récent", "Oui"), "Part 3 of “Three questions” must have 9 to 121 characters and"),
        (QUESTIONS.replace("Un choc récent", "Une fièvre récente"), "“Three questions” must not have the same part"),
        (
            URGENT.replace(" devant", " inutile devant"),
            "“Urgent brain MRI” means “Urgent brain MRI”, which this wording",
        ),
        (f"{CALM[:-1]}, IRM en urgence.", "The wording says “Urgent brain MRI”, but “Monitoring” does not mean that."),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(contract: Contract, answer: str, sentence: str) -> None:
    assert said(contract, answer)[0].startswith(sentence)


def test_a_violation_reads_in_either_language(contract: Contract) -> None:
    stored = store_sentences(contract.violations(URGENT.rstrip(".")))
    use_language("fr")
    try:
        assert "IRM cérébrale en urgence" in read_sentences(stored)[0].text()
    finally:
        use_language("en")


def test_a_contract_of_patterns_is_read_as_before() -> None:
    contract = parse_contract(BY_PATTERN)
    assert all(map(contract.complies, (QUESTIONS, URGENT, CALM)))
    assert not contract.complies(URGENT.rstrip("."))
    assert [contract.is_urgent(answer) for answer in (URGENT, CALM, "pas d’IRM en urgence")] == [True, False, False]


@pytest.mark.parametrize("text", [BY_PATTERN, (DEMO / "contract.yaml").read_text("utf-8")])
def test_a_contract_written_out_is_the_same_contract(text: str) -> None:
    contract = parse_contract(text)
    assert parse_contract(contract_text(contract)) == contract


phrases = st.text(min_size=1, max_size=12)
forms = st.builds(
    AnswerFormat,
    name=st.builds(Bilingual, en=phrases, fr=phrases),
    begins=phrases,
    ends=st.text(max_size=3),
    contains=st.lists(st.lists(phrases, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
    excludes=st.lists(phrases, max_size=2).map(tuple),
    one_line=st.booleans(),
    label=st.sampled_from(["", "urgent", "no"]),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(forms, min_size=1, max_size=3), phrases)
def test_whatever_is_in_a_contract_can_be_written_out_and_never_fails_an_answer(
    made: list[AnswerFormat], answer: str
) -> None:
    contract = Contract(name=Bilingual(en="a", fr="b"), formats=tuple(made))
    assert parse_contract(contract_text(contract)) == contract
    for text in (answer, made[0].begins + answer + made[0].ends):
        assert (contract.violations(text) == ()) == contract.complies(text)
        assert all(violation.text() for violation in contract.violations(text))


def test_without_words_for_urgency_the_kind_tells_it() -> None:
    contract = parse_contract(
        "name: {en: a, fr: a}\nformats: [{name: {en: u, fr: u}, begins: Urgent, label: urgent},"
        " {name: {en: c, fr: c}, begins: Calme}]"
    )
    assert [contract.is_urgent(answer) for answer in ("Urgent : IRM", "Calme", "Urgente")] == [True, False, False]
    assert contract.tells_urgency


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("name: [", r"line 1, column 8", "brackets"),
        ("", "empty or no contract", "Fields"),
        ("name: {en: a, fr: b}\nformats: []", r"formats \(line 2\)", "At least one"),
        ("name: {en: a, fr: b}\nformats:\n  - begins: x", r"formats\.0\.name \(line 3\)", "missing"),
        (
            "name: {en: a, fr: b}\nformats:\n  - {name: {en: a, fr: b}}",
            r"formats\.0 \(line 3\)",
            "how the answer begins",
        ),
        ("name: {en: a, fr: b}\nformats:\n  - name: {en: a, fr: b}\n    begin: x", r"begin \(line 4\)", "no field"),
        ("name: {en: a, fr: no}\nformats: []", r"name\.fr \(line 1\)", "quotes"),
        ("v: 3\nname: {en: a, fr: b}\nformats: []", r"v \(line 1\)", "Only 1"),
    ],
)
def test_a_wrong_contract_names_line_and_field(text: str, message: str, hint: str) -> None:
    with pytest.raises(ProjectFailed, match=message) as refused:
        parse_contract(text)
    assert hint in refused.value.hint
