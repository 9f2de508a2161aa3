"""Synonyms, abbreviations, negations and durations: what they write, what they leave, and that statuses stay."""

from random import Random

import pytest

from studio.errors import LexiconWrong
from studio.text.augment.abbreviations import Abbreviations, abbreviations_lexicon
from studio.text.augment.case import Case
from studio.text.augment.durations import Durations
from studio.text.augment.negations import Negations, negations_lexicon
from studio.text.augment.synonyms import Synonyms, SynonymsLexicon, synonyms_lexicon
from studio.text.augment.transformation import Changed, Transformation
from studio.text.findings.engine import engine_for
from studio.text.findings.finding import statuses_by_concept
from studio.text.lexicons import parse_lexicon

MADE: dict[str, Transformation] = {
    each.info.key: each
    for each in (
        Synonyms(synonyms_lexicon()),
        Abbreviations(abbreviations_lexicon()),
        Negations(negations_lexicon()),
        Durations(),
    )
}
NOTE = (
    "Femme de 45 ans, ATCD d'HTA, se plaint de céphalées intenses depuis 3 jours, avec photophobie. "
    "Pas de fièvre ni de vomissements. TC sans PC il y a une semaine. Le scanner cérébral est normal."
)


def written(key: str, text: str) -> set[str]:
    """Every text that a transformation makes of this one."""
    results = (MADE[key].apply(Case((text,)), 1.0, Random(seed)) for seed in range(60))
    return {each.case.texts[0] if isinstance(each, Changed) else text for each in results}


@pytest.mark.parametrize("key", MADE)
def test_examples_are_made_by_the_transformation_itself(key: str) -> None:
    for before, after in MADE[key].info.examples:
        assert after in written(key, before)


@pytest.mark.parametrize("key", MADE)
def test_the_same_seed_writes_the_same_and_says_what_it_did(key: str) -> None:
    first, second = (MADE[key].apply(Case((NOTE,)), 0.5, Random("seed")) for _ in range(2))
    assert isinstance(first, Changed)
    assert first == second
    assert first.case.texts != (NOTE,)
    assert all(" → " in note.text() for note in first.notes)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("synonyms", "Céphalée de tension habituelle."),
        ("synonyms", "Céphalées en coup de tonnerre."),
        ("synonyms", "Il dit « maux de tête », sans plus."),
        ("synonyms", "L'association Maux de Tête vous écrit."),
        ("synonyms", "Position antalgique du tronc."),
        ("synonyms", "Hypertension artérielle pulmonaire sévère."),
        ("synonyms", "Gonalgie bilatérale."),
        ("synonyms", "Des expectorations. Elles sont purulentes."),
        ("synonyms", "Elle se plaint d'être seule."),
        ("synonyms", "Elle ne se plaint de rien."),
        ("synonyms", "Toux et dyspnée rythmées par le travail."),
        ("synonyms", "Rien de nouveau ce jour."),
        ("abbreviations", "TC."),
        ("abbreviations", "Hypertension artérielle (HTA)."),
        ("abbreviations", "Parathormone (PTH) effondrée : PTH basse, fracture de hanche."),
        ("abbreviations", "Un aspect IRM normal."),
        ("abbreviations", "Le TDM cérébral est normal."),
        ("abbreviations", "Angio-IRM."),
        ("abbreviations", "TDM abdomino-pelvien injecté."),
        ("abbreviations", "IRM médullaire injecté."),
        ("negations", "Pas de doute sur le diagnostic, sans cesse."),
        ("negations", "Pas de fièvre et de vomissements."),
        ("negations", "Pas de fièvre, de toux ni de frissons."),
        ("negations", "Pas de fièvre sauf la nuit."),
        ("negations", "Aucun déficit neurologique n'a été retrouvé."),
        ("negations", "L'absence de fièvre est rassurante."),
        ("durations", "Patient de 3 ans, né il y a deux ans et demi."),
        ("durations", "Réveillé depuis 1 heure du matin."),
        ("durations", "Depuis hier, dose de 2 jours sur 3."),
    ],
)
def test_what_is_not_sure_is_left_alone(key: str, text: str) -> None:
    assert written(key, text) == {text}


