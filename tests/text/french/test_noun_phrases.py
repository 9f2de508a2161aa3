"""Hand-checked: what a noun of another gender or number does to the words around it."""

import pytest

from studio.text.french.agreement import Agreement, inflected
from studio.text.french.noun_phrases import with_noun

NOUNS: dict[str, tuple[Agreement, str, Agreement]] = {
    "céphalées": ("fp", "maux de tête", "mp"),
    "céphalée": ("fs", "mal de tête", "ms"),
    "dyspnée": ("fs", "essoufflement", "ms"),
    "essoufflement": ("ms", "dyspnée", "fs"),
    "scanner": ("ms", "tomodensitométrie", "fs"),
    "prurit": ("ms", "démangeaisons", "fp"),
    "expectorations": ("fp", "crachats", "mp"),
    "asthénie": ("fs", "fatigue", "fs"),
    "tuméfaction": ("fs", "gonflement", "ms"),
    "ictère": ("ms", "jaunisse", "fs"),
}
CHECKED = [
    ("a des céphalées pulsatiles, apparues brutalement.", "a des maux de tête pulsatiles, apparus brutalement."),
    ("Ses céphalées sont très intenses et diffuses.", "Ses maux de tête sont très intenses et diffus."),
    ("De violentes céphalées depuis deux jours.", "De violents maux de tête depuis deux jours."),
    ("Les céphalées qui sont apparues hier sont intenses.", "Les maux de tête qui sont apparus hier sont intenses."),
    ("avec céphalées, nausées, vomissements", "avec maux de tête, nausées, vomissements"),
    ("avec céphalées et nausées importantes", "avec maux de tête et nausées importantes"),
    ("Toutes ces céphalées récentes", None),
    ("La céphalée est intense.", "Le mal de tête est intense."),
    ("L'intensité de la céphalée est majeure.", "L'intensité du mal de tête est majeure."),
    ("Une céphalée aiguë brutale.", "Un mal de tête aigu brutal."),
    ("Cette céphalée n'est pas inhabituelle.", "Ce mal de tête n'est pas inhabituel."),
    ("Aucune céphalée récente.", "Aucun mal de tête récent."),
    ("Une première céphalée", "Un premier mal de tête"),
    ("Une céphalée, la plus intense de sa vie", None),
    ("Une céphalée. Elle est apparue hier.", None),
    ("La patiente a une céphalée. Elle est apyrétique.", "La patiente a un mal de tête. Elle est apyrétique."),
    ("Des céphalées. Elles sont apparues hier.", None),
    ("Sa céphalée est isolée et elle vomit.", None),
    ("l'autre céphalée", None),
    ("Bilan d'une dyspnée aiguë fébrile", "Bilan d'un essoufflement aigu fébrile"),
    ("Les suites de la dyspnée aiguë", "Les suites de l'essoufflement aigu"),
    ("Les suites de l'essoufflement aigu", "Les suites de la dyspnée aiguë"),
    ("Son essoufflement", "Sa dyspnée"),
    ("Sa dyspnée", "Son essoufflement"),
    ("Résultat du scanner cérébral injecté", "Résultat de la tomodensitométrie cérébrale injectée"),
    ("Au scanner cérébral, pas de saignement", "À la tomodensitométrie cérébrale, pas de saignement"),
    ("Un scanner est demandé.", "Une tomodensitométrie est demandée."),
    ("se plaint d'un prurit intense", None),
    ("avec prurit généralisé intense", "avec démangeaisons généralisées intenses"),
    ("Le prurit empêche le sommeil.", None),
    ("des expectorations purulentes", "des crachats purulents"),
    ("une tuméfaction sous cutanée", None),
    ("une tuméfaction du genou droit", "un gonflement du genou droit"),
    ("L'asthénie est importante.", "La fatigue est importante."),
    ("Pas d'asthénie.", "Pas de fatigue."),
    ("de l'asthénie", "de la fatigue"),
    ("son asthénie", "sa fatigue"),
    ("un ictère nu", "une jaunisse nue"),
    ("cet ictère franc et récent", "cette jaunisse franche et récente"),
    ("à l'ictère initial", "à la jaunisse initiale"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CHECKED)
def test_what_agrees_follows_or_nothing_is_changed(text: str, wanted: str | None) -> None:
    noun = next(each for each in NOUNS if each in text)
    start = text.index(noun)
    old, words, new = NOUNS[noun]
    assert with_noun(text, start, start + len(noun), old, words, new) == wanted


@pytest.mark.parametrize(
    ("word", "old", "new", "form"),
    [
        ("aiguë", "fs", "ms", "aigu"),
        ("bénignes", "fp", "mp", "bénins"),
        ("cérébraux", "mp", "fp", "cérébrales"),
        ("sèche", "fs", "ms", "sec"),
        ("pulsatiles", "fp", "mp", "pulsatiles"),
        ("apparues", "fp", "ms", "apparu"),
        ("temporo", "fs", "ms", None),
    ],
)
def test_forms_of_adjectives(word: str, old: Agreement, new: Agreement, form: str | None) -> None:
    assert inflected(word, old, new) == form
