"""A model's card in words; knows no Qt, so that the terminal says the same."""

from studio.models.card import ModelCard, ModelTemplate
from studio.models.places import FoundModel
from studio.models.templates import TITLES
from studio.ui.formats import integer, number, size
from studio.words import N_, _, current_language

_MATCHES = {
    "": N_("yes"),
    "same": N_("as its family’s: {family}"),
    "differs": N_("not as its family’s: {family}"),
    "unknown": N_("of no family known here"),
    "refuses": N_("cannot render a question"),
    "hangs": N_("takes too long"),
}
_LICENCES = {"apache-2.0": "Apache 2.0", "mit": "MIT", "gemma": "Gemma", "other": N_("other, see the README")}
_LANGUAGES = {"fr": N_("French"), "en": N_("English"), "de": N_("German"), "es": N_("Spanish"), "it": N_("Italian")}
_MOST_LANGUAGES = 8
_MILLION, _BILLION = 10**6, 10**9


def model_title(found: FoundModel) -> str:
    """How a model is called in the list."""
    return _("Demonstration model") if found.source == "demo" else found.title


def card_facts(card: ModelCard) -> list[tuple[str, str]]:
    """Each fact with its title, in the order of interest; what the files do not say is said to be so."""
    context = _("{count} tokens").format(count=integer(card.context)) if card.context else _("not stated")
    return [
        (_("Architecture"), card.architecture or _("not stated")),
        (_("Parameters"), parameter_words(card.parameters) if card.parameters else _("not known")),
        (_("Size"), size(card.size) if card.size else _("not known")),
        (_("Context"), context),
        (_("Quantisation"), card.quantisation.title if card.quantisation else _("not quantised")),
        (_("Chat template"), template_words(card.template)),
        (_("Languages"), language_words(card.languages)),
        (_("Licence"), _(_LICENCES.get(card.licence, card.licence)) or _("not stated")),
    ]


def parameter_words(count: int) -> str:
    """8.03 billion, 3.74 million."""
    if count >= _BILLION:
        return _("{count} billion").format(count=number(count / _BILLION))
    if count >= _MILLION:
        return _("{count} million").format(count=number(count / _MILLION))
    return integer(count)


def template_words(template: ModelTemplate) -> str:
    """Whether there is one, and how it compares with its family's."""
    if not template.text:
        return _("none")
    words = _(_MATCHES[template.match]).format(family=TITLES.get(template.family, ""))
    if template.match == "unknown" and template.resembles:
        return _("as that of {family}").format(family=TITLES[template.resembles])
    return words


def language_words(codes: tuple[str, ...]) -> str:
    """The languages that the README names, French and English spelled out."""
    if not codes:
        return _("not stated")
    named = [_language(code) for code in codes[:_MOST_LANGUAGES]]
    more = len(codes) - len(named)
    return ", ".join(named) + (f" +{more}" if more > 0 else "")


def _language(code: str) -> str:
    if code not in _LANGUAGES:
        return code
    # Within a line, French writes them small.
    return _(_LANGUAGES[code]).lower() if current_language() == "fr" else _(_LANGUAGES[code])
