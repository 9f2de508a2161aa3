"""A sign stated or denied in a note: as a sentence of its own, or in place of what was said of it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from studio.core.folding import folded
from studio.text.augment.clauses import clause_of
from studio.text.augment.distractors import places_in
from studio.text.augment.sentences import sentences
from studio.text.augment.telling import RELATIVE
from studio.text.findings.finding import Finding
from studio.text.french.elision import elide

_STATED = ("On note {phrase}.", "Il existe {phrase}.", "On retrouve {phrase}.", "À noter {phrase}.")
_DENIED = (
    *("Pas {of_noun}.", "On ne note pas {of_noun}.", "Il n'existe pas {of_noun}.", "On ne retrouve pas {of_noun}."),
    *("À noter l'absence {of_noun}.", "Absence {of_noun}."),
)
_OF_THE_PAIN = re.compile(r"aggravation|installation|debut|cephalee|coup de tonnerre|reveil nocturne|la douleur")
"""What is told of a pain that was named before."""
_PAIN = re.compile(r"cephal|(?<!\w)ceph(?!\w)|tete|crane|migrain|douleur|(?<!\w)mal(?!\w)")
_DATED = re.compile(r" il y a ")
_NOT_FOUND = re.compile(
    r"(?:une? )?(?:traitement|cancer|neoplasie|exposition|infection|immuno|chute|traumatisme|accouchement)"
)
"""What an examination does not find: "on retrouve un traitement" is no French."""
_IN_TIME = re.compile(r"(?:une? |des )?(?:aggravation|installation|debut|cephalee|crise|perte|reveil)")
"""What happens: it is noted, but "il existe une aggravation" is no French."""
_DEFINITE = re.compile(r"(?:l[ae]s? |l['’])")
_NOTED = ("À noter {phrase}.",)
_NOTED_OR_SEEN = ("On note {phrase}.", *_NOTED)
_NOT_SEEN = ("Pas {of_noun}.", "On ne note pas {of_noun}.", "À noter l'absence {of_noun}.", "Absence {of_noun}.")
_PLAINLY_DENIED = ("Pas {of_noun}.", "À noter l'absence {of_noun}.", "Absence {of_noun}.")
_CLAUSE_WITH_SUBJECT = re.compile(
    r"(?:et |mais )?(?:j['’]|c['’]|(?:il|elle|on|je|nous|vous|ce|cela|ça)(?!\w))", re.IGNORECASE
)
_WHEN = re.compile(r"(?<!\w)(?:depuis|hier|matin|soir|jours?|heures?|semaines?|mois)(?!\w)", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:il|elle|ils|elles)\b")
_CONCLUDES = re.compile(
    r"(?:conclusion|au total|en conclusion|cat|conduite|traitement|ttt|prescription|ordonnance|hypothese|diagnostic"
    r"|(?:a )?(?:revoir|recontroler|surveiller)|retour a|sortie?|repart|rassure|arret|controle|consultation|avis|bilan"
    r"|prise en charge|scanner|irm|tdm|pl |hospitalis|mise? sous|traitee? par|(?:je |il |elle )?prends? "
    r"|(?:il |elle )?(?:est |a ete )?"
    r"(?:rassure|sorti|hospitalise|adresse|transfere|traite|ameliore|soulage|mis)e?s?(?!\w)"
    r"|(?:il |elle )?repart|demande d|merci|je vous|que (?:dois|faire)|cordialement|bien a vous|doliprane|paracetamol)"
)
# A sign would contradict these, whichever it is.
_ALL_IS_WELL = re.compile(
    r"(?:aucune?|sans|pas d'|pas de|ni) ?(?:autres? )?(?:signes? (?:d'alarme|de gravite|d'alerte|associes?)"
    r"|symptomes?|anomalies?|particularites?|antecedents?|drapeaux? rouges?|plaintes?|traitements?)"
    r"|(?:aucune?|sans|pas d'|ni) ?autres?|(?:pas d'|sans |aucun )atcd|rien d'autre|(?<!\w)ras(?!\w)"
    r"|(?:examen|bilan|reste)(?: de l'examen)?(?: clinique| general| neurologique| complet)*(?: est| etait)?"
    r" (?:normal|sans|strictement|rassurant|inchange)|pour le reste|sinon (?:rien|tout va bien)|bonne sante"
    r"|jamais (?:ete )?malade|rien (?:de (?:plus|neuf|nouveau|particulier|special|notable|grave)|a signaler)"
    r"|(?:aucune?|pas de|sans|ni) (?:\w+ )?(?:signes?|elements?|faits?|evenements?)"
    r" (?:\w+ )?(?:nouveaux?|nouvelles?|inhabituel|inquietant|particulier|alarmant|recent)"
    r"|(?<!\w)(?:souriante?|joueu(?:r|se)|en (?:pleine |bonne )?forme|bien (?:portante?|coloree?)|asymptomatique)(?!\w)"
    r"|(?<!\w)(?:joue|mange|va|dort) (?:tres |tout a fait )?(?:bien|normalement|mieux)|mots croises|n'(?:est|a) plus "
    r"|rien a l'examen|tout traitement"
    r"|rentree? (?:a (?:la maison|domicile)|chez)|retournee? (?:travailler|au travail|a l'ecole|en classe)"
    r"|repris (?:le|son) travail|(?:a|ont) (?:totalement |completement )?(?:disparu|cede)(?!\w)"
)
_TEMPERATURE = re.compile(
    r"(?<!\d)3[5-9](?:[.,]\d)?\s?(?:°|degres|c(?!\w))|(?<!\w)t(?:emperature)?\s?[:=a]?\s?3\d(?!\d)"
)
_EXTREME = re.compile(r"(?<!\w)(?:pire|plus (?:intense|violente?|forte?)|brutale?|soudaine?|inhabituelle?)")
_ORDINARY = re.compile(
    r"(?<!\w)(?:habituel(?:le)?s?|identiques?|banale?s?|moderee?s?|legere?s?|peu (?:intense|douloureu)\w*|supportable"
    r"|comme d'habitude|progressivement)"
)
_GRADUAL = re.compile(r"(?<!\w)progressi(?:f|ve)")
_AT_ONCE = re.compile(r"(?<!\w)(?:brutale?|soudaine?|subite?|d'emblee maximale?s?|coup de tonnerre)")
_WORSE = re.compile(r"aggravation|de pire en pire")
_THE_SAME = re.compile(
    r"(?<!\w)(?:habituel(?:le)?s?|identiques?|banale?s?|inchangee?s?|stables?|comme d'habitude)(?!\w)"
)
_AGAIN = re.compile(
    r"(?<!\w)(?:chaque|tous les|toutes les|par (?:jour|semaine|mois|an)|l'apres-midi|chroniques?"
    r"|cephalees? (?:\w+ )?anciennes?"
    r"|quotidien\w*|hebdomadaires?|recurrent\w*|repetee?s?|depuis (?:\w+ ){1,3}(?:mois|ans))(?!\w)"
)
_OPPOSED = (
    (_TEMPERATURE, _TEMPERATURE), (_EXTREME, _ORDINARY), (_GRADUAL, _AT_ONCE), (_WORSE, _THE_SAME), (_AT_ONCE, _AGAIN)
)  # fmt: skip
"""A phrase in which the first is found contradicts a text with the second."""


def objection_to(texts: Sequence[str], phrase: str) -> str:
    """Words of a case that a new sign with this phrase would contradict; "" where there are none."""
    added = folded(phrase)
    opposed = [_ALL_IS_WELL, *(text for sign, text in _OPPOSED if sign.search(added))]
    found = (pattern.search(plain) for plain in map(folded, texts) for pattern in opposed)
    return next((each.group() for each in found if each), "")


def spoken_of(texts: Sequence[str], functions: tuple[str, ...]) -> str:
    """A word of the texts that begins as one of these, which name a function of the body; "" where there is none."""
    if not functions:
        return ""
    found = (_beginning(functions).search(folded(text)) for text in texts)
    return next((each.group() for each in found if each), "")


@lru_cache(256)
def _beginning(functions: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, map(folded, functions)))})\w*")


def stating(phrase: str, chance: Random, *, heard: bool = False) -> str:
    """A sentence that states a sign; `heard`, by telephone, nobody finds anything."""
    return chance.choice(_NOTED if heard else _wordings(phrase)).format(phrase=phrase)


def denying(noun: str, chance: Random, *, heard: bool = False) -> str:
    """A sentence that denies a sign; `heard` as in `stating`."""
    plain = folded(noun)
    ways = _PLAINLY_DENIED if heard or _NOT_FOUND.match(plain) else _NOT_SEEN if _IN_TIME.match(plain) else _DENIED
    return chance.choice(ways).format(of_noun=elide("de", noun))


def with_sentence(texts: tuple[str, ...], sentence: str, chance: Random) -> tuple[str, ...]:
    """The texts with a sentence about a sign where it leans on nothing; () where there is no such place.

    In the last text that is not all questions. Anywhere: a sign that is always told last gives itself away.
    """
    for at in range(len(texts) - 1, -1, -1):
        if any(not texts[at][start:end].rstrip().endswith("?") for start, end in sentences(texts[at])):
            places = _places(texts[at], sentence) if sentence else []
            return _replaced(texts, at, _inserted(texts[at], chance.choice(places), sentence)) if places else ()
    return ()


def _places(text: str, sentence: str) -> list[int]:
    """Ends of sentences about the patient, before what is concluded or prescribed, where this one is understood."""
    spans = sentences(text)
    plain = [folded(text[start:end]) for start, end in spans]
    concluded = next((at for at, each in enumerate(plain) if at and _CONCLUDES.match(each)), len(spans))
    clear = {
        end
        for at, (_start, end) in enumerate(spans[:concluded])
        if not RELATIVE.search(plain[at])
        and not (at and _PRONOUN.match(plain[at]) and RELATIVE.search(plain[at - 1]))
        and not plain[at].endswith("?")
    }
    if _OF_THE_PAIN.search(folded(sentence)):
        named = next((at for at, each in enumerate(plain) if _PAIN.search(each)), 0)
        clear = {end for end in clear if end >= spans[named][1]}
    return [end for end in places_in(text) if end in clear] or sorted(clear)[-1:]


def asserted(texts: tuple[str, ...], at: int, found: Finding, phrase: str, sentence: str) -> tuple[str, ...]:
    """The sign stated where `texts[at]` denied it: by `sentence`, or by `phrase` beside other words; else ()."""
    text = texts[at]
    clause = clause_of(text, found.start, found.end)
    if clause is None or (found.evidence and not clause.start <= found.evidence[0] <= found.evidence[1] <= clause.end):
        return ()
    if not clause.whole and not phrase:
        return ()
    if not clause.whole and _CLAUSE_WITH_SUBJECT.match(text, clause.start, clause.end):
        # "Elle n'est pas fébrile, elle parle bien": "de la fièvre, elle parle bien" is no sentence.
        return ()
    words = f"avec {phrase}" if clause.joined_by in ("sans", "avec") else phrase
    if clause.whole:
        words = sentence.removesuffix(".")
    elif clause.joined_by in ("et", "mais"):
        words = f"{clause.joined_by} {phrase}"
    return _replaced(texts, at, _put(text, clause.start, clause.end, words)) if words else ()


def denied(texts: tuple[str, ...], at: int, found: Finding, noun: str) -> tuple[str, ...]:
    """The sign denied where `texts[at]` stated it; () where that would lose something else or change its sense."""
    text = texts[at]
    clause = clause_of(text, found.start, found.end)
    if clause is None or clause.negated:
        return ()
    if not clause.whole and _WHEN.search(text, found.end, clause.end):
        # "Céphalées et vomissements depuis 8 jours": both may last as long.
        return ()
    words = f"sans {noun}" if clause.joined_by in ("avec", "et") else f"pas {elide('de', noun)}"
    if clause.joined_by == "mais":
        words = f"mais {words}"
    return _replaced(texts, at, _put(text, clause.start, clause.end, words))


def _wordings(phrase: str) -> tuple[str, ...]:
    """Sentences into which a phrase fits: "il existe un accouchement il y a dix jours" is no French."""
    if _DATED.search(phrase) or _DEFINITE.match(phrase) or _NOT_FOUND.match(folded(phrase)):
        return _NOTED
    return _NOTED_OR_SEEN if _IN_TIME.match(folded(phrase)) else _STATED


def _put(text: str, start: int, end: int, words: str) -> str:
    """In place of other words, with a capital where they had one."""
    first = words[0].upper() if text[start].isupper() else words[0].lower()
    return f"{text[:start]}{first}{words[1:]}{text[end:]}"


def _inserted(text: str, end: int, sentence: str) -> str:
    before = text[:end]
    if not any(character.isupper() for character in text):
        sentence = sentence[0].lower() + sentence[1:]
    if before[-1] not in ".!…":
        # A note without full stops goes on without them.
        before, sentence = f"{before}.", sentence if "." in text else sentence.removesuffix(".")
    return f"{before} {sentence}{text[end:]}"


def _replaced(texts: tuple[str, ...], at: int, text: str) -> tuple[str, ...]:
    return (*texts[:at], text, *texts[at + 1 :])
