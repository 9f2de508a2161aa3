from random import Random

import pytest

from studio.text.augment.case import Case
from studio.text.augment.sex import BOUND, MIXED, Sex
from studio.text.augment.transformation import Changed, Refusal
from studio.text.french.sexes import sexes_lexicon
from studio.text.patient import patient_sex

SEX = Sex(sexes_lexicon())


def apply(case: Case) -> Changed | Refusal:
    return SEX.apply(case, 1.0, Random(0))


@pytest.mark.parametrize(("before", "after"), SEX.info.examples)
def test_the_examples_are_its_own_work(before: str, after: str) -> None:
    done = apply(Case((before,)))
    assert isinstance(done, Changed)
    assert done.case.texts == (after,)


def test_answers_follow_the_texts() -> None:
    done = apply(
        Case(("Patiente de 40 ans, céphalée brutale.",), ("Adresser cette patiente : elle doit être scannée.",))
    )
    assert isinstance(done, Changed)
    assert done.case.answers == ("Adresser ce patient : il doit être scanné.",)
    assert [note.message for note in done.notes] == ["The patient is now a man."]


def test_a_question_for_one_sex_in_the_answer_forbids_it() -> None:
    done = apply(Case(("Femme de 30 ans, céphalée.",), ("Grossesse, antécédents, traitements ?",)))
    assert isinstance(done, Refusal)
    assert done.reason.message == BOUND
    assert done.reason.words == {"words": "grossesse"}


def test_an_answer_about_the_other_sex_forbids_it() -> None:
    done = apply(Case(("Femme de 30 ans, céphalée.",), ("Rassurer le patient.",)))
    assert isinstance(done, Refusal)
    assert done.reason.message == MIXED


