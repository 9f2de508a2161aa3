"""Who tells a case, and whether anybody examined the patient: whose words a new sentence would be."""

import re
from collections.abc import Sequence
from typing import Literal

from studio.core.folding import folded

Teller = Literal["clinician", "patient", "somebody"]

RELATIVE = re.compile(
    r"(?<!\w)(?:peres?|meres?|papa|maman|freres?|soeurs?|tantes?|oncles?|cousine?s?|fils|filles?(?! de \d)|mari"
    r"|epou(?:x|se)|conjointe?|compagn(?:on|e)|femme(?! de \d)(?<!jeune femme)(?=[^,]*$)|parents?"
    r"|grands?-(?:mere|pere|parents)|famil\w+|entourage|voisine?s?|collegues?)(?!\w)"
)
"""In folded text."""
_FIRST_PERSON = re.compile(r"(?i)(?<!\w)(?:j['’]|m['’]|(?:je|moi|mon|ma|mes)(?!\w))")
_LETTER = re.compile(
    r"(?<!\w)ch(?:er|ere)s? (?:confreres?|consoeurs?|collegues?|amie?s?)|confraternel|je soussign|je certifie"
    r"|(?:je|nous) vous (?:adress|confi|remerci\w+ de (?:recevoir|voir|revoir|prendre))|merci de (?:re)?(?:cev|v)oir"
    r"|(?<!\w)j'ai (?:re)?[vc]u (?:en consultation|ce jour|cet(?:te)? |votre |une? (?:jeune )?(?:fem|hom)me)"
    r"|(?<!\w)j'ai (?:examin|revu)"
)
_OWNED = re.compile(
    r"(?<!\w)(?:mon|ma|mes|notre|nos) (?:\w+ )?(?:ado\w*|bebes?|enfants?|nourrisson|petite?s?|gamine?s?|fiston|puce"
    r"|ainee?|cadet(?:te)?|jumeaux|jumelles|copine?|copain|amie?s?|neveu|niece|gendre|bru|patron|chef)(?!\w)"
)
_OF_A_RELATIVE = re.compile(
    r"(?<!\w)(?:notre|nos) (?:\w+ )?(?:fille|fils|enfants?|bebe|mere|pere|ado\w*|petite?)(?!\w)"
    r"|(?:^|[.!?:] ?)(?:papa|maman|mamie|pap[iy]|mamy) (?:a |est |ne |n'|se |s'|vomi|touss)"
    r"|(?<!\w)l[ea] petite? (?:a |est |ne |n'|se |s'|vomi|touss)"
)
"""What a mother or a son writes without any "je"."""
_THIRD_PERSON = re.compile(
    r"(?<!\w)(?:(?:elle|lui)(?!\w)|(?:l[ea]|une?|cet?(?:te)?|du|au) ?patiente?|patiente?s? de \d"
    r"|m\. (?=\w)|(?:mr|mme|mlle|madame)(?!\w)"
    r"|il (?!(?:n'|ne )?(?:y |faut|fait|existe|pleut|semble que|s'agit|me |m'"
    r"|est (?:\d|tard|temps|possible|difficile|vrai))))"
)
_REMOTE = re.compile(
    r"(?<!\w)(?:telephon\w*|tel\.|(?:consultation|cs|contact|avis|entretien|appel) tel"
    r"|tele-?(?:consult|expert|regul|medec|suivi|triage)\w*"
    r"|visio\w*|sms|textos?|appel|appell?e|message|mail|courriel|regulation|en ligne)(?!\w)"
)
_BY_EXAMINATION = re.compile(
    r"raideur|papill|fond d'oeil|kernig|brudzinski|babinski|mening|indure|aboli|reflexe|souffle|glasgow|hemianopsie"
    r"|hyperesthesie|hemipares|hemipleg|thrombose|anisocorie|nystagmus|a l'examen|palpation|auscultation"
)


def teller_of(texts: Sequence[str]) -> Teller:
    """The patient only where nobody else is in sight: a writer of letters and a mother say "je", too."""
    text = " ".join(texts)
    plain = folded(text)
    if not _FIRST_PERSON.search(text):
        return "somebody" if _OF_A_RELATIVE.search(plain) else "clinician"
    alone = not any(each.search(plain) for each in (_LETTER, RELATIVE, _OWNED, _THIRD_PERSON))
    return "patient" if alone else "somebody"


def is_letter(text: str) -> bool:
    """Whether a colleague writes it to another, or certifies something."""
    return _LETTER.search(folded(text)) is not None


def is_unexamined(texts: Sequence[str], statement: str) -> bool:
    """Whether a statement tells what only an examination shows, of somebody who was only heard or read."""
    if not _BY_EXAMINATION.search(folded(statement)):
        return False
    return teller_of(texts) != "clinician" or is_remote(texts)


def is_remote(texts: Sequence[str]) -> bool:
    """Whether a case was told by telephone, by video or in a message."""
    return any(_REMOTE.search(folded(text)) for text in texts)
