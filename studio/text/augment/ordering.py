"""Findings told in another order, where nothing in the text depends on the order."""

import re
from dataclasses import dataclass
from random import Random

from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.augment.sentences import sentences
from studio.text.augment.transformation import Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.words import N_

_TOO_FEW = Sentence(N_("Fewer than two sentences could change places without breaking the account."))
_LEANING = re.compile(
    r"(?:elles?|ils?|on|ca|cela|ceci|celles?|ceux|cet(?:te)?|ces?|c'(?:est|etait)|leurs?|s(?:on|a|es)|en|y|dont|lequel"
    r"|laquelle|qui|que"
    r"|et|ou|mais|or|donc|ainsi|alors|puis|ensuite|enfin|aussi|egalement|cependant|toutefois|neanmoins|pourtant|sinon"
    r"|de (?:plus|meme|ce|cette)|en (?:outre|effet|revanche|raison|fait|plus)|par (?:ailleurs|contre|la suite"
    r"|consequent)"
    r"|autres?|d'(?:autres?|ou)|un(?:e)? autre|l'autre|les (?:deux|autres|memes)|l'un|le meme|la meme|meme"
    r"|idem|seul(?:e?s?)"
    r"|depuis|un mois|deux|trois|apres|avant|pendant|durant|devant|lors|au (?:cours|bout|decours|total|final)"
    r"|a (?:l'issue|la suite|noter)"
    r"|sous|avec|sans|malgre|suite|secondaire\w*|progressive\w*|initial\w*|finalement|actuellement|maintenant"
    r"|aujourd'hui|hier|ce (?:matin|jour|soir)|le (?:lendemain|soir|matin|jour|reste)|la (?:veille|nuit)"
    r"|tout(?:e|es)?|tous"
    r"|ni|non|oui|merci|bonjour|cordialement|plus|moins|parfois|souvent|rarement|surtout|notamment|soit|environ"
    r"|i?l y a|j'ai ensuite|toujours|jamais|deja|encore|reste|resultat\w*|conclusion|idee|probablement|possible\w*"
    r"|(?:l[ea]s?|l'|une?|des) ?(?:meme|douleur|crise|episode|symptom|trouble|signe|lesion|masse|tableau"
    r"|evolution|suite"
    r"|malaise|chute|traumatisme|accident|intervention|tumeur|image|diagnostic|traitement|fievre|cephalee|migraine"
    r"|debut|duree|intensite|localisation|perte|dernier|premier|second|deuxieme|troisieme)\w*)(?![\w'])"
)
_LOOSE = re.compile(
    r"(?!céphal|dyspn|diarrh|naus|apnée|orthop|\w*orrh|apyrét|asympto|afébril)\w+(?:ée?s?|antes?|ants?"
    r"|iles?|ales?|aux|ives?"
    r"|ifs?|euses?|eux|iques?|aires?|ment)(?= (?:par|à|au|aux|en|de|depuis|et|ou|dans|lors|non|plus)\b|[,.;]|$)"
)
_WORD = re.compile(r"\w+")
_SETTLED_STEMS = frozenset(
    re.findall(
        r"\w+",
        "second initia finale egalem autre autres evolu evolue evolut suite suites opere operee operat chirur"
        " interv traite"
        " instau hospit transf sortie sorti decede deces realis pratiq effect benefi biops biopsi histol anatom"
        " confir conclu"
        " retenu decide decisi demand prescr suivi suivie contro adress diagno amelio aggrav regres dispar"
        " persis recidi admini"
        " recu recue consul rappor consei propos prevu prevue figure preced aussi ensuit puis hier veille lendem"
        " cela celui"
        " celle celles ceux cet cette ces janvie fevrie avril juille septem octobr novemb decemb lapar laparo"
        # What was done and what is planned follows what was found.
        " debute commen introd poursu renouv prelev donne donnee donnes donnees fait faite faits faites immobi perfus"
        " sonde sondee suture intube ventil dialys platre platree reduit refroi revu revue repris arret arrete antibi"
        " cortic antalg pansem reeduc consig inform averti preven contac alerte retour evacue apaise envisa planif"
        " survei exempt expliq ligatu inscri repart rentre garde gardee satisf hygien compre"
        " suspen hydrat rehydr amoxic parace rappel prevoi tocoly nebuli object remis remise"
        " resect exeres"
        " observ antece atcd mise mis fallu avons sera seront devra faudra progra excise ponctu draina sugger"
        " orient",
    )
)
_SETTLED_ENDS = ("tomie", "ectomie", "tomies", "ectomies")
_SETTLED_PHRASES = (
    *("?", "d'abord", "au niveau", "ce matin", "ce soir", "ce jour", "cette nuit"),
    *("confratern", "cordialement", "salutations", "remerci", "merci"),
)
# What follows somebody else's name is read as said of them.
_SOMEBODY_ELSE = re.compile(
    r"\b(?:mere|pere|parents?|maman|papa|fille|fils|mari|femme|epou(?:x|se)|compagn(?:on|e)|conjointe?|freres?|soeurs?"
    r"|niece|neveu|voisine?|oncle|tante|grand-\w+|famille|amie?|collegue)\b"
)
_SETTLED_NUMBERS = re.compile(
    r"\b\d ?(?:er|ere|e|eme)\b|j ?\+ ?\d|\bj\d|h ?\+ ?\d|\ba \d+ ?(?:h|heures?)\b|\b(?:19|20)\d\d\b|\d/\d+/\d"
    r"|\d+ (?:heures?|jours?|semaines?|mois|ans) (?:plus tard|apres|avant|auparavant)"
    r"|\b(?:patiente?|homme|femme|fille|garcon|enfant|nourrisson)\b.{0,25}\b\d+ (?:ans|mois|jours)\b"
)
_DIGIT = re.compile(r"\d")
_HEADING = re.compile(r"[^\W\d_][\w’'/ .()-]{1,40}?[ \u00a0\u202f]?:(?!\d)")
_BACKGROUND = re.compile(
    r"atcd|antecedent|traitement|ttt|famil|mode de vie|contexte|histoire|hdm|mere|pere|frere|soeur"
)
_ITEM = re.compile(r"[-–—•*·+→>]|\d{1,2}[.)°/]|[a-z][.)] ")
_BARE = re.compile(r"(?:atcd|antecedents?|mere|pere|frere|soeur)\b")
_COMPLAINT = re.compile(
    r"(?:j'ai )?(?:une? |des |le |la |les )?(?:cephal|maux de tete|mal (?:de|a la) tete|migrain|douleur)"
)
"""What somebody comes with stands before what was found of it."""
_GREETING = re.compile(r"(?:bonjour|bonsoir|salut|docteur|cher|chere)\b[^.!]{0,25}[.!,]?$")
_NOUN_STEM = re.compile(r"(?:l[ea]s?|l'|d[ue]s?|aux?) ?(\w{5})")