@pytest.mark.parametrize(
    "text",
    [
        "Patient de 22 ans, fatigué. Patient et compagne informés.",
        "Patient de 67 ans, essoufflé. Patient et famille informés.",
        "Homme de 70 ans, fatigué. Épouse et patient prévenus.",
        "Infirmière libérale, 51 ans. Elle est inquiète. Le patient a été revu.",
        "Femme de 88 ans, démente. Fille prévenue, venue sur place.",
        "Homme de 70 ans, fort, fatigué.",
        "Patiente de 60 ans, fatiguée, toute pâle.",
        "Homme de 62 ans, fatigué, aidé par sa femme, infirmière.",
        "Homme de 51 ans, en surpoids, ronfleur. Il est fatigué.",
        "Patient de 64 ans, aphone. Il est soigné par écrit, bien traité.",
    ],
)
def test_who_is_named_beside_the_patient_forbids_it(text: str) -> None:
    assert isinstance(apply(Case((text,))), Refusal)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Homme de 54 ans, hypertendu, mal observant.", "Femme de 54 ans, hypertendue, mal observante."),
        ("Je suis fatiguée, je ne suis tombée nulle part.", "Je suis fatigué, je ne suis tombé nulle part."),
        ("Je suis fatigué, je me suis fait opérer hier.", "Je suis fatiguée, je me suis fait opérer hier."),
        ("Patiente fatiguée. Elle s'est levée la nuit.", "Patient fatigué. Il s'est levé la nuit."),
        (
            "Homme de 40 ans. Il est pâle et tendu, un peu lent.",
            "Femme de 40 ans. Elle est pâle et tendue, un peu lente.",
        ),
        ("Patient de 52 ans, vu pour une toux.", "Patiente de 52 ans, vue pour une toux."),
        ("Patiente venue toute seule, tout étonnée.", "Patient venu tout seul, tout étonné."),
        ("Homme de 30 ans, tout seul.", "Femme de 30 ans, toute seule."),
        ("Femme de 50 ans. Elle pleure, se dit nulle.", "Homme de 50 ans. Il pleure, se dit nul."),
        (
            "Patiente de 33 ans, gênée par une éruption des coudes, apparue au printemps.",
            "Patient de 33 ans, gêné par une éruption des coudes, apparue au printemps.",
        ),
    ],
)
def test_what_stands_apart_agrees_with_the_patient(before: str, after: str) -> None:
    done = apply(Case((before,)))
    assert isinstance(done, Changed)
    assert done.case.texts == (after,)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Y a-t-il une urgence ?", "Y a-t-il une urgence ?"),
        ("Existe-t-il un risque ? Faut-il une IRM ?", "Existe-t-il un risque ? Faut-il une IRM ?"),
        ("Est-il préférable de faire une IRM ?", "Est-il préférable de faire une IRM ?"),
        ("S'agit-il d'une migraine ?", "S'agit-il d'une migraine ?"),
        ("Il est également probable que cela cède.", "Il est également probable que cela cède."),
        ("Il n'est pas exclu qu'il vomisse.", "Il n'est pas exclu qu'elle vomisse."),
        ("Semble-t-il, il vomit.", "Semble-t-il, elle vomit."),
        ("Est-il fatigué ? A-t-il vomi ?", "Est-elle fatiguée ? A-t-elle vomi ?"),
        ("Il est très fatigué.", "Elle est très fatiguée."),
        ("Œdèmes péri-orbitaires, douleur post-opératoire.", "Œdèmes péri-orbitaires, douleur post-opératoire."),
        ("Levé ce matin, fatigué.", "Levée ce matin, fatiguée."),
        ("Fatigué, dossier 7919.", "Fatiguée, dossier 7919."),
    ],
)
def test_impersonal_il_and_prefixes_stay(text: str, kept: str) -> None:
    done = apply(Case((f"Patient de 40 ans. {text}",), (text,)))
    assert isinstance(done, Changed)
    assert done.case.texts == (f"Patiente de 40 ans. {kept}",)
    assert done.case.answers == (kept,)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Un ancien alpiniste de 70 ans, fatigué. Il tousse.", "alpiniste"),
        ("Une ancienne alpiniste de 70 ans, fatiguée. Elle tousse.", "alpiniste"),
        ("Patient de 40 ans. Il s'agit d'un ancien cycliste. Il tousse.", "cycliste"),
        ("Patient opéré hier. Levé ce matin, douloureux à 4/10.", "douloureux"),
        ("Infirmière de 45 ans, agressée par une patiente. Elle est fatiguée.", "patiente"),
        ("Femme de 45 ans, lombalgie après avoir soulevé une patiente.", "patiente"),
        ("Patient de 40 ans, pré-traité.", "traité"),
    ],
)
def test_what_may_agree_and_what_may_be_somebody_else_forbids_it(text: str, word: str) -> None:
    done = apply(Case((text,)))
    assert isinstance(done, Refusal)
    assert done.reason.words == {"words": word}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Je vous adresse un patient de 40 ans, fatigué.", "Je vous adresse une patiente de 40 ans, fatiguée."),
        ("Nous avons reçu une patiente, fatiguée.", "Nous avons reçu un patient, fatigué."),
        ("Il s'agit d'un patient de 40 ans, fatigué.", "Il s'agit d'une patiente de 40 ans, fatiguée."),
        ("Jeune alpiniste de 30 ans, fatigué. Il tousse.", "Jeune alpiniste de 30 ans, fatiguée. Elle tousse."),
    ],
)
def test_the_patient_whom_a_doctor_introduces_is_turned(before: str, after: str) -> None:
    done = apply(Case((before,)))
    assert isinstance(done, Changed)
    assert done.case.texts == (after,)


def test_the_patient_source_is_somebody_else() -> None:
    done = apply(Case(("Patiente piquée, inquiète. Le patient source est séropositif.",)))
    assert isinstance(done, Refusal) or done.case.texts[0].endswith("Le patient source est séropositif.")


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Patiente de 32 ans, migraineuse.", "female"),
        ("H 45 ans, céphalées", "male"),
        ("F32, céphalée brutale", "female"),
        ("Âgé de 40 ans, fatigué.", "male"),
        ("Je suis très inquiète, j'ai mal à la tête.", "female"),
        ("M. Durand, 70 ans", "male"),
        ("Son père est migraineux, céphalée brutale.", None),
        ("Céphalée brutale, intense.", None),
        ("Un homme et une femme.", None),
        ("Femme de 60 ans, son mari signale un malaise.", "female"),
    ],
)
def test_the_sex_of_the_patient_is_read(text: str, sex: str | None) -> None:
    assert patient_sex(text) == sex