@pytest.mark.parametrize(
    ("key", "text", "wanted"),
    [
        ("synonyms", "En raison d'une HTA.", "Du fait d'une HTA."),
        ("synonyms", "Douleur du genou droit.", "Gonalgie droite."),
        ("synonyms", "CÉPHALÉES INTENSES", "MAUX DE TÊTE INTENSES"),
        ("abbreviations", "Trois AVC ischémiques.", "Trois accidents vasculaires cérébraux ischémiques."),
        ("abbreviations", "À la TDM, rien.", "À la tomodensitométrie, rien."),
        ("abbreviations", "Aucun antécédent d'accident vasculaire cérébral.", "Aucun ATCD d'AVC."),
        ("negations", "Absence de fièvre et de vomissements.", "Pas de fièvre ni de vomissements."),
        ("negations", "Au scanner, pas d'hémorragie.", "Au scanner, aucune hémorragie."),
        ("negations", "Elle nie toute diplopie.", "Elle ne signale pas de diplopie."),
        ("negations", "Il n'a ni fièvre ni toux.", "Il n'a pas de fièvre ni de toux."),
        ("durations", "Crises d’une durée d’une heure.", "Crises d’une durée de 60 minutes."),
        ("durations", "Depuis plus d'un an.", "Depuis plus de 12 mois."),
    ],
)
def test_wordings_that_are_reached(key: str, text: str, wanted: str) -> None:
    assert wanted in written(key, text)


def test_own_words_are_only_used_where_the_patient_speaks() -> None:
    own = {"douleurs de tête", "maux de crâne"}
    assert not any(words in text for words in own for text in written("synonyms", "Patiente avec céphalées intenses."))
    assert any(words in text for words in own for text in written("synonyms", "J'ai des maux de tête."))


def test_a_first_person_does_not_speak_of_apyrexia() -> None:
    assert not any(
        "apyrétique" in each for each in written("negations", "J'ai mal au ventre depuis hier, pas de fièvre.")
    )


@pytest.mark.parametrize("text", ["Ma mère est fatiguée. Pas de fièvre.", "J'ai mal au ventre. Pas de fièvre."])
def test_nobody_says_absence_of_in_own_words(text: str) -> None:
    assert not any("bsence" in each for each in written("negations", text))
    assert any("Absence de fièvre" in each for each in written("negations", "Patiente fatiguée. Pas de fièvre."))


def test_a_denial_is_not_put_below_another() -> None:
    assert not any("sans" in each for each in written("negations", "Il n'est pas malade autrement, pas de fièvre."))
    assert "Céphalée isolée, sans fièvre." in written("negations", "Céphalée isolée, pas de fièvre.")


def test_a_verb_is_not_taken_for_a_preposition() -> None:
    assert not any("pendant" in each for each in written("durations", "Accès nocturnes, durant une heure."))
    assert any("pendant" in each for each in written("durations", "Il a dormi durant une heure."))


def test_a_statement_is_not_put_into_the_middle_of_a_sentence() -> None:
    assert written("negations", "Un patient conscient, apyrétique, ayant une toux.") == {
        "Un patient conscient, afébrile, ayant une toux.",
        "Un patient conscient, sans fièvre, ayant une toux.",
    }


KEPT = [
    "Pas de fièvre ni de vomissements.",
    "Apyrétique, pas de raideur de nuque, pas de déficit moteur.",
    "Céphalées depuis hier, sans fièvre.",
    "Céphalées mais pas de raideur de nuque ni de déficit.",
    "Absence de fièvre et de vomissements.",
    "Il n'a ni fièvre ni vomissements.",
    "Elle nie toute perte de connaissance.",
    "Il ne présente pas de photophobie.",
    "On ne retrouve pas de raideur de nuque ni d'œdème papillaire.",
    "Chute sans perte de connaissance.",
    "Céphalées brutales depuis 2 heures, apparues brutalement, avec fièvre depuis trois jours.",
    "TC sans PC. Raideur de nuque.",
]


@pytest.mark.parametrize("key", ["abbreviations", "negations", "durations"])
@pytest.mark.parametrize("text", KEPT)
def test_findings_keep_their_statuses(key: str, text: str) -> None:
    engine = engine_for(None)
    said = statuses_by_concept(engine.find(text))
    assert said
    for each in written(key, text):
        assert statuses_by_concept(engine.find(each)) == said, each


def test_noun_without_agreement_is_named_with_its_line() -> None:
    text = "v: 1\ngroups:\n- meaning: toux\n  wordings:\n  - {words: toux}\n  - {words: tussis}\n"
    with pytest.raises(LexiconWrong, match="line 3"):
        parse_lexicon(text, SynonymsLexicon, "mine.yaml")


def test_lexicons_are_large_and_say_each_wording_once() -> None:
    groups = synonyms_lexicon().groups
    words = [each.words for group in groups for each in group.wordings if each.replaced]
    assert len(groups) >= 120
    assert len(words) == len(set(words))
    assert len(abbreviations_lexicon().abbreviations) >= 120


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Œdème externe important, ecchymose, appui douloureux.", "bleu"),
        ("Antibiothérapie large débutée.", "par antibiotiques"),
        ("Une dyspnée sibilante.", "essoufflement sibilante"),
    ],
)
def test_nothing_is_written_that_reads_otherwise(text: str, never: str) -> None:
    assert not [each for each in written("synonyms", text) if never in each]
