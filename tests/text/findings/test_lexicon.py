"""The lexicon of findings that ships, and what may be in a project's own."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from studio.errors import LexiconWrong
from studio.text.findings.engine import engine_for
from studio.text.findings.finding import Status
from studio.text.findings.lexicon import Concept, findings_lexicon, spellings

CONCEPTS = findings_lexicon().concepts
BY_ID = [pytest.param(concept, id=concept.id) for concept in CONCEPTS]


def said(text: str, concept: Concept) -> set[Status]:
    return {found.status for found in engine_for().find(text) if found.concept == concept.id}


@pytest.mark.parametrize("concept", BY_ID)
def test_every_form_is_found_and_present(concept: Concept) -> None:
    wrong = [form for each in (*concept.forms, *concept.nouns) for form in spellings(each)]
    assert [form for form in wrong if said(form, concept) != {"present"}] == []


@pytest.mark.parametrize("concept", BY_ID)
def test_every_phrase_reads_as_present_and_every_noun_can_be_denied(concept: Concept) -> None:
    for phrase in concept.phrases:
        assert "present" in said(f"Le patient présente {phrase}.", concept), phrase
    for noun in concept.nouns:
        for denied in (f"Pas de {noun}.", f"Absence de {noun}.", f"{noun} : non", f"Ni toux ni {noun}."):
            assert said(denied, concept) == {"absent"}, denied


@pytest.mark.parametrize("concept", BY_ID)
def test_what_patients_say_reads_as_what_they_mean(concept: Concept) -> None:
    assert [each for each in concept.own_words if said(each, concept) != {"present"}] == []
    assert [each for each in concept.own_denials if said(each, concept) != {"absent"}] == []


@pytest.mark.parametrize("concept", BY_ID)
def test_absent_forms_read_as_absent_and_exceptions_do_not_count(concept: Concept) -> None:
    absent = [form for each in concept.absent_forms for form in spellings(each)]
    assert [form for form in absent if said(f"Patient {form}", concept) != {"absent"}] == []
    assert [form for each in concept.unless for form in spellings(each) if said(form, concept) == {"present"}] == []


@pytest.mark.parametrize(
    ("text", "concept", "status"),
    [
        ("T° 38,9", "fever", "present"),
        ("38°5 ce matin", "fever", "present"),
        ("il a 39 de fièvre", "fever", "present"),
        ("Température à 37,2 °C", "fever", "absent"),
        ("si T° > 38,5, paracétamol", "fever", "uncertain"),
        ("il n'est pas apyrétique", "fever", "present"),
        ("Patient de 67 ans", "age_over_50", "present"),
        ("ŒDÈME PAPILLAIRE BILATÉRAL", "papilloedema", "present"),
        ("brûlant de fièvre", "fever", "present"),
        ("il a perdu connaissance", "altered_consciousness", "present"),
        ("ne parle plus bien", "speech_disorder", "present"),
        ("Il ne voit plus de l'œil droit", "visual_disorder", "present"),
        ("M. Roche, 68 ans", "age_over_50", "present"),
        ("j ai 67 ans", "age_over_50", "present"),
        ("Résident de 88 ans", "age_over_50", "present"),
        ("maux de crâne matinaux", "waking_headache", "present"),
        ("maux de tête inhabituels", "worst_headache", "present"),
        ("abus d'analgésiques", "medication_overuse", "present"),
        ("ne peut plus lever le bras", "motor_deficit", "present"),
        ("parle difficilement", "speech_disorder", "present"),
        ("maximale dès la première minute", "sudden_onset", "present"),
        ("Absence de signe neurologique, absence de fièvre, nuque souple", "meningism", "absent"),
        ("Absence de raideur de nuque, conscience normale", "altered_consciousness", "absent"),
        ("Absence de nuque souple", "meningism", "present"),
        ("Sont formellement écartés : une méningite, un cancer", "cancer", "absent"),
    ],
)
def test_values_and_spoken_words(text: str, concept: str, status: Status) -> None:
    assert status in {found.status for found in engine_for().find(text) if found.concept == concept}


@pytest.mark.parametrize(
    "text",
    [
        "Patiente de 34 ans",
        "Son père, 70 ans",
        "poids 38,5 kg",
        "Il ait compris",
        "Elle ne voit plus ses amies",
        "M. Roche, 68 kg",
    ],
)
def test_what_is_no_finding(text: str) -> None:
    assert engine_for().find(text) == ()


def test_a_project_has_its_own_lexicon(tmp_path: Path) -> None:
    file = tmp_path / "lexicons" / "findings.yaml"
    file.parent.mkdir()
    file.write_text("concepts:\n- {id: hiccups, name: {en: Hiccups, fr: Hoquet}, forms: [hoquet(s)]}\n", "utf-8")
    assert [found.concept for found in engine_for(tmp_path).find("Pas de fièvre, hoquets.")] == ["hiccups"]
    file.write_text("concepts:\n- {id: hiccups, name: {en: Hiccups, fr: Hoquet}, patterns: ['(ho']}\n", "utf-8")
    with pytest.raises(LexiconWrong):
        engine_for(tmp_path)


@pytest.mark.parametrize("pattern", ["(?:a+)+b", "(?:a|a)*b", "(?:(?:a{1,30}){1,30})b", r"(?=(?:\w+ )*x)", "(a?){5,}"])
def test_a_pattern_that_could_take_forever_is_refused(pattern: str) -> None:
    concept = {"id": "a", "name": {"en": "a", "fr": "a"}}
    with pytest.raises(ValidationError, match="can take forever"):
        Concept.model_validate({**concept, "patterns": [pattern]})
    kept = "(?:ab)+", r"(?:\w+ ){0,3}x", r"\(a+\)+", "[(a+]+", "(?:a{2})*", "(?:a?)?"
    assert Concept.model_validate({**concept, "patterns": kept}).patterns == kept
