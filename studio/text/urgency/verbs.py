"""A contract's phrases with a verb, « appeler le 15 », in the forms in which somebody is told to do it."""

import re

from studio.core.folding import folded
from studio.text.urgency.wording import ACTION, PLACE

_ENDINGS = {
    "er": "er|ez|ons|er(?:ai|as?|ez|ons|ont)",
    "ir": "ir|(?:iss)?(?:ez|ons)|i[st]|ir(?:ai|as?|ez|ons|ont)",
    "re": "re|s?ez|s?ons|[st]|r(?:ai|as?|ez|ons|ont)",
}
_PARTICIPLES = {"er": "e", "ir": "i", "re": "(?:u|t|s)"}
_SPEAKER = r"(?:^|(?<=\bj')|(?<=\bje l')|(?<=\bje vous )|(?<=\bje le )|(?<=\bje la )|(?<=\bon l')|(?<=\bon ))"
"""« j’adresse » and « adressé » are the same word without accents: who is told tells them apart."""
_TO_BE = r"(?:(?<=\betre )|(?<=\bsoit )|(?<=\bsoient )|(?<=\bsera )|(?<=\bseront ))(?:\w+ment )?"
_TO_WHOM = r"(?:-\w+)?(?: [\w'/-]+){0,6}? "

_SHORTEST = 5
"""Letters of a verb that a phrase begins with; « mri » is none."""
_SENDING = (
    "adresser", "consulter", "orienter", "envoyer", "amener", "emmener", "conduire", "transferer", "rendre", "aller",
    "diriger", "presenter", "venir", "ramener", "reconsulter",
)  # fmt: skip
_RINGING = ("appeler", "composer", "contacter", "prevenir", "alerter", "joindre", "telephoner")
_STOPPING = ("arreter", "stopper", "suspendre", "interrompre", "cesser")
VERBS = {
    "arret": _STOPPING,
    "arreter": _STOPPING,
    "interruption": _STOPPING,
    "interrompre": _STOPPING,
    "suspension": _STOPPING,
    "suspendre": _STOPPING,
    "hospitaliser": ("hospitaliser",),
    "transfert": ("transferer",),
    "transferer": ("transferer",),
}
"""What to do for what a contract names; a noun that stands for it counts among the equivalents."""
_EMERGENCY_ROOM = r"(?:aux|(?:vers )?les|au(?: service)? d(?:es|'accueil des)) urgences"
_NUMBER = (
    r"(?:(?:le |au )?(?:samu|centre 15|smur)|(?:le|au) (?:15|112)(?!\w|/|\.\d| (?:\d|h\b|janv|fevr|mars|avri|mai\b|"
    r"juin|juil|aout|sept|octo|nove|dece)))"
)
"""Not a date."""


def verb_forms(infinitive: str) -> str:
    """A pattern for a verb that tells somebody to do it, or says that it is to be done; not for one in the past."""
    stem, ending = infinitive[:-2], infinitive[-2:]
    stem = f"{stem[:-1]}[iy]" if stem.endswith("oy") else f"{re.escape(stem)}"
    doubled = "l?" if stem.endswith("el") else ""
    done = f"{stem}{_PARTICIPLES[ending]}e?s?"
    told = rf"(?<!\w){stem}{doubled}(?:{_ENDINGS[ending]})(?!\w)"
    own = rf"|{_SPEAKER}{stem}{doubled}e(?!\w)" if ending == "er" else ""
    return rf"(?:{told}{own}|{_TO_BE}{done}(?!\w))"


def told_pattern(phrase: str) -> str | None:
    """A pattern for a phrase that begins with a verb, whoever it is done to; None for another phrase."""
    verb, _space, rest = folded(phrase).removeprefix("se ").partition(" ")
    if not rest or verb[-2:] not in _ENDINGS or len(verb) < _SHORTEST or ACTION.fullmatch(verb):
        return None
    if PLACE.search(rest):
        return f"{_any_form(verb, _SENDING)}{_TO_WHOM}{_EMERGENCY_ROOM}(?!\\w)"
    if re.fullmatch(_NUMBER, rest):
        return f"{_any_form(verb, _RINGING)}{_TO_WHOM}{_NUMBER}(?!\\w)"
    return f"{verb_forms(verb)}{_TO_WHOM}{re.escape(rest)}(?!\\w)"


def _any_form(verb: str, family: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(verb_forms, dict.fromkeys((verb, *family))))})"
