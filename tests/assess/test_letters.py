"""Letters are read out of answers as people and models write them; what is unclear is not guessed."""

import pytest

from studio.assess.letters import read_letters

OPTIONS = ("Glycolyse", "Lipolyse", "Néoglucogenèse", "Glycogénolyse", "Cétogenèse")


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("B", "B"),
        ("b", "B"),
        ("(b)", "B"),
        ("B.", "B"),
        ("**B**", "B"),
        (r"$\boxed{B}$", "B"),
        ("B. Lipolyse", "B"),
        ("b) lipolyse", "B"),
        ("B : Lipolyse, car l’adrénaline la stimule.", "B"),
        ("Réponse : B", "B"),
        ("Réponse\u00a0: b.", "B"),
        ("Réponse B", "B"),
        ("La réponse est B car le patient a une hépatite.", "B"),
        ("La bonne réponse est la C.", "C"),
        ("La bonne réponse est l’option (D).", "D"),
        ("La réponse correcte est : E", "E"),
        ("C’est la B.", "B"),
        ("Je choisis la réponse D.", "D"),
        ("The correct answer is (C) because of vitamin D.", "C"),
        ("The answer is option B.", "B"),
        ("Final answer: D", "D"),
        ("B is correct.", "B"),
        ("B. Parce que A n’est pas exacte", "B"),
        ("La réponse A est fausse. La bonne réponse est la C.", "C"),
        ("La réponse est d’abord discutée. Réponse : E", "E"),
        ("<think>Réponse : A ?</think>\nRéponse : C", "C"),
        ('{"answer": "D"}', "D"),
        ("Lipolyse", "B"),
        ("lipolyse.", "B"),
        ("La réponse est la neoglucogenese.", "C"),
        ("Il s’agit de la cétogenèse, non de la lipolyse.", "E"),
        ("A 35-year-old patient, so option C.", "C"),
        ("Je réponds B.", "B"),
        ("Réponse : a priori la B", "B"),
        ("La réponse correcte est B) Lipolyse.", "B"),
        ("D - Glycogénolyse", "D"),
        ("I think it is b.", "B"),
        ("Je dirais la C", "C"),
        ("Réponse : B - Lipolyse", "B"),
    ],
)
def test_one_letter(text: str, letters: str) -> None:
    assert read_letters(text, OPTIONS, several=False) == frozenset("ABCDE".index(each) for each in letters)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Réponse : B, D", "BD"),
        ("b et d", "BD"),
        ("BD", "BD"),
        ("acd", "ACD"),
        ("Réponses : ACD.", "ACD"),
        ("A, C et E", "ACE"),
        ("A C E", "ACE"),
        ("a+b+c+d+e", "ABCDE"),
        ("Les bonnes réponses sont A, B et E.", "ABE"),
        ("Les réponses A, C et E sont exactes.", "ACE"),
        ("La réponse A et la réponse C sont correctes.", "AC"),
        ("B. Lipolyse\nD. Glycogénolyse", "BD"),
        ("(B) Lipolyse, (D) Glycogénolyse", "BD"),
        ("A : faux, B : vrai, C : faux, D : vrai, E : faux", "BD"),
        ("La lipolyse et la glycogénolyse.", "BD"),
        ("Réponse(s) : c", "C"),
        ("Les réponses correctes sont : A) Glycolyse, C) Néoglucogenèse et D) Glycogénolyse.", "ACD"),
        ("Les réponses correctes sont :\n- A. Glycolyse\n- C. Néoglucogenèse", "AC"),
        ("B et D sont les bonnes réponses.", "BD"),
        ("(A) et (C)", "AC"),
        ("Answer: (A), (C)", "AC"),
        ("B. Lipolyse, avec la vitamine D. Rien d’autre.", "B"),
    ],
)
def test_several_letters(text: str, letters: str) -> None:
    assert read_letters(text, OPTIONS, several=True) == frozenset("ABCDE".index(each) for each in letters)


@pytest.mark.parametrize(
    "text",
    ["", "Je ne sais pas.", "La réponse n’est pas B.", "F", "Lipolyse ou glycolyse ?", "Le patient a une fièvre."],
)
def test_not_guessed(text: str) -> None:
    assert read_letters(text, OPTIONS, several=False) is None


@pytest.mark.parametrize(
    ("text", "option"), [("Yes.", 0), ("Yes although there is no proof of it.", 0), ("no", 1), ("C", 2), ("Maybe", 2)]
)
def test_short_options(text: str, option: int) -> None:
    assert read_letters(text, ("yes", "no", "maybe"), several=False) == {option}


def test_options_that_look_like_letters() -> None:
    assert read_letters("AB", ("A", "B", "AB", "O"), several=True) == {2}
    assert read_letters("The answer is E. coli.", ("S. aureus", "E. coli"), several=False) == {1}
    assert read_letters("Réponse : vitamine D", ("Vitamine D", "Vitamine C"), several=True) == {0}
    assert read_letters("Groupe O", ("A", "B", "AB", "O"), several=False) == {3}
    assert read_letters("A et B", ("Glycolyse", "Lipolyse", "A et B"), several=False) == {2}