@dataclass
class _Block:
    """A sentence with those that lean on it; a fixed one is passed by no other."""

    start: int
    end: int
    fixed: bool


def leans_on_sentence_before(sentence: str) -> bool:
    """Whether a sentence begins with a word that looks back: "Elle", "Puis", "Majorée par"…"""
    return _looks_back(sentence, folded(sentence))


class Ordering:
    """Changes the order of sentences that report findings; see `_LEANING` and `_SETTLED` for what stays."""

    @property
    def info(self) -> Info:
        return Info(
            "ordering",
            N_("Order of the findings"),
            N_(
                "Sentences that report findings change places. The first sentence, the order of events, headings with"
                " what is below them, and sentences that lean on the one before stay as they are."
            ),
            (
                (
                    "Patiente de 32 ans, céphalées depuis 3 jours. Pas de fièvre. Vomissements en jet. Nuque souple.",
                    ("Patiente de 32 ans, céphalées depuis 3 jours. Pas de fièvre. Nuque souple. Vomissements en jet."),
                ),
                (
                    "Homme de 54 ans vu pour des céphalées.\nPas de déficit moteur.\nPhotophobie. Elle est intense.",
                    "Homme de 54 ans vu pour des céphalées.\nPhotophobie. Elle est intense.\nPas de déficit moteur.",
                ),
            ),
        )

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength`: the share of the movable sentences that do."""
        return rewrite_texts(case, lambda text: _reordered(text, strength, chance))


def _reordered(text: str, strength: float, chance: Random) -> Rewriting | Refusal:
    blocks = _blocks(text)
    order = list(range(len(blocks)))
    for run in _runs(text, blocks):
        moving = sorted(chance.sample(run, max(2, round(strength * len(run)))))
        for place, block in zip(moving, _deranged(moving, chance), strict=True):
            order[place] = block
    moved = sum(place != block for place, block in enumerate(order))
    if not moved:
        return Refusal(_TOO_FEW)
    note = Sentence(N_("Sentences told in another order: {count}."), {"count": moved})
    return Rewriting(_laid_out(text, blocks, order), (note,))


def _deranged(places: list[int], chance: Random) -> list[int]:
    order = list(places)
    while order == places:
        chance.shuffle(order)
    return order


def _laid_out(text: str, blocks: list[_Block], order: list[int]) -> str:
    pieces = [text[: blocks[0].start]]
    for place, block in enumerate(order):
        told = text[blocks[block].start : blocks[block].end]
        after = text[blocks[place].end : blocks[place + 1].start] if place + 1 < len(blocks) else text[blocks[-1].end :]
        if told[-1].isalnum() and "\n" not in after and place + 1 < len(blocks):
            told += "."
        pieces += [told, after]
    return "".join(pieces)


def _runs(text: str, blocks: list[_Block]) -> list[list[int]]:
    """Places, next to each other in one paragraph, that may be exchanged."""
    runs: list[list[int]] = [[]]
    for place, block in enumerate(blocks):
        new_paragraph = place > 0 and text.count("\n", blocks[place - 1].end, block.start) > 1
        if block.fixed or new_paragraph:
            runs.append([])
        if not block.fixed:
            runs[-1].append(place)
    return [run for run in runs if len(run) > 1]


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    under_background = False
    told: set[str] = set()
    opening, complained = True, False
    for start, end in sentences(text):
        plain = folded(text[start:end])
        heading = _HEADING.match(text, start, end)
        if heading:
            under_background = bool(_BACKGROUND.search(plain[: heading.end() - start]))
        elif blocks and text.count("\n", blocks[-1].end, start) > 1:
            under_background = False
        first = not complained and _COMPLAINT.match(plain) is not None
        complained = complained or first
        fixed = opening or first or bool(heading) or under_background or _is_settled(plain)
        if blocks and not heading and _leans(text[start:end], plain, told):
            blocks[-1].end = end
            blocks[-1].fixed |= fixed
        else:
            blocks.append(_Block(start, end, fixed))
        opening = opening and bool(_GREETING.match(plain))
        told.update(re.findall(r"\w{5}", plain) if opening else _stems(plain))
    return blocks


def _stems(plain: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w{5,}", plain)}


def _is_settled(plain: str) -> bool:
    words = _WORD.findall(plain)
    return (
        any(word[:6] in _SETTLED_STEMS or word.endswith(_SETTLED_ENDS) for word in words)
        or any(phrase in plain for phrase in _SETTLED_PHRASES)
        or bool(_DIGIT.search(plain) and _SETTLED_NUMBERS.search(plain))
        or plain.endswith((":", ";"))
        or bool(_ITEM.match(plain) or _BARE.match(plain) or _SOMEBODY_ELSE.search(plain))
    )


def _leans(sentence: str, plain: str, told: set[str]) -> bool:
    """Whether a sentence says something of what was named before it."""
    if _looks_back(sentence, plain):
        return True
    noun = _NOUN_STEM.match(plain)
    return noun is not None and noun[1] in told


def _looks_back(sentence: str, plain: str) -> bool:
    return bool(_LEANING.match(plain) or _LOOSE.match(sentence.lower()))
